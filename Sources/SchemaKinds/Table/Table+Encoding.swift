import SQLText
public import SchemaCore

extension TableKind {
  /// The keys of a table in the order in which they are written.
  static let keyOrder = [
    "table", "foreign_table", "schema", "comment", "mixins", "bootstrap", "server", "options",
    "partition_of", "columns", "primary_key", "primary_key_name", "inherits", "unlogged",
    "storage_parameters", "cluster_on", "replica_identity", "partition_by", "partitions",
    "indexes", "checks", "foreign_keys",
    "exclusion_constraints", "triggers", "rules", "rls", "force_rls", "policies", "grants",
    "prechecks",
    "seeds",
  ]

  public static func encode(
    _ object: Table, in context: PlanContext, into draft: inout ProjectDraft
  ) {
    var entries = draft.nameEntries(
      object.foreign == nil ? "table" : "foreign_table", object.name)
    if let foreign = object.foreign {
      entries.add("server", foreign.server)
      if !foreign.options.isEmpty { entries.add("options", foreign.options.encoded) }
    }
    if let partition = object.partition {
      if context.facts.isMaintained(partition.parent) { return }
      entries.add("partition_of", partition.encoded(in: draft))
    } else {
      entries.add("columns", .list([]))
    }
    entries.add("inherits", object.parents.map { draft.reference($0, from: object.name.schema) })
    entries.add("unlogged", object.isUnlogged)
    entries += object.storageEntries
    if let key = object.partitionKey { entries.add("partition_by", key.encoded) }
    entries.add("rls", object.hasRowSecurity)
    entries.add("force_rls", object.forcesRowSecurity)
    draft.addDocument(
      object.id, path: "tables/\(draft.fileName(of: object.name))", keyOrder: keyOrder, entries)
  }
}
