import Postgres
import SQLText
import SchemaCore

/// A second connection, opened when it is first needed, that looks at what the first one does.
///
/// What it can't find out is left out: looking must never make a run fail.
actor Observer {
  private let open: @Sendable () async throws(PostgresError) -> Connection
  private var connection: Connection?
  private var isUnavailable = false

  init(open: @escaping @Sendable () async throws(PostgresError) -> Connection) {
    self.open = open
  }

  func close() async {
    await connection?.close()
    connection = nil
  }

  /// Returns the sessions that a session waits for.
  func blockers(of pid: Int32) async -> [Blocker] {
    await blockers(
      """
      SELECT DISTINCT unnest(pg_blocking_pids($1::int)) AS pid
      """, ["\(pid)"])
  }

  /// Returns the other sessions whose granted locks conflict with the given ones.
  ///
  /// When a lock timeout has struck, the wait that `pg_blocking_pids` tells about is over.
  func holders(against locks: [RelationLock], except pid: Int32) async -> [Blocker] {
    guard !locks.isEmpty else { return [] }
    let names = locks.map { $0.relation.qualifiedName.sql }
    let modes = locks.map { lock in
      lock.mode.conflicting.map(\.lockName).joined(separator: ",")
    }
    return await blockers(
      """
      SELECT DISTINCT l.pid
      FROM unnest($2::text[], $3::text[]) AS r (name, modes)
      JOIN pg_locks l ON l.locktype = 'relation' AND l.granted AND l.pid <> $1::int
        AND l.relation = to_regclass(r.name)::oid
        AND l.mode = ANY (string_to_array(r.modes, ','))
        AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
      """, ["\(pid)", arrayLiteral(names), arrayLiteral(modes)])
  }

  /// Returns how far the index build of a session is, nil where it builds none.
  func indexProgress(
    of pid: Int32
  ) async -> (phase: String, done: Int, total: Int)? {
    let result = await query(
      """
      SELECT phase, blocks_done, blocks_total, tuples_done, tuples_total,
        lockers_done, lockers_total
      FROM pg_stat_progress_create_index WHERE pid = $1::int
      """, ["\(pid)"])
    guard let result, result.rowCount > 0 else { return nil }
    func number(_ column: Int) -> Int { result[0, column].flatMap { Int($0) } ?? 0 }
    let phase = result[0, 0] ?? ""
    let first = phase.hasPrefix("waiting") ? 5 : number(2) > 0 ? 1 : 3
    return (phase, number(first), number(first + 1))
  }

  // MARK: Asking

  private func blockers(_ pids: String, _ parameters: [String?]) async -> [Blocker] {
    let result = await query(
      """
      SELECT b.pid, a.usename, a.application_name, a.query, a.state,
        to_char(coalesce(a.xact_start, a.backend_start) AT TIME ZONE 'UTC',
          'YYYY-MM-DD"T"HH24:MI:SS"Z"')
      FROM (\(pids)) b LEFT JOIN pg_stat_activity a ON a.pid = b.pid
      ORDER BY b.pid
      """, parameters)
    guard let result else { return [] }
    return (0..<result.rowCount).map { row in
      let pid = result[row, 0].flatMap { Int($0) } ?? 0
      return Blocker(
        pid: pid, user: result[row, 1] ?? "", application: result[row, 2] ?? "",
        query: oneLine(result[row, 3] ?? ""),
        state: result[row, 4] ?? (pid == 0 ? "prepared transaction" : ""),
        since: result[row, 5] ?? "")
    }
  }

  private func query(_ sql: String, _ parameters: [String?]) async -> QueryResult? {
    guard !isUnavailable else { return nil }
    do {
      let connection: Connection
      if let known = self.connection {
        connection = known
      } else {
        connection = try await open()
        self.connection = connection
      }
      return try await connection.query(sql, parameters)
    } catch {
      // A task that is cancelled in the middle says nothing about the server.
      if connection == nil || error.isConnectionLoss { isUnavailable = !Task.isCancelled }
      return nil
    }
  }
}

/// Returns a statement on one line, cut to what a report has room for.
func oneLine(_ sql: String) -> String {
  var line = ""
  var length = 0
  for word in sql.split(whereSeparator: \.isWhitespace) {
    if length > 0 { line += " " }
    line += word
    length += word.count + 1
    if length > 200 { return String(line.prefix(200)) + "…" }
  }
  return line
}

/// Returns texts as PostgreSQL reads them as an array (manual, section 8.15.2); nil is NULL.
func arrayLiteral(_ elements: [String?]) -> String {
  let parts = elements.map { element in
    guard let element else { return "NULL" }
    var text = "\""
    for scalar in element.unicodeScalars {
      if scalar == "\"" || scalar == "\\" { text.unicodeScalars.append("\\") }
      text.unicodeScalars.append(scalar)
    }
    return text + "\""
  }
  return "{" + parts.joined(separator: ",") + "}"
}
