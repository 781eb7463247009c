import Planning
import Postgres
import SchemaCore

/// Performs what the machine commands, on the connection.
struct ExecutionDriver: Sendable {
  let connection: Connection
  let observer: Observer?
  let options: ExecutionOptions
  let pace: Pace
  let progress: @Sendable (ExecutionEvent) -> Void
  /// The locks that an operation of the plan takes.
  let locks: @Sendable (Int) -> [RelationLock]

  /// Runs the units in order up to the first failure.
  func run(_ units: [ExecutionUnit]) async -> ExecutionOutcome {
    var machine = ExecutionMachine(units, maxRetries: options.maxRetries)
    var announced: Range<Int>?
    var command = machine.handle(.started)
    var lastBlockers: [Blocker] = []
    while command != .finish {
      guard let unit = machine.unit else { break }
      if let step = unit.step, step != announced {
        announced = step
        progress(.stepStarted(step))
      }
      let event: ExecutionMachine.Event
      if case .wait(let pause) = command {
        event = await wait(pause, blockers: lastBlockers)
      } else {
        event = await perform(command, in: unit)
      }
      if case .failed(let failure) = event { lastBlockers = failure.blockers }
      command = machine.handle(event)
      if let step = unit.step, let last = unit.completes.last,
        machine.outcome.executed.last == last
      {
        progress(.committed(step))
      }
    }
    await observer?.close()
    return machine.outcome
  }

  private func perform(
    _ command: ExecutionMachine.Command, in unit: ExecutionUnit
  ) async -> ExecutionMachine.Event {
    switch command {
    case .send(let statements): return await send(statements, in: unit)
    case .run(let script): return await run(script, in: unit)
    case .pause(let locks): return await pause(while: locks)
    case .commit: return await commit(unit)
    case .rollBack: return await rollBack(unit)
    case .restore(let statements):
      if await connection.transactionStatus != .idle { try? await connection.execute("ROLLBACK") }
      // What can't be reset is the session's loss, which the next statement reports.
      _ = try? await connection.pipeline(statements.map { [Statement($0)] })
      return .performed
    case .wait, .finish: return .performed
    }
  }

  // MARK: Commands

  private func send(
    _ statements: [UnitStatement], in unit: ExecutionUnit
  ) async -> ExecutionMachine.Event {
    if let failure = cancellation(before: statements.first?.sql ?? "") { return .failed(failure) }
    for statement in statements where statement.isFirst {
      statement.operation.map { progress(.operationStarted($0)) }
    }
    let (result, blockers) = await watching(unit) { () async throws(PostgresError) in
      try await outcomes(of: statements)
    }
    var failure: StatementFailure?
    switch result {
    case .failure(let error):
      failure = StatementFailure(
        statement: statements.count == 1 ? statements[0] : nil,
        sql: error.statement ?? statements.last?.sql ?? "", error: error)
    case .success(let outcomes):
      for (statement, outcome) in zip(statements, outcomes) {
        if case .failure(let error) = outcome {
          failure = StatementFailure(statement: statement, sql: statement.sql, error: error)
          break
        }
        if statement.isLast { statement.operation.map { progress(.operationDone($0)) } }
      }
    }
    guard var failure else { return .performed }
    failure.blockers = await blame(for: failure, seen: blockers)
    return .failed(failure)
  }

  /// CONCURRENTLY refuses to run in a pipeline with others, so one statement goes alone.
  private func outcomes(
    of statements: [UnitStatement]
  ) async throws(PostgresError) -> [PipelineOutcome] {
    do {
      guard statements.count == 1 else {
        return try await connection.pipeline([statements.map { Statement($0) }])[0].map {
          guard case .failure(let error) = $0 else { return $0 }
          return .failure(error.hidingSecrets(of: statements))
        }
      }
      let statement = Statement(statements[0])
      return [.success(try await connection.query(statement.sql, statement.parameters))]
    } catch {
      let error = error.hidingSecrets(of: statements)
      if error.isConnectionLoss { throw error }
      return [.failure(error)]
    }
  }

  private func run(_ script: String, in unit: ExecutionUnit) async -> ExecutionMachine.Event {
    if let failure = cancellation(before: script) { return .failed(failure) }
    let (result, blockers) = await watching(unit) { () async throws(PostgresError) in
      try await connection.execute(script)
    }
    if case .failure(let error) = result {
      var failure = StatementFailure(sql: script, error: error)
      failure.blockers = await blame(for: failure, seen: blockers)
      return .failed(failure)
    }
    guard await connection.transactionStatus == .inTransaction else {
      let error = PostgresError(
        sqlState: .noActiveTransaction,
        message: "the SQL ended the transaction that it runs in",
        hint: "remove COMMIT, ROLLBACK and END: the tool opens and ends the transaction",
        statement: script)
      return .failed(StatementFailure(sql: script, error: error))
    }
    return .performed
  }

