public import SchemaCore

/// That one role is a member of another.
public struct Membership: SchemaObject {
  /// The role that gets the other's privileges.
  public var member: String
  /// The role that it is in.
  public var parent: String
  /// Whether the member may grant the role to others.
  public var admin = Role.Setting<Bool>.leftAsIs
  /// Whether the member has the role's privileges without SET ROLE (PostgreSQL 16).
  public var inherit = Role.Setting<Bool>.leftAsIs
  /// Whether the member may SET ROLE to the role (PostgreSQL 16).
  public var set = Role.Setting<Bool>.leftAsIs
  private var grantedBy = Incidental<[String]>([])

  /// Creates a membership.
  public init(member: String, parent: String) {
    self.member = member
    self.parent = parent
  }

  /// Who granted it, as far as a REVOKE must say so (PostgreSQL 16).
  public var grantors: [String] {
    get { grantedBy.value }
    set { grantedBy.value = newValue }
  }

  public var id: ObjectID { ObjectID(.membership, member, member: parent) }
  public var owner: ObjectID? { Role.id(member) }
  public var references: [Reference] { [.object(Role.id(member)), .object(Role.id(parent))] }
}
