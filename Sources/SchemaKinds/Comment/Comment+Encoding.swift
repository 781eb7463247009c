public import SchemaCore

extension CommentKind {
  /// Writes a key of the object's own mapping.
  public static func encode(
    _ object: Comment, in context: PlanContext, into draft: inout ProjectDraft
  ) {
    if isInitial(object) { return }
    if object.target != object.describedObject, !draft.contains(object.target),
      draft.contains(object.describedObject)
    {
      let isPartitions = object.target.kind == .partitionColumn
      draft.addItem(
        object.target, to: "columns", of: object.describedObject,
        keyOrder: isPartitions ? PartitionColumnKind.keyOrder : ViewDefaultKind.keyOrder,
        [.init("name", .text(object.target.member))])
    }
    if draft.set("comment", .text(object.text), on: object.target) { return }
    if !draft.omissions.contains(where: { $0.object == object.target }) {
      draft.omit(object.id, "its object has no place for a comment")
    }
  }

  /// Whether initdb wrote it.
  static func isInitial(_ comment: Comment) -> Bool {
    switch (comment.target.kind, comment.target.name) {
    case (.schema, "public"): comment.text == "standard public schema"
    case (.schema, let name): name == "information_schema" || name.hasPrefix("pg_")
    case (.extension, "plpgsql"): comment.text == "PL/pgSQL procedural language"
    default: false
    }
  }
}