  private func commit(_ unit: ExecutionUnit) async -> ExecutionMachine.Event {
    if let failure = cancellation(before: "COMMIT") {
      _ = await rollBack(unit)
      return .failed(failure)
    }
    let (result, blockers) = await watching(unit) { () async throws(PostgresError) in
      try await connection.execute("COMMIT")
    }
    if case .failure(let error) = result {
      var failure = StatementFailure(sql: "COMMIT", error: error)
      failure.blockers = await blame(for: failure, seen: blockers)
      if !error.isConnectionLoss { unit.step.map { progress(.rolledBack($0)) } }
      return .failed(failure)
    }
    return .performed
  }

  private func rollBack(_ unit: ExecutionUnit) async -> ExecutionMachine.Event {
    do {
      try await connection.execute("ROLLBACK")
    } catch {
      return .failed(StatementFailure(sql: "ROLLBACK", error: error))
    }
    unit.step.map { progress(.rolledBack($0)) }
    return .performed
  }

  private func wait(
    _ pause: ExecutionMachine.Pause, blockers: [Blocker]
  ) async -> ExecutionMachine.Event {
    let delay = pace.delay(upTo: pause.ceiling)
    progress(
      .retrying(
        attempt: pause.attempt, of: pause.limit, delay: delay,
        failureClass: pause.failureClass, blockers: blockers))
    do {
      try await pace.delay(delay)
      return .performed
    } catch {
      return .failed(StatementFailure(sql: "", error: Self.cancelled))
    }
  }

  private static let pauseInterval = Duration.milliseconds(500)

  /// Waits in no transaction: a session that builds an index concurrently waits for those.
  private func pause(while locks: [RelationLock]) async -> ExecutionMachine.Event {
    var announced: [Blocker] = []
    while true {
      let holders = await observer?.holders(against: locks, except: connection.backendPID) ?? []
      // Autovacuum gives way to the statement itself.
      let blockers = holders.filter { !$0.query.hasPrefix("autovacuum:") }
      if blockers.isEmpty { return .performed }
      if blockers != announced { progress(.waiting(blockers: blockers)) }
      announced = blockers
      do {
        try await pace.delay(Self.pauseInterval)
      } catch {
        return .failed(StatementFailure(sql: "", error: Self.cancelled))
      }
    }
  }

  // MARK: Watching

  /// Runs the body while the observer looks at the session from outside.
  private func watching<Value: Sendable>(
    _ unit: ExecutionUnit, _ body: () async throws(PostgresError) -> Value
  ) async -> (Result<Value, PostgresError>, [Blocker]) {
    guard let observer else { return (await outcome(of: body), []) }
    let watch = Watch(
      unit, pid: connection.backendPID, observer: observer, options: options, progress: progress)
    return await withTaskGroup(of: [Blocker].self) { group in
      group.addTask { await watch.run() }
      let result = await outcome(of: body)
      group.cancelAll()
      return (result, await group.next() ?? [])
    }
  }

  private func outcome<Value: Sendable>(
    of body: () async throws(PostgresError) -> Value
  ) async -> Result<Value, PostgresError> {
    do {
      return .success(try await body())
    } catch {
      return .failure(error)
    }
  }

  /// Returns who is to blame for a failure, as far as others can be.
  private func blame(
    for failure: StatementFailure, seen: [Blocker]
  ) async -> [Blocker] {
    let failureClass = classify(failure.error)
    guard failureClass == .contention || failureClass == .timeout else { return [] }
    guard seen.isEmpty, failure.error.sqlState == .lockNotAvailable,
      let operation = failure.statement?.operation
    else { return seen }
    return await observer?.holders(against: locks(operation), except: connection.backendPID) ?? []
  }

  // MARK: Cancellation

  private static let cancelled = PostgresError(
    sqlState: .queryCanceled, message: "the run was cancelled")

  /// A connection lets a cancelled task go on, so that it can roll back; a run must not.
  private func cancellation(before sql: String) -> StatementFailure? {
    Task.isCancelled ? StatementFailure(sql: sql, error: Self.cancelled) : nil
  }
}

extension Statement {
  init(_ statement: UnitStatement) {
    self.init(statement.secretSQL ?? statement.sql, statement.parameters)
  }
}

extension PostgresError {
  /// Returns the error with the statement as plans show it.
  fileprivate func hidingSecrets(of statements: [UnitStatement]) -> PostgresError {
    guard let sent = statements.first(where: { $0.secretSQL != nil && $0.secretSQL == statement })
    else { return self }
    var copy = self
    copy.statement = sent.sql
    // It counts characters of the text that was sent.
    copy.position = nil
    return copy
  }
}
