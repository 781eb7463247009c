import Execution
import Planning
import Postgres
import SchemaCore

/// The sessions of a run: a lost one is opened again.
struct RunSessions {
  var connection: Connection
  var lock: RunnerLock
}

/// What ended an attempt though the same run may succeed.
struct PassingFailure {
  var failureClass: FailureClass
  var error: PostgresError
}

extension Runner {
  /// Runs until it is done, or a failure is not one that passes.
  ///
  /// Each attempt begins with the catalog, so that it goes on from what is committed; a COMMIT
  /// whose answer was lost is looked up like that too.
  func runAttempts(
    _ part: RunPart, onWait: @escaping @Sendable (RunnerLockHolder) -> Void
  ) async throws(WorkflowError) -> RunResult {
    var sessions = try await openSessions(onWait)
    var former: RunResult?
    var attempt = 0
    while true {
      let outcome: Result<RunResult, WorkflowError>
      do throws(WorkflowError) {
        outcome = .success(
          try await runLocked(
            part, after: &former, over: sessions.connection))
      } catch {
        outcome = .failure(error)
      }
      guard let failure = outcome.passingFailure, attempt < settings.maxRetries,
        !Task.isCancelled
      else {
        await sessions.lock.release()
        var result = try outcome.get()
        result.retries += attempt
        return result
      }
      if case .success(let result) = outcome { former = result }
      try await recover(&sessions, from: failure, attempt: &attempt, former, onWait)
    }
  }

  private func openSessions(
    _ onWait: @escaping @Sendable (RunnerLockHolder) -> Void
  ) async throws(WorkflowError) -> RunSessions {
    let session = session
    // To connect takes the server as long as to make ten tables.
    let opening = Task { () async -> Result<Connection, WorkflowError> in
      do throws(WorkflowError) {
        return .success(try await session.open(as: "run"))
      } catch {
        return .failure(error)
      }
    }
    let lock = try await acquireLock(onWait)
    do {
      return RunSessions(connection: try await opening.value.get(), lock: lock)
    } catch {
      await lock.release()
      throw error
    }
  }

  /// Waits, and opens again what was lost, until there is a session with the lock.
  private func recover(
    _ sessions: inout RunSessions, from failure: PassingFailure, attempt: inout Int,
    _ former: RunResult?, _ onWait: @escaping @Sendable (RunnerLockHolder) -> Void
  ) async throws(WorkflowError) {
    var failure = failure
    while true {
      attempt += 1
      await pause(before: attempt, failure, former)
      do {
        return try await reopen(&sessions, onWait)
      } catch {
        guard case .database(let cause, _) = error, attempt < settings.maxRetries,
          !Task.isCancelled
        else {
          await sessions.lock.release()
          throw error
        }
        failure = PassingFailure(failureClass: classify(cause), error: cause)
      }
    }
  }

  private func pause(
    before attempt: Int, _ failure: PassingFailure, _ former: RunResult?
  ) async {
    let pace = Pace()
    let delay = pace.delay(upTo: min(200 << min(attempt - 1, 10), 5000))
    progress(
      .retrying(
        attempt: attempt, of: settings.maxRetries, delay: delay,
        failureClass: failure.failureClass, blockers: []),
      former?.prepared.plan ?? Plan())
    try? await pace.delay(delay)
  }

  private func reopen(
    _ sessions: inout RunSessions, _ onWait: @escaping @Sendable (RunnerLockHolder) -> Void
  ) async throws(WorkflowError) {
    if await sessions.connection.transactionStatus != .idle {
      _ = try? await sessions.connection.execute("ROLLBACK")
    }
    if (try? await sessions.connection.query("SELECT")) == nil {
      await sessions.connection.close()
      sessions.connection = try await session.open(as: "run")
    }
    guard await !sessions.lock.isHeld else { return }
    await sessions.lock.release()
    var patient = self
    // A server that hasn't noticed the loss still has the lock's former session.
    patient.settings.lockWait = max(settings.lockWait, 5000)
    sessions.lock = try await patient.acquireLock(onWait)
  }
}

extension Result<RunResult, WorkflowError> {
  fileprivate var passingFailure: PassingFailure? {
    switch self {
    case .failure(.database(let error, _)):
      let failureClass = classify(error)
      return failureClass == .connection || failureClass == .unknownOutcome
        ? PassingFailure(failureClass: failureClass, error: error) : nil
    case .failure: return nil
    case .success(let result):
      guard let failure = result.failure ?? result.scriptFailure?.failure else { return nil }
      return failure.isPassing
        ? PassingFailure(failureClass: failure.failureClass, error: failure.error) : nil
    }
  }
}

extension ExecutionFailure {
  /// Whether another attempt may succeed that begins with the catalog.
  fileprivate var isPassing: Bool {
    switch failureClass {
    case .connection, .unknownOutcome: true
    // Within a transaction it was tried again already.
    case .contention, .catalogRace: operation?.transactionality == .outside
    default: false
    }
  }
}

extension RunResult {
  /// Begins a result with what an earlier attempt of the same run has done.
  init(prepared: PreparedPlan, after former: RunResult?) {
    self.init(prepared: prepared)
    guard let former else { return }
    let done = former.executed.map { former.prepared.plan.operations[$0] }
    self.prepared.plan = prepared.plan.following(done)
    executed = Array(done.indices)
    preScriptsRun = former.preScriptsRun
    postScriptsRun = former.postScriptsRun
    retries = former.retries
  }
}

extension Plan {
  /// Returns the plan behind operations that have been executed.
  fileprivate func following(_ done: [PlannedOperation]) -> Plan {
    var plan = self
    plan.operations = done + operations
    plan.steps = steps.map { step in
      switch step {
      case .transaction(let range, let isBootstrap):
        .transaction(
          (range.lowerBound + done.count)..<(range.upperBound + done.count),
          isBootstrap: isBootstrap)
      case .outside(let index): .outside(index + done.count)
      case .ownTransactions(let index): .ownTransactions(index + done.count)
      }
    }
    return plan
  }
}
