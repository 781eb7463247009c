/// How transactions are run, as the command line and the config file say it.
public struct ExecutionOptions: Sendable {
  /// How long a statement waits for a lock, in milliseconds; 0 for ever.
  public var lockTimeout = 5000
  /// How long a statement runs, in milliseconds; 0 for ever.
  public var statementTimeout = 30000
  /// How often a transaction is tried again after contention.
  public var maxRetries = 3
  /// A script that runs first in every transaction (`--per-tx-sql`).
  public var perTransactionSQL: String?
  /// Settings of the transactions that make and seed bootstrap tables.
  public var bootstrapSession: [(name: String, value: String)] = []
  /// Where the variables of statements get their values.
  public var environment: [String: String] = [:]

  /// Creates the default options.
  public init() {}
}
