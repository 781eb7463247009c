import SQLText
public import SchemaCore

extension TableKind {
  /// Leaves alone the tables that pg_partman makes beside a set's partitions.
  ///
  /// A partition older than the history is detached where `retention_keep_table` is true: then
  /// it is a table that nobody declares, and full of rows.
  public static func isDropCandidate(_ live: Table, in context: PlanContext) -> Bool {
    if let partition = live.partition {
      return declaresPartitions(of: partition.parent, in: context)
    }
    return !isRetiredPartition(live, in: context.declared)
      && !isTemplate(live, in: context.facts)
  }

  /// Only a project that has partitions of a table says that others are too many; what
  /// pg_partman maintains is its own.
  private static func declaresPartitions(
    of parent: QualifiedName, in context: PlanContext
  ) -> Bool {
    !context.facts.isMaintained(parent)
      && context.declared.parts(of: Table.id(parent)).contains { $0.kind == .table }
  }

  /// Whether the name is that of a declared set's table with `_p` and a time.
  private static func isRetiredPartition(_ table: Table, in declared: Snapshot) -> Bool {
    let name = Array(table.name.name.utf8)
    let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
    // `log_p2026_11_18`, `log_p2026w47`, `log_p2026q4`
    let marks = Set("_wq".utf8)
    let time = name.reversed().prefix { digits.contains($0) || marks.contains($0) }.count
    let start = name.count - time
    guard start > 2, time >= 4, name[start - 1] == UInt8(ascii: "p"),
      name[start - 2] == UInt8(ascii: "_")
    else { return false }
    let parent = String(decoding: name[..<(start - 2)], as: UTF8.self)
    return declared.contains(
      ObjectID(.partitionSet, schema: table.name.schema, parent))
  }

  private static func isTemplate(_ table: Table, in facts: LiveFacts) -> Bool {
    table.name.name.hasPrefix("template_")
      && facts.extensions["pg_partman"]?.schema == table.name.schema
  }
}
