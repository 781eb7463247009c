public import SQLText
public import SchemaCore

/// A row level security policy of a table.
public struct Policy: SchemaObject {
  /// The statements that a policy is for.
  public enum Command: String, Hashable, Sendable, CaseIterable {
    case all = "ALL"
    case select = "SELECT"
    case insert = "INSERT"
    case update = "UPDATE"
    case delete = "DELETE"
  }

  public var table: QualifiedName
  public var name: String
  public var command = Command.all
  /// The roles, sorted, each once; `PUBLIC` alone stands for everyone.
  public var roles: [String]
  /// The condition on rows that exist; empty without one.
  public var using = ""
  /// The condition on rows that are written; empty without one.
  public var check = ""
  /// Whether one such policy is enough (OR) rather than needed (AND).
  public var isPermissive = true

  /// Creates a policy; without roles it is for everyone.
  public init(table: QualifiedName, name: String, roles: [String] = []) {
    self.table = table
    self.name = name
    self.roles = Policy.normalized(roles)
  }

  public var id: ObjectID { Policy.id(name, of: table) }
  public var owner: ObjectID? { Table.id(table) }
  public var references: [Reference] {
    [.object(Table.id(table))]
      + roles.filter { $0 != publicRole && !isRoleKeyword($0) }
      .map { .object(ObjectID(.role, $0)) }
      + Reference.found(in: using) + Reference.found(in: check)
  }
  public var expressions: [String] {
    get { [using, check] }
    set {
      using = newValue[0]
      check = newValue[1]
    }
  }

  /// Returns the identity of a policy.
  public static func id(_ name: String, of table: QualifiedName) -> ObjectID {
    ObjectID(.policy, schema: table.schema, table.name, member: name)
  }

  /// Returns roles in the order of the model; with `PUBLIC` all others say nothing.
  static func normalized(_ roles: [String]) -> [String] {
    if roles.isEmpty || roles.contains(publicRole) { return [publicRole] }
    return Set(roles).sorted()
  }
}
