import Execution
import Postgres

/// A connection that is opened again when it is lost.
struct BackfillLine {
  let open: @Sendable () async throws(PostgresError) -> Connection
  let maxAttempts: Int
  let pace: Pace
  let stop: BackfillStop
  /// Told why a connection is opened again.
  let onLoss: @Sendable (String) -> Void
  private var current: Connection?

  init(
    open: @escaping @Sendable () async throws(PostgresError) -> Connection, maxAttempts: Int,
    pace: Pace, stop: BackfillStop, onLoss: @escaping @Sendable (String) -> Void
  ) {
    self.open = open
    self.maxAttempts = maxAttempts
    self.pace = pace
    self.stop = stop
    self.onLoss = onLoss
  }

  /// Returns the connection, a new one where the last was lost.
  mutating func connection() async throws(PostgresError) -> Connection {
    if let current, await current.isOpen { return current }
    current = nil
    var attempt = 0
    while true {
      do {
        let opened = try await open()
        current = opened
        return opened
      } catch {
        attempt += 1
        guard attempt < maxAttempts, Self.mayPass(error), !stop.isRequested else { throw error }
        onLoss(error.message)
        try? await pace.delay(pace.delay(upTo: min(100 << attempt, 5000)))
      }
    }
  }

  /// Runs statements that may run twice, again where the connection is lost meanwhile.
  mutating func retrying<Value: Sendable>(
    _ body: (Connection) async throws(PostgresError) -> Value
  ) async throws(PostgresError) -> Value {
    var attempt = 0
    while true {
      let connection = try await connection()
      do {
        return try await body(connection)
      } catch {
        attempt += 1
        let failureClass = classify(error)
        guard attempt < maxAttempts, error.isConnectionLoss || failureClass == .contention
        else { throw error }
        if error.isConnectionLoss { onLoss(error.message) }
        try? await pace.delay(pace.delay(upTo: min(50 << attempt, 2000)))
      }
    }
  }

  /// The connection where there is one; none is opened.
  var openConnection: Connection? {
    get async {
      guard let current, await current.isOpen else { return nil }
      return current
    }
  }

  func close() async { await current?.close() }

  /// A server that restarts refuses for a while; too many clients go away.
  private static func mayPass(_ error: PostgresError) -> Bool {
    classify(error) == .connection || error.sqlState == .tooManyConnections
  }
}
