public import Postgres

/// The session that holds the runner's lock.
public struct RunnerLockHolder: Sendable, Hashable {
  public var pid: Int
  public var user: String
  public var application: String
  /// When its session began, in UTC: `2026-01-31T08:15:00Z`.
  public var since: String
}

/// Why the runner's lock was not taken.
public enum RunnerLockError: Error, Sendable, Hashable {
  /// Another runner holds it; nil where it was let go while we looked.
  case held(RunnerLockHolder?)
  case failed(PostgresError)
  case cancelled
}

/// One runner at a time for each database: an advisory lock of a session of its own.
///
/// The session holds no transaction: a runner that blocked in `pg_advisory_lock` would hold a
/// snapshot that another's CREATE INDEX CONCURRENTLY waits for. A session lock goes with its
/// process, which a lock row would not.
public struct RunnerLock: Sendable {
  /// The first half of the tool's advisory lock keys: `sflo` in ASCII.
  static let namespace = 0x7366_6c6f
  /// Advisory locks are kept apart by database, so that the second half need not be.
  static let runnerKey = 1
  static let stateKey = 2

  private let connection: Connection

  /// Takes the lock with a session that does nothing else, polling until the wait is over.
  ///
  /// - Parameters:
  ///   - connection: belongs to the lock from here on, and is closed on failure too.
  ///   - onWait: told who holds the lock, at first and whenever that changes.
  public static func acquire(
    over connection: Connection, wait: Duration = .zero,
    onWait: @escaping @Sendable (RunnerLockHolder) -> Void = { _ in }
  ) async throws(RunnerLockError) -> RunnerLock {
    try await acquire(over: connection, wait: wait, pace: Pace(), onWait: onWait)
  }

  static func acquire(
    over connection: Connection, wait: Duration, pace: Pace,
    onWait: @escaping @Sendable (RunnerLockHolder) -> Void
  ) async throws(RunnerLockError) -> RunnerLock {
    do {
      try await poll(connection, wait, pace, onWait)
    } catch {
      await connection.close()
      throw error
    }
    return RunnerLock(connection: connection)
  }

  /// Whether the session that holds it is still there.
  public var isHeld: Bool {
    get async { (try? await connection.query("SELECT")) != nil }
  }

  /// Lets the lock go and closes its session.
  public func release() async {
    // Closing alone would free it only when the server notices.
    _ = try? await connection.query(
      "SELECT pg_advisory_unlock(\(Self.namespace), \(Self.runnerKey))")
    await connection.close()
  }

  // MARK: Polling

  private static let interval = Duration.milliseconds(200)

  private static func poll(
    _ connection: Connection, _ wait: Duration, _ pace: Pace,
    _ onWait: @Sendable (RunnerLockHolder) -> Void
  ) async throws(RunnerLockError) {
    let clock = ContinuousClock()
    let deadline = clock.now + wait
    var announced: RunnerLockHolder?
    try await keepAlive(connection)
    while try await !isTaken(by: connection) {
      let holder = try await holder(seenFrom: connection)
      guard clock.now < deadline else { throw .held(holder) }
      if let holder, holder != announced {
        announced = holder
        onWait(holder)
      }
      do {
        try await pace.delay(min(interval, deadline - clock.now))
      } catch {
        throw .cancelled
      }
    }
  }

  /// The session idles while the run works.
  private static func keepAlive(_ connection: Connection) async throws(RunnerLockError) {
    guard await connection.serverVersion >= 140000 else { return }
    _ = try await query(connection, "SET idle_session_timeout = 0")
  }

  private static func isTaken(by connection: Connection) async throws(RunnerLockError) -> Bool {
    let result = try await query(
      connection, "SELECT pg_try_advisory_lock(\(namespace), \(runnerKey))")
    return result[0, 0] == "t"
  }

  private static func holder(
    seenFrom connection: Connection
  ) async throws(RunnerLockError) -> RunnerLockHolder? {
    let result = try await query(
      connection,
      """
      SELECT l.pid, a.usename, a.application_name,
        to_char(a.backend_start AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
      FROM pg_locks l LEFT JOIN pg_stat_activity a ON a.pid = l.pid
      WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 2
        AND l.classid = \(namespace) AND l.objid = \(runnerKey)
        AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
      """)
    guard result.rowCount > 0 else { return nil }
    return RunnerLockHolder(
      pid: result[0, 0].flatMap { Int($0) } ?? 0, user: result[0, 1] ?? "",
      application: result[0, 2] ?? "", since: result[0, 3] ?? "")
  }

  private static func query(
    _ connection: Connection, _ sql: String
  ) async throws(RunnerLockError) -> QueryResult {
    do {
      return try await connection.query(sql)
    } catch {
      throw .failed(error)
    }
  }
}
