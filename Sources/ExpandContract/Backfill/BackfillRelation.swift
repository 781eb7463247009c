import Postgres
import SQLText
import SchemaCore

/// A table, partition or inheriting table that holds rows of a pair.
struct BackfillRelation: Sendable, Hashable {
  /// The name as SQL writes it.
  var name: String
  var pageCount: Int
  /// What the last ANALYZE or VACUUM estimated; nil where there was none.
  var rowsPerPage: Double?
  /// A foreign table has no pages: it is filled by one statement.
  var isForeign: Bool
  /// Triggers of the user that an update fires.
  var triggers: [String]

  /// The rows that it is thought to have.
  var estimatedRows: Int? { rowsPerPage.map { Int($0 * Double(pageCount)) } }
}

extension BackfillRelation {
  /// Returns the relations that hold rows of a pair; nothing where the table is gone.
  static func all(
    of record: ExpansionRecord, over connection: Connection
  ) async throws(PostgresError) -> [BackfillRelation] {
    let result = try await connection.query(
      """
      WITH RECURSIVE tree (oid) AS (
        SELECT to_regclass($1)::oid
        UNION SELECT i.inhrelid FROM pg_inherits i JOIN tree t ON i.inhparent = t.oid)
      SELECT format('%I.%I', n.nspname, c.relname), c.relkind = 'f',
        CASE WHEN c.relkind = 'r'
          THEN pg_relation_size(c.oid) / current_setting('block_size')::bigint ELSE 1 END,
        CASE WHEN c.reltuples >= 0 AND c.relpages > 0 THEN c.reltuples / c.relpages END,
        (SELECT string_agg(quote_ident(t.tgname), ', ' ORDER BY t.tgname) FROM pg_trigger t
         WHERE t.tgrelid = c.oid AND NOT t.tgisinternal AND t.tgenabled = 'O'
           AND t.tgtype & 16 <> 0 AND t.tgname NOT LIKE '\\_smplcty\\_sf\\_%')
      FROM tree JOIN pg_class c ON c.oid = tree.oid JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind IN ('r', 'f')
        AND EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = $2)
      ORDER BY 1
      """, [record.table.sql, record.shadowColumn])
    return (0..<result.rowCount).map { row in
      BackfillRelation(
        name: result[row, 0] ?? "", pageCount: result[row, 2].flatMap { Int($0) } ?? 0,
        rowsPerPage: result[row, 3].flatMap { Double($0) }, isForeign: result[row, 1] == "t",
        triggers: result[row, 4].map { [$0] } ?? [])
    }
  }
}
