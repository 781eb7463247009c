public import SchemaCore

/// A comment on an object.
public struct Comment: SchemaObject {
  /// The object that the comment describes; for a view's column the view with a member.
  public var target: ObjectID
  public var text: String

  /// Creates a comment.
  public init(target: ObjectID, text: String) {
    self.target = target
    self.text = text
  }

  public var id: ObjectID { Comment.id(on: target) }
  public var owner: ObjectID? { describedObject }
  public var references: [Reference] { [.object(describedObject)] }

  /// The target, or the view or partition whose column it is: such columns are no objects of
  /// their own.
  var describedObject: ObjectID {
    if target.kind == .partitionColumn { return Table.id(target.qualifiedName) }
    guard target.kind == .view || target.kind == .materializedView else { return target }
    var view = target
    view.member = ""
    return view
  }

  /// Returns the identity of an object's comment.
  public static func id(on target: ObjectID) -> ObjectID {
    let kind = target.kind.rawValue
    return ObjectID(
      .comment, schema: target.schema, target.name, member: target.member,
      qualifier: target.qualifier.isEmpty ? kind : "\(kind) \(target.qualifier)")
  }
}
