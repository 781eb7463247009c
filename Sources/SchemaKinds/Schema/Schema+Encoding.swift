import SQLText
public import SchemaCore

extension SchemaKind {
  /// Writes every schema but the default one and public, and these where something is said of
  /// them: an empty schema is declared by nothing else.
  public static func encode(
    _ object: Schema, in context: PlanContext, into draft: inout ProjectDraft
  ) {
    guard !object.belongsToExtension else { return }
    let isCommon = object.name == "public" || object.name == draft.defaultSchema
    guard !isCommon || hasOwnWords(object, in: context) else { return }
    let name = QualifiedName(schema: "", name: object.name)
    draft.addDocument(
      object.id, path: "schemas/\(draft.fileName(of: name))",
      keyOrder: ["schema", "owner", "comment", "grants"], [.init("schema", .text(object.name))])
  }

  private static func hasOwnWords(_ schema: Schema, in context: PlanContext) -> Bool {
    context.live.parts(of: schema.id).contains { part in
      switch context.live[part] {
      case let comment as Comment: !CommentKind.isInitial(comment)
      case let grant as Grant: grant.grantor.isEmpty
      case let owner as Owner: !OwnerKind.isInitial(owner)
      default: false
      }
    }
  }
}
