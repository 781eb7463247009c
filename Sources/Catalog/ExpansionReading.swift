public import Postgres
import SQLText
public import SchemaCore

/// Reads `expand_state`: the pairs of columns of which one takes the other's place.
public enum ExpansionReading {
  /// The query, which fails where nothing was ever applied.
  ///
  /// Columns that came later are asked of the row's JSON: another version may have made the table.
  public static let query = """
    SELECT e.id, e.pg_schema, x.name, e.new_column, e.old_column, e.transform, e.trigger_name,
      e.status, \(utc("e.created_at")),
      coalesce(j ->> 'shadow_column', e.new_column), coalesce(j ->> 'reverse', ''),
      j ->> 'source_table', j ->> 'source_condition', coalesce(j ->> 'batch_size', '1000'),
      coalesce(\(utc("(j ->> 'backfilled_at')::timestamptz")), ''),
      coalesce(j ->> 'kept_column', ''),
      coalesce(\(utc("(j ->> 'kept_until')::timestamptz")), ''),
      coalesce(quote_ident(pn.nspname) || '.' || quote_ident(p.proname) || '()', ''),
      coalesce((j ->> 'kept_until')::timestamptz <= now(), false),
      CASE WHEN j ->> 'versions' <> '' THEN string_to_array(j ->> 'versions', '/') END
    FROM _smplcty_schema_flow.expand_state e
    CROSS JOIN LATERAL to_jsonb(e) j
    CROSS JOIN LATERAL (
      SELECT CASE WHEN starts_with(e.table_name, e.pg_schema || '.')
        THEN substr(e.table_name, length(e.pg_schema) + 2) ELSE e.table_name END AS name) x
    LEFT JOIN pg_namespace n ON n.nspname = e.pg_schema
    LEFT JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = x.name
    LEFT JOIN pg_trigger t ON t.tgrelid = c.oid AND t.tgname = e.trigger_name
    LEFT JOIN pg_proc p ON p.oid = t.tgfoid
    LEFT JOIN pg_namespace pn ON pn.oid = p.pronamespace
    ORDER BY e.pg_schema, x.name, e.new_column
    """

  private static func utc(_ time: String) -> String {
    "to_char(\(time) AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')"
  }

  /// Returns what the rows of the query say.
  public static func records(in rows: [Row]) -> [ExpansionRecord] {
    rows.map { row in
      var record = ExpansionRecord(
        table: QualifiedName(schema: row.text(1), name: row.text(2)), newColumn: row.text(3),
        oldColumn: row.text(4), transform: row.text(5), triggerName: row.text(6))
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
      record.functionSignature = row.text(17)
      record.isKeptLongEnough = row.bool(18)
      record.versions = Set(row.array(19))
      return record
    }
  }

  /// Returns the recorded pairs in order of their tables; none where nothing was ever applied.
  public static func records(
    over connection: Connection
  ) async throws(PostgresError) -> [ExpansionRecord] {
    do {
      return records(in: try await connection.query(query).rows)
    } catch {
      guard error.sqlState == .undefinedTable else { throw error }
      return []
    }
  }
}
