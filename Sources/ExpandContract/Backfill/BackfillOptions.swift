import Synchronization

/// How a backfill is run, as the command line says it.
public struct BackfillOptions: Sendable {
  /// How many connections work at once.
  public var concurrency = 1
  /// The most rows a second, of all connections together; nil for no limit.
  public var rowsPerSecond: Int?
  /// The most bytes of WAL a second that the whole server may write; nil for no limit.
  public var walBytesPerSecond: Int?
  /// How many seconds a standby may be behind; nil where nobody asks.
  public var maxLag: Double? = 10
  /// Whether the table's own triggers fire.
  public var firesTriggers = false
  /// Whether rows that somebody else wrote are brought in line too.
  public var overwritesDiverged = false
  /// How long a batch should take.
  public var batchTarget = Duration.milliseconds(250)
  /// How long a batch waits for a lock, in milliseconds: meanwhile it holds locks of its own.
  public var lockTimeout = 500
  /// How long a statement runs, in milliseconds; 0 for ever.
  public var statementTimeout = 30000
  /// How often a page is tried that somebody holds, before it is left to the next pass.
  public var attemptsPerPage = 3
  /// How often a lost connection is opened again, and how many passes go by without an end.
  public var maxAttempts = 20
  /// A script that runs first in every transaction (`--per-tx-sql`).
  public var perTransactionSQL: String?
  /// The schema of what expressions name without one, after the table's own.
  public var defaultSchema = "public"

  /// Creates the default options.
  public init() {}
}

/// Asks a backfill to end after the batches in progress.
public final class BackfillStop: Sendable {
  private let value = Atomic(false)

  /// Creates a signal that was not given.
  public init() {}

  /// Whether the backfill is to end.
  public var isRequested: Bool { value.load(ordering: .acquiring) }

  /// Asks for the end.
  public func request() { value.store(true, ordering: .releasing) }
}
