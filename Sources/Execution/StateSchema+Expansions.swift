import Catalog
public import Postgres
import SQLText
public import SchemaCore

extension StateSchema {
  /// The query that reads `expand_state`, for a catalog reading to take along.
  public static let expansionsQuery = """
    SELECT id, pg_schema, table_name, new_column, old_column, transform, trigger_name, status,
      \(utc("created_at")), coalesce(shadow_column, new_column), coalesce(reverse, ''),
      source_table, source_condition, coalesce(batch_size, 1000),
      coalesce(\(utc("backfilled_at")), ''), coalesce(kept_column, ''),
      coalesce(\(utc("kept_until")), '')
    FROM \(table("expand_state")) ORDER BY pg_schema, table_name, new_column
    """

  private static func utc(_ column: String) -> String {
    "to_char(\(column) AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')"
  }

  /// Returns what the rows of `expansionsQuery` say.
  public static func expansions(in rows: [Row]) -> [ExpansionRecord] {
    rows.compactMap { row in
      let schema = row.text(1)
      var record = ExpansionRecord(
        table: QualifiedName(schema: schema, name: bareName(row.text(2), in: schema)),
        newColumn: row.text(3), oldColumn: row.text(4), transform: row.text(5),
        triggerName: row.text(6))
      record.id = row.int(0)
      record.status = ExpansionRecord.Status(rawValue: row.text(7)) ?? .expanded
      record.createdAt = row.text(8)
      record.shadowColumn = row.text(9)
      record.reverse = row.text(10)
      if let table = row.optional(11).flatMap({ QualifiedName($0) }) {
        record.source = ExpansionRecord.Source(table: table, condition: row.text(12))
      }
      record.batchSize = row.int(13)
      record.backfilledAt = row.text(14)
      record.keptColumn = row.text(15)
      record.keptUntil = row.text(16)
      return record
    }
  }

  /// The key is table and column alone, so the table's name carries its schema.
  private static func bareName(_ name: String, in schema: String) -> String {
    name.hasPrefix("\(schema).") ? String(name.dropFirst(schema.utf8.count + 1)) : name
  }

  /// Returns the recorded pairs in order of their tables; none without the schema.
  public func expansions() async throws(PostgresError) -> [ExpansionRecord] {
    do {
      return Self.expansions(in: try await connection.query(Self.expansionsQuery).rows)
    } catch {
      guard error.sqlState == .undefinedTable else { throw error }
      return []
    }
  }
}
