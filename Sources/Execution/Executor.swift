public import Planning
public import Postgres
import SchemaCore

/// Executes plans over one connection.
///
/// The connection must be outside any transaction and is so again after each call. Failures are
/// part of the report; nothing is thrown for them.
public struct Executor: Sendable {
  let connection: Connection
  let options: ExecutionOptions
  let progress: @Sendable (ExecutionEvent) -> Void
  private let openObserver: (@Sendable () async throws(PostgresError) -> Connection)?
  var pace = Pace()

  /// Creates an executor.
  ///
  /// - Parameters:
  ///   - openObserver: opens a second connection, over which blockers are looked up and index
  ///     builds followed; called only when a statement takes long.
  ///   - progress: told what happens, on any thread.
  public init(
    connection: Connection,
    openObserver: (@Sendable () async throws(PostgresError) -> Connection)? = nil,
    options: ExecutionOptions = ExecutionOptions(),
    progress: @escaping @Sendable (ExecutionEvent) -> Void = { _ in }
  ) {
    self.connection = connection
    self.openObserver = openObserver
    self.options = options
    self.progress = progress
  }

  /// Executes a plan's steps in order; the first failure rolls its transaction back and ends.
  ///
  /// Prechecks are not asked again: they belong to `runPrechecks` and count as executed.
  public func execute(_ plan: Plan) async -> ExecutionReport {
    await run(UnitAssembly(plan: plan, options: options).units(), of: plan)
  }

  /// Executes all steps in one transaction and rolls it back.
  ///
  /// What can't share a transaction with the rest (the use of a new enum value) is left out and
  /// reported as unvalidated.
  public func validate(_ plan: Plan) async -> ExecutionReport {
    guard !plan.steps.isEmpty else { return ExecutionReport() }
    return await run([UnitAssembly(plan: plan, options: options).validation()], of: plan)
  }

  func driver(for plan: Plan = Plan()) -> ExecutionDriver {
    ExecutionDriver(
      connection: connection, observer: openObserver.map { Observer(open: $0) },
      options: options, pace: pace, progress: progress,
      locks: { plan.operations[$0].operation.locks })
  }

  private func run(_ units: [ExecutionUnit], of plan: Plan) async -> ExecutionReport {
    let clock = ContinuousClock()
    let start = clock.now
    let outcome = await driver(for: plan).run(units)
    var report = ExecutionReport()
    report.executed = outcome.executed
    report.rolledBack = outcome.rolledBack
    report.incomplete = outcome.incomplete
    report.uncertain = outcome.uncertain
    report.unvalidated = outcome.omitted.sorted()
    report.failure = outcome.failure.map { ExecutionFailure($0, in: plan) }
    report.retries = outcome.retries
    report.duration = clock.now - start
    return report
  }
}

extension ExecutionFailure {
  init(_ failure: ExecutionOutcome.Failure, in plan: Plan) {
    let index = failure.cause.statement?.operation
    self.init(
      operation: index.map { plan.operations[$0].operation }, index: index,
      statement: failure.cause.sql, error: failure.cause.error,
      failureClass: failure.failureClass, blockers: failure.cause.blockers,
      attempts: failure.attempts, scriptPosition: nil)
  }
}
