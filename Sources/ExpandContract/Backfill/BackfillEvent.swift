public import Execution
public import Postgres
public import SchemaCore

/// How far the backfill of a pair is.
public struct BackfillState: Sendable, Hashable {
  /// 1 fills the rows; later ones look for rows that moved meanwhile.
  public var pass = 1
  /// Rows written by this run.
  public var rowsUpdated = 0
  /// Pages of the pass that are behind the cursors, and all of them.
  public var pagesDone = 0
  public var pageCount = 0
  /// Rows a second of this run.
  public var rowsPerSecond = 0
  /// How long the rest of the pass takes at the speed so far; nil before anything is known.
  public var remaining: Duration?
}

/// Why a backfill waits.
public enum BackfillPause: Sendable, Hashable {
  /// A standby is behind by so many seconds.
  case lag(standby: String, seconds: Double)
  /// Other sessions wait for rows of a batch.
  case waiters(Int)
  /// Autovacuum waits for a batch.
  case autovacuum
  /// The limit of rows or WAL is reached.
  case limit
}

/// What happens during a backfill.
public enum BackfillEvent: Sendable {
  case started(ExpansionRecord, BackfillState)
  case advanced(ExpansionRecord, BackfillState)
  case paused(ExpansionRecord, BackfillPause)
  /// A batch was rolled back and is tried again; sessions in the way, as far as they were seen.
  case retrying(
    ExpansionRecord, failureClass: FailureClass, delay: Duration, blockers: [String])
  case reconnecting(ExpansionRecord, message: String)
  /// Something to know that keeps nothing from going on.
  case note(ExpansionRecord, String)
}

/// What ended a backfill before its end.
public struct BackfillFailure: Error, Sendable {
  public var error: PostgresError
  public var failureClass: FailureClass
  /// The table, or the partition, that the batch was in.
  public var relation: String?
  /// The key of the row that the new value could not be made for: `id = 42`.
  public var row: String?

  init(_ error: PostgresError, relation: String? = nil, row: String? = nil) {
    self.error = error
    failureClass = classify(error)
    self.relation = relation
    self.row = row
  }
}

/// Another session that backfills the same pair.
public struct BackfillHolder: Sendable, Hashable {
  public var pid: Int
  public var user: String
  public var application: String
  /// When its session began, in UTC: `2026-01-31T08:15:00Z`.
  public var since: String
}

/// What the backfill of a pair came to.
public struct BackfillResult: Sendable {
  public enum Outcome: Sendable {
    /// No open row is left.
    case done
    /// It was asked to stop, and goes on from here the next time.
    case stopped
    /// Somebody else backfills the pair; nil where it was let go while we looked.
    case held(BackfillHolder?)
    case failed(BackfillFailure)
  }

  public var record: ExpansionRecord
  public var outcome: Outcome
  /// Rows written by this run.
  public var rowsUpdated = 0
  public var duration = Duration.zero
}
