import Execution
import Postgres
import SchemaCore

/// One backfill at a time for each pair: an advisory lock of the session that leads it.
struct BackfillLock: Sendable {
  /// The first half of the keys, `sfbf` in ASCII; the second is the pair's number.
  static let namespace = 0x7366_6266

  let record: ExpansionRecord

  /// Takes the lock, and returns whether it was free.
  func isTaken(by connection: Connection) async throws(PostgresError) -> Bool {
    let result = try await connection.query(
      "SELECT pg_try_advisory_lock(\(Self.namespace), \(record.id))")
    return result[0, 0] == "t"
  }

  /// Lets the lock go.
  func release(by connection: Connection) async {
    _ = try? await connection.query("SELECT pg_advisory_unlock(\(Self.namespace), \(record.id))")
  }

  /// Returns who holds the lock; nil where nobody does any more.
  func holder(seenFrom connection: Connection) async throws(PostgresError) -> BackfillHolder? {
    let result = try await connection.query(
      """
      SELECT l.pid, a.usename, a.application_name,
        to_char(a.backend_start AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
      FROM pg_locks l LEFT JOIN pg_stat_activity a ON a.pid = l.pid
      WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 2
        AND l.classid = \(Self.namespace) AND l.objid = \(record.id)
        AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
      """)
    guard result.rowCount > 0 else { return nil }
    return BackfillHolder(
      pid: result[0, 0].flatMap { Int($0) } ?? 0, user: result[0, 1] ?? "",
      application: result[0, 2] ?? "", since: result[0, 3] ?? "")
  }
}
