public import SchemaCore

/// A comment on an object.
public struct Comment: SchemaObject {
  /// The object that the comment describes.
  public var target: ObjectID
  public var text: String

  /// Creates a comment.
  public init(target: ObjectID, text: String) {
    self.target = target
    self.text = text
  }

  public var id: ObjectID { Comment.id(on: target) }
  public var owner: ObjectID? { target }
  public var references: [Reference] { [.object(target)] }

  /// Returns the identity of an object's comment.
  public static func id(on target: ObjectID) -> ObjectID {
    let kind = target.kind.rawValue
    return ObjectID(
      .comment, schema: target.schema, target.name, member: target.member,
      qualifier: target.qualifier.isEmpty ? kind : "\(kind) \(target.qualifier)")
  }
}
