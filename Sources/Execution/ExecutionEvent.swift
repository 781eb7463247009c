/// A session that holds what another waits for.
public struct Blocker: Sendable, Hashable {
  /// The process id; 0 for a prepared transaction, which has no session.
  public var pid: Int
  public var user: String
  public var application: String
  /// The statement it runs or ran last, on one line and cut.
  public var query: String
  /// As `pg_stat_activity` has it: `idle in transaction`.
  public var state: String
  /// When its transaction began, in UTC: `2026-01-31T08:15:00Z`.
  public var since: String

  /// Creates a blocker.
  public init(
    pid: Int, user: String, application: String, query: String, state: String, since: String
  ) {
    self.pid = pid
    self.user = user
    self.application = application
    self.query = query
    self.state = state
    self.since = since
  }
}

/// What happens while a plan is executed; indexes are those of the plan's operations.
public enum ExecutionEvent: Sendable {
  case stepStarted(Range<Int>)
  /// The operation was sent to the server.
  case operationStarted(Int)
  /// The server has answered; the operation may still be rolled back.
  case operationDone(Int)
  /// A statement has waited for some time; sent again when others block it.
  case waiting(blockers: [Blocker])
  /// The transaction was rolled back and is tried again after a delay.
  case retrying(
    attempt: Int, of: Int, delay: Duration, failureClass: FailureClass, blockers: [Blocker])
  /// How far the server is with building an index, in blocks, tuples or lock holders.
  case indexProgress(Int, phase: String, done: Int, total: Int)
  case committed(Range<Int>)
  case rolledBack(Range<Int>)
}
