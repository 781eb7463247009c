public import SchemaCore

extension MaterializedViewKind {
  public static func encode(
    _ object: MaterializedView, in context: PlanContext, into draft: inout ProjectDraft
  ) {
    var entries = draft.nameEntries("name", object.name)
    entries.add("materialized", true)
    entries.add("query", .text(object.query))
    if !object.isPopulated { draft.omit(object.id, "it is not filled") }
    draft.addDocument(
      object.id, path: "views/\(draft.fileName(of: object.name))",
      keyOrder: ViewKind.keyOrder, entries)
  }
}
