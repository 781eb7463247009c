public import SchemaCore

/// The role that owns an object.
///
/// Live owners are those of objects that the connection's role doesn't own itself.
public struct Owner: SchemaObject {
  /// The object that is owned.
  public var target: ObjectID
  public var role: String

  /// Creates an owner.
  public init(of target: ObjectID, role: String) {
    self.target = target
    self.role = role
  }

  public var id: ObjectID { Owner.id(of: target) }
  public var owner: ObjectID? { target }
  public var references: [Reference] { [.object(target), .object(ObjectID(.role, role))] }

  /// Returns the identity of an object's owner.
  public static func id(of target: ObjectID) -> ObjectID {
    ObjectID(
      .owner, schema: target.schema, target.name, member: target.member,
      qualifier: target.kind.rawValue)
  }
}
