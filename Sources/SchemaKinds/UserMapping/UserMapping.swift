public import SchemaCore

/// What a role presents itself with to a foreign server.
///
/// An option's value may be a secret: declared ones name a variable of the environment, live
/// ones are compared and never shown.
public struct UserMapping: SchemaObject {
  public var server: String
  /// The role, or `PUBLIC`.
  public var role: String
  /// The options; nil where the connection may not read the live ones.
  public var options: [String: String]?

  /// Creates a user mapping.
  public init(server: String, role: String, options: [String: String]?) {
    self.server = server
    self.role = role
    self.options = options
  }

  public var id: ObjectID { UserMapping.id(of: role, on: server) }
  public var owner: ObjectID? { ForeignServer.id(server) }
  public var references: [Reference] {
    [.object(ForeignServer.id(server))]
      + (role == publicRole || isRoleKeyword(role) ? [] : [.object(ObjectID(.role, role))])
  }

  /// Returns the identity of a user mapping.
  public static func id(of role: String, on server: String) -> ObjectID {
    ObjectID(.userMapping, server, member: role)
  }

  /// Whether an option holds no secret with any wrapper that is known.
  static func isOpen(_ option: String) -> Bool {
    ["user", "username", "password_required"].contains(option)
  }
}
