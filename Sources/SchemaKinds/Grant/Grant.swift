import SQLText
public import SchemaCore

/// What one role may do with one object, or with one column of it.
public struct Grant: SchemaObject {
  /// The table, view, materialized view, function, schema, or a serial column's sequence.
  public var target: ObjectID
  /// The role, or `PUBLIC`.
  public var grantee: String
  /// The column; nil for the whole object.
  public var column: String?
  /// The privileges by PostgreSQL's names; `ALL` until normalized.
  public var privileges: Set<String>
  /// Those that the role may hand on.
  public var grantable: Set<String>
  /// Whether the role owns the object, and so has all privileges anyway.
  public var isOwners = false

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

  public var id: ObjectID { Grant.id(on: target, column: column, to: grantee) }

  /// The object that takes the grant with it: a column's grants and its sequence go with it.
  public var owner: ObjectID? {
    if target.kind == .sequence { return Column.id(target.member, of: target.qualifiedName) }
    guard let column, target.kind == .table else { return target }
    return Column.id(column, of: target.qualifiedName)
  }

  public var references: [Reference] {
    var references: [Reference] = []
    if let owner { references.append(.object(owner)) }
    if target.kind == .sequence {
      references.append(.object(Table.id(target.qualifiedName)))
    } else if owner != target {
      references.append(.object(target))
    }
    if grantee != publicRole { references.append(.object(ObjectID(.role, grantee))) }
    return references
  }

  /// Returns the identity of a grant.
  public static func id(
    on target: ObjectID, column: String? = nil, to grantee: String
  ) -> ObjectID {
    ObjectID(
      .grant, schema: target.schema, target.name, member: column ?? target.member,
      qualifier: "\(target.kind.rawValue):\(grantee)")
  }

  /// Returns the stand-in for the sequence of a serial column, whatever it is called.
  public static func sequence(of column: ObjectID) -> ObjectID {
    ObjectID(.sequence, schema: column.schema, column.name, member: column.member)
  }
}
