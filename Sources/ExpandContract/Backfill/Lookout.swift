import Execution
import Postgres

/// Looks every now and then at what the backfill does to others, over a connection of its own.
///
/// What it can't find out is left out: looking must never make a backfill fail.
struct Lookout {
  let open: @Sendable () async throws(PostgresError) -> Connection
  let pressure: Pressure
  let watchesLag: Bool
  let pace: Pace

  /// How often it looks: about once a batch.
  private static let interval = Duration.milliseconds(250)

  /// Looks until the task is cancelled.
  func run() async {
    var connection: Connection?
    while !Task.isCancelled {
      guard (try? await pace.delay(Self.interval)) != nil else { break }
      do {
        let known: Connection
        if let connection { known = connection } else { known = try await open() }
        connection = known
        await pressure.observed(try await sample(over: known))
      } catch {
        if error.isConnectionLoss { connection = nil }
      }
    }
    await connection?.close()
  }

  /// Asks for waiting sessions only where a session waits at all: `pg_blocking_pids` holds up
  /// every other session's locking for a moment.
  func sample(over connection: Connection) async throws(PostgresError) -> Pressure.Sample {
    var sample = Pressure.Sample()
    let workers = await pressure.workers.map(String.init).joined(separator: ",")
    let waiting = try await connection.query(
      """
      SELECT count(*) FILTER (WHERE w.type <> 'autovacuum worker'),
        count(*) FILTER (WHERE w.type = 'autovacuum worker'),
        (SELECT count(*) FROM pg_stat_activity
         WHERE pid = ANY ($1::int[]) AND wait_event_type = 'Lock')
      FROM (SELECT a.backend_type AS type,
          CASE WHEN a.wait_event_type = 'Lock' THEN pg_blocking_pids(a.pid) END AS blockers
        FROM pg_stat_activity a WHERE a.pid <> ALL ($1::int[])) w
      WHERE w.blockers && $1::int[]
      """, ["{\(workers)}"])
    sample.waiters = waiting[0, 0].flatMap { Int($0) } ?? 0
    sample.isAutovacuumWaiting = waiting[0, 1] != "0"
    if waiting[0, 2] != "0" { sample.blockers = try await blockers(of: workers, connection) }
    guard watchesLag else { return sample }
    let lag = try await connection.query(
      """
      SELECT application_name, round(extract(epoch FROM replay_lag)::numeric, 1)
      FROM pg_stat_replication WHERE replay_lag IS NOT NULL ORDER BY replay_lag DESC LIMIT 1
      """)
    if lag.rowCount > 0, let seconds = lag[0, 1].flatMap({ Double($0) }) {
      sample.lag = Pressure.Lag(standby: lag[0, 0] ?? "", seconds: seconds)
    }
    return sample
  }

  private func blockers(
    of workers: String, _ connection: Connection
  ) async throws(PostgresError) -> [String] {
    let result = try await connection.query(
      """
      SELECT DISTINCT b.pid, coalesce(a.application_name, ''), coalesce(a.state, ''),
        left(regexp_replace(coalesce(a.query, ''), '\\s+', ' ', 'g'), 100)
      FROM unnest($1::int[]) w (pid), unnest(pg_blocking_pids(w.pid)) b (pid)
      LEFT JOIN pg_stat_activity a ON a.pid = b.pid
      WHERE b.pid <> ALL ($1::int[]) ORDER BY b.pid
      """, ["{\(workers)}"])
    return (0..<result.rowCount).map { row in
      "pid \(result[row, 0] ?? "") (\(result[row, 1] ?? ""), \(result[row, 2] ?? "")): "
        + (result[row, 3] ?? "")
    }
  }
}
