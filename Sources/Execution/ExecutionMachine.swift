import Postgres
import SchemaCore

/// A statement's failure as the connection reports it.
struct StatementFailure: Sendable {
  /// The statement; nil where nothing tells which of a part it was.
  var statement: UnitStatement?
  var sql: String
  var error: PostgresError
  var blockers: [Blocker] = []
}

/// What became of the units.
struct ExecutionOutcome: Sendable {
  struct Failure: Sendable {
    var cause: StatementFailure
    var failureClass: FailureClass
    var attempts: Int
    /// The part of the unit that failed; nil for COMMIT.
    var part: Int?
  }

  var executed: [Int] = []
  var rolledBack: [Int] = []
  var incomplete: [Int] = []
  var uncertain: [Int] = []
  var omitted: Set<Int> = []
  var retries = 0
  var failure: Failure?
}

/// Decides what is sent next: pure, so that every way through is tested without a server.
struct ExecutionMachine: Sendable {
  enum Event: Sendable {
    case started
    /// What was commanded is done.
    case performed
    case failed(StatementFailure)
  }

  /// A pause before the next attempt.
  struct Pause: Sendable, Equatable {
    var attempt: Int
    var limit: Int
    /// The longest delay in milliseconds; chance picks one up to it.
    var ceiling: Int
    var failureClass: FailureClass
  }

  enum Command: Sendable, Equatable {
    case send([UnitStatement])
    case run(String)
    case pause([RelationLock])
    case commit
    case rollBack
    /// Sends the unit's closing statements, each alone.
    case restore([UnitStatement])
    case wait(Pause)
    case finish
  }

  private enum State {
    case ready
    case performing(part: Int)
    case committing
    case rollingBack(Sequel)
    case restoring
    case waiting
    case finished
  }

  /// What follows a rollback.
  private enum Sequel {
    case nextUnit, sameUnit, pause, end
  }

  private let units: [ExecutionUnit]
  private let maxRetries: Int
  private var state = State.ready
  private var attempt = 1
  private var lastFailure: ExecutionOutcome.Failure?
  /// The unit that is being executed.
  private(set) var place = 0
  private(set) var outcome = ExecutionOutcome()

  /// The delay before the first retry, and the longest of all, in milliseconds.
  private static let firstDelay = 200
  private static let longestDelay = 5000

  init(_ units: [ExecutionUnit], maxRetries: Int) {
    self.units = units
    self.maxRetries = maxRetries
  }

  /// The unit in progress, nil when there is none.
  var unit: ExecutionUnit? { units.indices.contains(place) ? units[place] : nil }

  /// Takes what happened and returns what is to be done.
  mutating func handle(_ event: Event) -> Command {
    switch (state, event) {
    case (.ready, .started): return enterUnit()
    case (.performing(let part), .performed): return advance(from: part + 1)
    case (.performing(let part), .failed(let failure)): return fail(failure, part: part)
    case (.committing, .performed): return completeUnit()
    case (.committing, .failed(let failure)): return failCommit(failure)
    case (.rollingBack(let sequel), .performed): return follow(sequel)
    // The session is gone, and with it the transaction.
    case (.rollingBack, .failed): return end()
    case (.restoring, _): return outcome.failure == nil ? completeUnit() : finish()
    case (.waiting, .performed): return advance(from: 0)
    case (.waiting, .failed): return end()
    case (.finished, _), (.ready, _), (_, .started): return finish()
    }
  }

  // MARK: Going on

  private mutating func enterUnit() -> Command {
    attempt = 1
    lastFailure = nil
    return units.indices.contains(place) ? advance(from: 0) : finish()
  }

  /// Returns the next part that has anything to send.
  private mutating func advance(from first: Int) -> Command {
    let unit = units[place]
    for part in unit.parts.indices.dropFirst(first) {
      switch unit.parts[part] {
      case .pause(let locks):
        state = .performing(part: part)
        return .pause(locks)
      case .script(let text):
        state = .performing(part: part)
        return .run(text)
      case .statements(let all):
        let statements = all.filter { !($0.operation.map(outcome.omitted.contains) ?? false) }
        if statements.isEmpty { continue }
        state = .performing(part: part)
        return .send(statements)
      }
    }
    if unit.parts.isEmpty { return completeUnit() }
    switch unit.form {
    case .transaction:
      state = .committing
      return .commit
    case .discarded:
      outcome.rolledBack += remaining(unit)
      state = .rollingBack(.nextUnit)
      return .rollBack
    case .outside:
      state = .restoring
      return .restore(unit.closing)
    }
  }

