import SQLText
public import SchemaCore

extension PartitionSetKind {
  /// Reads pg_partman's configuration of the table, which no catalog query knows.
  public static func liveQuestion(
    _ declared: PartitionSet, in context: PlanContext
  ) -> String? {
    guard let partman = context.facts.extensions["pg_partman"],
      context.live.contains(Table.id(declared.table))
    else { return nil }
    let config = QualifiedName(schema: partman.schema, name: "part_config")
    return """
      SELECT CASE c.partition_interval::interval WHEN '1 day' THEN 'day' WHEN '7 days' THEN 'week'
               WHEN '1 month' THEN 'month' WHEN '1 year' THEN 'year' END,
             c.premake,
             12 * extract(year FROM c.retention::interval)
               + extract(month FROM c.retention::interval),
             extract(day FROM c.retention::interval),
             c.retention_keep_table, c.infinite_time_partitions,
             EXISTS (SELECT FROM pg_catalog.pg_partitioned_table p
                     WHERE p.partrelid = \(quotedLiteral(declared.table.sql))::regclass
                       AND p.partdefid <> 0)
      FROM \(config.sql) c
      WHERE c.parent_table = \(quotedLiteral(parentName(declared.table)))
      """
  }

  public static func liveObject(for declared: PartitionSet, answer: [Row]) -> PartitionSet? {
    guard let row = answer.first,
      let granularity = PartitionSet.Granularity(rawValue: row.text(0))
    else { return nil }
    var set = PartitionSet(
      table: declared.table, granularity: granularity,
      history: history(months: row.optional(2), days: row.optional(3), of: granularity),
      future: row.int(1))
    set.keepsOldTables = row.bool(4)
    set.isInfinite = row.bool(5)
    set.hasDefault = row.bool(6)
    return set
  }

  /// The retention in partitions; -1 where it is another time, or for ever.
  private static func history(
    months: String?, days: String?, of granularity: PartitionSet.Granularity
  ) -> Int {
    guard let months = months.flatMap({ Int($0) }), let days = days.flatMap({ Int($0) })
    else { return -1 }
    switch granularity {
    case .day: return months == 0 ? days : -1
    case .week: return months == 0 && days % 7 == 0 ? days / 7 : -1
    case .month: return days == 0 ? months : -1
    case .year: return days == 0 && months % 12 == 0 ? months / 12 : -1
    }
  }

  /// The table as pg_partman writes it: qualified and never quoted.
  static func parentName(_ table: QualifiedName) -> String { "\(table.schema).\(table.name)" }
}
