public import SchemaCore

extension TableKind {
  /// The keys of a table in the order in which they are written.
  static let keyOrder = [
    "table", "schema", "comment", "mixins", "bootstrap", "columns", "primary_key",
    "primary_key_name", "partition_by", "partitions", "indexes", "checks", "foreign_keys",
    "exclusion_constraints", "triggers", "rules", "rls", "force_rls", "policies", "grants",
    "prechecks",
    "seeds",
  ]

  public static func encode(
    _ object: Table, in context: PlanContext, into draft: inout ProjectDraft
  ) {
    var entries = draft.nameEntries("table", object.name)
    entries.add("columns", .list([]))
    if let key = object.partitionKey {
      entries.add(
        "partition_by",
        .mapping([
          .init("strategy", .text(key.strategy)), .init("key", .texts(key.columns)),
        ]))
    }
    entries.add("rls", object.hasRowSecurity)
    entries.add("force_rls", object.forcesRowSecurity)
    draft.addDocument(
      object.id, path: "tables/\(draft.fileName(of: object.name))", keyOrder: keyOrder, entries)
  }
}
