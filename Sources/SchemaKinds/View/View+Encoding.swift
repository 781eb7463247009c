public import SchemaCore

extension ViewKind {
  /// The keys of a view in the order in which they are written.
  static let keyOrder = [
    "name", "schema", "comment", "materialized", "populated", "method", "options", "columns",
    "query", "indexes", "triggers", "rules", "grants",
  ]

  public static func encode(
    _ object: View, in context: PlanContext, into draft: inout ProjectDraft
  ) {
    var entries = draft.nameEntries("name", object.name)
    var options: [YAMLValue.Entry] = []
    options.add("security_barrier", object.options.securityBarrier)
    options.add("security_invoker", object.options.securityInvoker)
    options.add("check_option", object.options.checkOption.rawValue, unless: "none")
    if !options.isEmpty { entries.add("options", .mapping(options)) }
    entries.add("query", .text(object.query))
    draft.addDocument(
      object.id, path: "views/\(draft.fileName(of: object.name))", keyOrder: keyOrder, entries)
  }
}
