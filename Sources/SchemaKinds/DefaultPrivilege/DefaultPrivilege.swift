public import SchemaCore

/// What a role gets on objects of one class that another role will make.
///
/// Live ones without a schema are what differs from PostgreSQL's own defaults.
public struct DefaultPrivilege: SchemaObject {
  /// The role that makes the objects; empty for the connection's until normalized.
  public var creator: String
  /// The schema in which they are made; empty for any.
  public var schema: String
  /// The class of objects by the word of ALTER DEFAULT PRIVILEGES, in lower case: `tables`.
  public var objects: String
  /// The role, `PUBLIC`, or whoever makes the objects.
  public var grantee: String
  public var privileges: Set<String>
  /// Those that the role may hand on.
  public var grantable: Set<String>

  /// Creates default privileges of one role.
  public init(
    creator: String, schema: String = "", objects: String, grantee: String,
    privileges: Set<String>, grantable: Set<String> = []
  ) {
    self.creator = creator
    self.schema = schema
    self.objects = objects
    self.grantee = grantee
    self.privileges = privileges
    self.grantable = grantable
  }

  public var id: ObjectID {
    DefaultPrivilege.id(of: creator, in: schema, on: objects, to: grantee)
  }

  public var references: [Reference] {
    var references: [Reference] = [.object(ObjectID(.role, creator))]
    if grantee != publicRole, grantee != ownRole {
      references.append(.object(ObjectID(.role, grantee)))
    }
    if !schema.isEmpty { references.append(.object(Schema.id(schema))) }
    return references
  }

  /// Takes over what another declaration gives the same role.
  public func joined(with other: any SchemaObject) -> (any SchemaObject)? {
    guard var union = other as? DefaultPrivilege else { return nil }
    union.privileges.formUnion(privileges)
    union.grantable.formUnion(grantable)
    return union
  }

  /// Returns the identity of a role's default privileges.
  ///
  /// The schema is no part of the name: who grants in a schema doesn't manage what is in it.
  public static func id(
    of creator: String, in schema: String, on objects: String, to grantee: String
  ) -> ObjectID {
    ObjectID(
      .defaultPrivilege, creator, member: schema.isEmpty ? objects : "\(schema).\(objects)",
      qualifier: grantee)
  }

  /// The classes of objects that default privileges are for.
  static let classes: [(objects: String, letter: String, privileges: PrivilegeClass)] = [
    ("tables", "r", .relation), ("sequences", "S", .sequence), ("functions", "f", .function),
    ("types", "T", .type), ("schemas", "n", .schema),
  ]

  /// The privileges on its objects.
  var privilegeClass: PrivilegeClass {
    DefaultPrivilege.classes.first { $0.objects == objects }?.privileges ?? .relation
  }
}
