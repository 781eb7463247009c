import Planning
import Postgres
import SchemaCore
import Synchronization
import TestSupport

@testable import Execution

/// Returns an operation of a made-up kind.
func operation(
  _ statements: SQLFragment..., kind: String = "create_table", name: String = "t",
  transactionalForm: [SQLFragment]? = nil, locks: [RelationLock] = [],
  transactionality: Transactionality = .inTransaction, dataEffect: DataEffect = .preserves,
  summary: String = ""
) -> Operation {
  Operation(
    OperationKind(kind, .tables), ObjectID("table", schema: "public", name), statements,
    transactionalForm: transactionalForm, locks: locks, transactionality: transactionality,
    dataEffect: dataEffect, summary: summary)
}

/// Returns a plan with a step for each operation outside, and one for each run of the others.
func plan(_ operations: Operation..., bootstrapCount: Int = 0) -> Plan {
  plan(operations, bootstrapCount: bootstrapCount)
}

func plan(_ operations: [Operation], bootstrapCount: Int = 0) -> Plan {
  var plan = Plan()
  plan.operations = operations.map {
    PlannedOperation($0, phase: $0.kind.phase, searchPath: ["public"])
  }
  var start = 0
  func close(_ end: Int) {
    if end > start {
      plan.steps.append(.transaction(start..<end, isBootstrap: end <= bootstrapCount))
    }
    start = end
  }
  for (index, operation) in operations.enumerated() {
    if index == bootstrapCount { close(index) }
    switch operation.transactionality {
    case .inTransaction: break
    case .commitBoundaryAfter: close(index + 1)
    case .outside:
      close(index)
      plan.steps.append(.outside(index))
      start = index + 1
    case .ownTransaction:
      close(index)
      plan.steps.append(.ownTransactions(index))
      start = index + 1
    }
  }
  close(operations.count)
  return plan
}

/// Keeps events, and does something about some of them.
final class Recorder: Sendable {
  private let events = Mutex<[ExecutionEvent]>([])
  private let react: @Sendable (ExecutionEvent) -> Void

  init(react: @escaping @Sendable (ExecutionEvent) -> Void = { _ in }) { self.react = react }

  func take(_ event: ExecutionEvent) {
    events.withLock { $0.append(event) }
    react(event)
  }

  /// The events as short words, without the waits that depend on the clock.
  var words: [String] {
    events.withLock { $0 }.compactMap { event in
      switch event {
      case .stepStarted(let range): "step \(range)"
      case .operationStarted(let index): "start \(index)"
      case .operationDone(let index): "done \(index)"
      case .waiting, .indexProgress: nil
      case .retrying(let attempt, let limit, _, let failureClass, _):
        "retry \(attempt)/\(limit) \(failureClass.rawValue)"
      case .committed(let range): "committed \(range)"
      case .rolledBack(let range): "rolled back \(range)"
      }
    }
  }

  /// The blockers that retries named.
  var blockers: [Blocker] {
    events.withLock { $0 }.flatMap { event in
      if case .retrying(_, _, _, _, let blockers) = event { blockers } else { [] as [Blocker] }
    }
  }

  /// The phases of index builds that were seen.
  var indexPhases: [String] {
    events.withLock { $0 }.compactMap { event in
      if case .indexProgress(_, let phase, _, _) = event { phase } else { nil }
    }
  }
}

/// A database with the session that executes, and one that gets in its way.
struct Stage: Sendable {
  let target: ConnectionString
  let connection: Connection
  let other: Connection

  func executor(
    _ options: ExecutionOptions = ExecutionOptions(), recorder: Recorder = Recorder(),
    pace: Pace = Pace(delay: { _ in }, random: { 1 })
  ) -> Executor {
    let target = target
    var executor = Executor(
      connection: connection,
      openObserver: { () async throws(PostgresError) in
        try await Connection.connect(to: target, applicationName: "observer")
      },
      options: options, progress: { recorder.take($0) })
    executor.pace = pace
    return executor
  }

  /// Returns the one value of a query, as the other session sees it.
  func value(_ sql: String) async throws -> String? {
    let result = try await other.query(sql)
    return result.rowCount > 0 ? result[0, 0] : nil
  }

  /// Returns the first column of a query, as the other session sees it.
  func values(_ sql: String) async throws -> [String?] {
    let result = try await other.query(sql)
    return (0..<result.rowCount).map { result[$0, 0] }
  }
}

/// Runs the body with a database of its own and two sessions.
func withStage(
  _ setup: String = "", _ body: @Sendable (Stage) async throws -> Void
) async throws {
  try await withDatabase { target in
    let connection = try await Connection.connect(to: target, applicationName: "executes")
    let other = try await Connection.connect(to: target, applicationName: "hinders")
    let stage = Stage(target: target, connection: connection, other: other)
    let outcome: Result<Void, any Error>
    do {
      if !setup.isEmpty { try await other.execute(setup) }
      outcome = .success(try await body(stage))
    } catch {
      outcome = .failure(error)
    }
    await connection.close()
    await other.close()
    try outcome.get()
  }
}

extension ExecutionOptions {
  static func with(_ change: (inout ExecutionOptions) -> Void) -> ExecutionOptions {
    var options = ExecutionOptions()
    change(&options)
    return options
  }
}
