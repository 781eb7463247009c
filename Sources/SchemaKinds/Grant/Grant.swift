import SQLText
public import SchemaCore

/// What one role may do with one object, or with one column of it.
///
/// Live grants are what differs from what PostgreSQL gives a new object: the owner's own
/// privileges and those of PUBLIC on functions and types are objects only where some are missing.
public struct Grant: SchemaObject {
  /// The object, or the stand-in for an identity column's sequence.
  public var target: ObjectID
  /// The role, `PUBLIC`, or `OWNER` for the object's owner, whoever that is.
  public var grantee: String
  /// The column; nil for the whole object.
  public var column: String?
  /// The privileges by PostgreSQL's names; `ALL` until normalized.
  public var privileges: Set<String>
  /// Those that the role may hand on.
  public var grantable: Set<String>
  /// Who handed the privileges on; empty where it was the owner or the connection's role.
  public var grantor = ""
  private var partial = Incidental(false)

  /// Creates a grant.
  public init(
    target: ObjectID, grantee: String, column: String? = nil, privileges: Set<String>,
    grantable: Set<String> = []
  ) {
    self.target = target
    self.grantee = grantee
    self.column = column
    self.privileges = privileges
    self.grantable = grantable
  }

  /// The role as reports name it.
  public var granteeWord: String { grantee == ownRole ? ownerWord : grantee }

  /// Whether it speaks of USAGE alone and leaves other privileges of the role as they are.
  public var isPartial: Bool {
    get { partial.value }
    set { partial.value = newValue }
  }

  public var id: ObjectID {
    var id = Grant.id(on: target, column: column, to: grantee)
    if !grantor.isEmpty { id.qualifier += " by \(grantor)" }
    return id
  }

  /// The object that takes the grant with it: a column's grants and its sequence go with it.
  public var owner: ObjectID? {
    if target.isColumnSequence { return Column.id(target.member, of: target.qualifiedName) }
    guard let column, target.kind == .table else { return target }
    return Column.id(column, of: target.qualifiedName)
  }

  public var references: [Reference] {
    var references: [Reference] = []
    if let owner { references.append(.object(owner)) }
    if target.isColumnSequence {
      references.append(.object(Table.id(target.qualifiedName)))
    } else if owner != target {
      references.append(.object(target))
    }
    if grantee != publicRole, grantee != ownRole {
      references.append(.object(ObjectID(.role, grantee)))
    }
    return references
  }

  /// The role as YAML writes it: `PUBLIC`, `OWNER`, a name.
  public var granteeText: String { writtenRole(grantee) }

  /// Takes over what another declaration gives the same role.
  public func joined(with other: any SchemaObject) -> (any SchemaObject)? {
    guard var union = other as? Grant else { return nil }
    union.privileges.formUnion(privileges)
    union.grantable.formUnion(grantable)
    union.isPartial = isPartial && union.isPartial
    return union
  }

  /// Returns the identity of a grant.
  public static func id(
    on target: ObjectID, column: String? = nil, to grantee: String
  ) -> ObjectID {
    ObjectID(
      .grant, schema: target.schema, target.name, member: column ?? target.member,
      qualifier: "\(target.kind.rawValue):\(grantee)")
  }

  /// Returns the stand-in for the sequence of an identity column, whatever it is called.
  public static func sequence(of column: ObjectID) -> ObjectID {
    ObjectID(.sequence, schema: column.schema, column.name, member: column.member)
  }
}
