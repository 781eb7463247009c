public import Postgres
public import SchemaCore
public import SourceText

/// A statement that failed, with all that is known about why.
public struct ExecutionFailure: Error, Sendable {
  /// The operation; nil for COMMIT, scripts and the SQL that starts every transaction.
  public var operation: Operation?
  /// The operation's index in the plan.
  public var index: Int?
  /// The statement; positions in the error count from its start.
  public var statement: String
  public var error: PostgresError
  public var failureClass: FailureClass
  /// Who held the lock that was waited for.
  public var blockers: [Blocker]
  /// How often the transaction was tried.
  public var attempts: Int
  /// Where in its file a script failed.
  public var scriptPosition: SourcePosition?
}

/// What became of a plan.
public struct ExecutionReport: Sendable {
  /// Operations that are committed, as indexes of the plan's operations.
  public var executed: [Int] = []
  /// Operations of the transaction that failed, or of the one that validation rolls back.
  public var rolledBack: [Int] = []
  /// Operations that stopped half-way: earlier statements are committed or left something.
  public var incomplete: [Int] = []
  /// Operations that were sent with COMMIT over a connection that broke before the answer.
  public var uncertain: [Int] = []
  /// Operations that validation left out, as they can't run in one transaction with the others.
  public var unvalidated: [Int] = []
  public var failure: ExecutionFailure?
  public var retries = 0
  public var duration: Duration = .zero

  /// Creates the report of nothing.
  public init() {}
}

/// A precheck whose query failed or said no.
public struct PrecheckFailure: Error, Sendable {
  /// `table.name`.
  public var name: String
  /// What the project says about it.
  public var message: String
  public var query: String
  /// The value; nil for NULL, no row, or a query that failed.
  public var value: String?
  public var error: PostgresError?
  public var operation: Operation?
}
