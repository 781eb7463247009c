import Execution
import Postgres
import SchemaCore

/// The cursor of a pair's backfill in the tool's own schema: what the table itself never shows.
struct BackfillCursor: Sendable {
  /// One walk over all pages, as far as it got.
  struct Pass: Sendable {
    var number: Int
    var ranges: [PageRange]
    /// Rows that it has written, by this run and earlier ones.
    var rowsUpdated: Int
    /// Pages that were left to the next pass, since somebody held their rows.
    var deferred: Int

    var isDone: Bool { ranges.allSatisfy(\.isDone) }
    /// Whether it found nothing to do: then no open row is left.
    var isClean: Bool { rowsUpdated == 0 && deferred == 0 }
  }

  let record: ExpansionRecord
  private static let table = StateSchema.table("backfill_progress")

  /// Returns the last pass that was begun; nil before the first.
  func lastPass(over connection: Connection) async throws(PostgresError) -> Pass? {
    let result = try await connection.query(
      """
      SELECT pass, relation, first_page, next_page, end_page, rows_updated, deferred
      FROM \(Self.table) p WHERE expand_id = $1
        AND pass = (SELECT max(pass) FROM \(Self.table) WHERE expand_id = $1)
      ORDER BY relation, first_page
      """, ["\(record.id)"])
    guard result.rowCount > 0 else { return nil }
    func number(_ row: Int, _ column: Int) -> Int { result[row, column].flatMap { Int($0) } ?? 0 }
    let rows = 0..<result.rowCount
    return Pass(
      number: number(0, 0),
      ranges: rows.map { row in
        PageRange(
          relation: result[row, 1] ?? "", first: number(row, 2), next: number(row, 3),
          end: number(row, 4), rows: number(row, 5))
      },
      rowsUpdated: rows.reduce(0) { $0 + number($1, 5) },
      deferred: rows.reduce(0) { $0 + number($1, 6) })
  }

  /// Writes ranges of a pass down before anybody works on them.
  func begin(
    _ ranges: [PageRange], ofPass pass: Int, over connection: Connection
  ) async throws(PostgresError) {
    // 65535 parameters are the most that a statement takes.
    for start in stride(from: 0, to: ranges.count, by: 10_000) {
      let part = ranges[start..<min(start + 10_000, ranges.count)]
      let values = part.indices.map { index in
        let first = (index - start) * 3 + 3
        return "($1, $2, $\(first), $\(first + 1), $\(first + 1), $\(first + 2))"
      }
      _ = try await connection.query(
        """
        INSERT INTO \(Self.table) (expand_id, pass, relation, first_page, next_page, end_page)
        VALUES \(values.joined(separator: ", ")) ON CONFLICT DO NOTHING
        """,
        ["\(record.id)", "\(pass)"] + part.flatMap { [$0.relation, "\($0.first)", "\($0.end)"] })
    }
  }

  /// The statement that moves a range's cursor, in the transaction of the batch before it; it
  /// returns the server's WAL position, and that at the batch's beginning.
  func advance(
    _ range: PageRange, ofPass pass: Int, to page: Int, rows: Int, duration: Duration,
    isDeferred: Bool = false
  ) -> Statement {
    let milliseconds = duration / .milliseconds(1)
    return Statement(
      """
      UPDATE \(Self.table) SET next_page = $1, rows_updated = rows_updated + $2,
        milliseconds = milliseconds + $3, deferred = deferred + $4, updated_at = now()
      WHERE expand_id = $5 AND pass = $6 AND relation = $7 AND first_page = $8 AND next_page = $9
      RETURNING pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0'), pg_wal_lsn_diff(
        nullif(current_setting('\(BackfillSQL.startOfWAL)', true), '')::pg_lsn, '0/0')
      """,
      [
        "\(page)", "\(rows)", "\(Int(milliseconds.rounded()))", isDeferred ? "1" : "0",
        "\(record.id)", "\(pass)", range.relation, "\(range.first)", "\(range.next)",
      ])
  }

  /// Returns where a range's cursor stands and the rows written in it; nil where it is gone.
  func position(
    of range: PageRange, inPass pass: Int, over connection: Connection
  ) async throws(PostgresError) -> (next: Int, rows: Int)? {
    let result = try await connection.query(
      """
      SELECT next_page, rows_updated FROM \(Self.table)
      WHERE expand_id = $1 AND pass = $2 AND relation = $3 AND first_page = $4
      """, ["\(record.id)", "\(pass)", range.relation, "\(range.first)"])
    guard result.rowCount > 0 else { return nil }
    return (result[0, 0].flatMap { Int($0) } ?? 0, result[0, 1].flatMap { Int($0) } ?? 0)
  }

  /// Writes down that no open row is left.
  func finish(over connection: Connection) async throws(PostgresError) {
    _ = try await connection.query(
      """
      UPDATE \(StateSchema.table("expand_state")) SET backfilled_at = now()
      WHERE id = $1 AND backfilled_at IS NULL
      """, ["\(record.id)"])
  }
}
