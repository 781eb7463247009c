public import SchemaCore

extension MaterializedViewKind {
  public static func encode(
    _ object: MaterializedView, in context: PlanContext, into draft: inout ProjectDraft
  ) {
    var entries = draft.nameEntries("name", object.name)
    entries.add("materialized", true)
    entries.add("query", .text(object.query))
    entries.add("populated", object.isPopulated, unless: true)
    entries.add("method", object.method, unless: "heap")
    let options = object.options.sorted { $0.key < $1.key }
    if !options.isEmpty {
      entries.add("options", .mapping(options.map { .init($0.key, .text($0.value)) }))
    }
    draft.addDocument(
      object.id, path: "views/\(draft.fileName(of: object.name))",
      keyOrder: ViewKind.keyOrder, entries)
  }
}