  private mutating func completeUnit() -> Command {
    let unit = units[place]
    outcome.executed += unit.completes
    let open = unit.operations.filter { !unit.completes.contains($0) }
    outcome.incomplete.removeAll { unit.completes.contains($0) || open.contains($0) }
    outcome.incomplete += open
    place += 1
    return enterUnit()
  }

  private mutating func follow(_ sequel: Sequel) -> Command {
    switch sequel {
    case .nextUnit:
      place += 1
      return enterUnit()
    case .sameUnit: return advance(from: 0)
    case .pause: return pause()
    case .end: return end()
    }
  }

  private mutating func pause() -> Command {
    guard let failure = lastFailure else { return end() }
    let doublings = min(attempt - 1, 10)
    let pause = Pause(
      attempt: attempt, limit: limit(for: failure.failureClass),
      ceiling: min(Self.firstDelay << doublings, Self.longestDelay),
      failureClass: failure.failureClass)
    attempt += 1
    outcome.retries += 1
    state = .waiting
    return .wait(pause)
  }

  // MARK: Failures

  private mutating func fail(_ cause: StatementFailure, part: Int) -> Command {
    let failureClass = classify(cause.error, during: cause.statement?.kind)
    lastFailure = ExecutionOutcome.Failure(
      cause: cause, failureClass: failureClass, attempts: attempt, part: part)
    if units[place].form == .outside {
      outcome.failure = lastFailure
      outcome.incomplete += units[place].operations
      if cause.error.isConnectionLoss { return finish() }
      state = .restoring
      return .restore(units[place].closing)
    }
    if cause.error.isConnectionLoss { return end() }
    state = .rollingBack(sequel(of: cause, failureClass))
    return .rollBack
  }

  private mutating func sequel(
    of cause: StatementFailure, _ failureClass: FailureClass
  ) -> Sequel {
    if units[place].form == .discarded, let operation = cause.statement?.operation,
      isArtefact(failureClass)
    {
      outcome.omitted.insert(operation)
      return .sameUnit
    }
    return failureClass.isRetried && attempt <= limit(for: failureClass) ? .pause : .end
  }

  /// Whether a failure comes from trying in one transaction what would run in several.
  ///
  /// A new enum value can't be used before it is committed (55P04), and what is left out for
  /// that is missing for others.
  private func isArtefact(_ failureClass: FailureClass) -> Bool {
    failureClass == .sessionShape || failureClass == .dependency && !outcome.omitted.isEmpty
  }

  /// A failed COMMIT has rolled back, unless the connection broke before the answer.
  private mutating func failCommit(_ cause: StatementFailure) -> Command {
    let failureClass = classify(cause.error, afterCommitSent: true)
    lastFailure = ExecutionOutcome.Failure(
      cause: cause, failureClass: failureClass, attempts: attempt, part: nil)
    if failureClass == .unknownOutcome {
      outcome.failure = lastFailure
      outcome.uncertain += units[place].operations
      return finish()
    }
    return follow(failureClass.isRetried && attempt <= limit(for: failureClass) ? .pause : .end)
  }

  /// After three rounds two sessions that change the same catalog rows are no coincidence.
  private func limit(for failureClass: FailureClass) -> Int {
    failureClass == .catalogRace ? min(maxRetries, 3) : maxRetries
  }

  private mutating func end() -> Command {
    outcome.failure = lastFailure
    if let unit {
      let counted = Set(outcome.incomplete + outcome.rolledBack)
      outcome.rolledBack += remaining(unit).filter { !counted.contains($0) }
    }
    return finish()
  }

  private func remaining(_ unit: ExecutionUnit) -> [Int] {
    unit.operations.filter { !outcome.omitted.contains($0) }
  }

  private mutating func finish() -> Command {
    state = .finished
    return .finish
  }
}
