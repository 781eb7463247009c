import Postgres
import Testing

@testable import Execution

/// The state machine's ways, as commands for events.
struct MachineTests {
  @Test func commitsUnitAfterUnit() {
    var machine = ExecutionMachine([transaction(0), transaction(1)], maxRetries: 3)
    #expect(machine.handle(.started) == .send([statement(0)]))
    #expect(machine.handle(.performed) == .commit)
    #expect(machine.handle(.performed) == .send([statement(1)]))
    #expect(machine.handle(.performed) == .commit)
    #expect(machine.handle(.performed) == .finish)
    #expect(machine.outcome.executed == [0, 1])
    #expect(machine.outcome.failure == nil)
  }

  @Test func runsScriptsInTheirPlace() {
    var unit = transaction(0)
    unit.parts.insert(.script("SELECT 1"), at: 0)
    var machine = ExecutionMachine([unit], maxRetries: 3)
    #expect(machine.handle(.started) == .run("SELECT 1"))
    #expect(machine.handle(.performed) == .send([statement(0)]))
    #expect(machine.handle(failed("22012")) == .rollBack)
    #expect(machine.handle(.performed) == .finish)
    #expect(machine.outcome.failure?.part == 1)
  }

  @Test func skipsUnitsWithoutStatements() {
    let empty = ExecutionUnit(form: .transaction, parts: [], completes: [0])
    var machine = ExecutionMachine([empty, transaction(1)], maxRetries: 3)
    #expect(machine.handle(.started) == .send([statement(1)]))
    #expect(machine.outcome.executed == [0])
  }

  @Test func rollsBackAndEnds() {
    var machine = ExecutionMachine([transaction(0), transaction(1)], maxRetries: 3)
    _ = machine.handle(.started)
    #expect(machine.handle(failed("42601")) == .rollBack)
    #expect(machine.handle(.performed) == .finish)
    #expect(machine.outcome.executed == [])
    #expect(machine.outcome.rolledBack == [0])
    #expect(machine.outcome.failure?.failureClass == .definition)
    #expect(machine.outcome.failure?.attempts == 1)
  }

  @Test func retriesContentionWithGrowingPauses() {
    var machine = ExecutionMachine([transaction(0)], maxRetries: 6)
    _ = machine.handle(.started)
    for (attempt, ceiling) in [200, 400, 800, 1600, 3200, 5000].enumerated() {
      #expect(machine.handle(failed("55P03")) == .rollBack)
      let pause = ExecutionMachine.Pause(
        attempt: attempt + 1, limit: 6, ceiling: ceiling, failureClass: .contention)
      #expect(machine.handle(.performed) == .wait(pause))
      #expect(machine.handle(.performed) == .send([statement(0)]))
    }
    #expect(machine.handle(failed("55P03")) == .rollBack)
    #expect(machine.handle(.performed) == .finish)
    #expect(machine.outcome.retries == 6)
    #expect(machine.outcome.failure?.attempts == 7)
    #expect(machine.outcome.rolledBack == [0])
  }

  @Test(arguments: [("55P03", 5), ("40P01", 5), ("40001", 5), ("XX000", 3), ("57014", 0)])
  func retriesAsOftenAsTheClassAllows(_ code: String, _ limit: Int) {
    var machine = ExecutionMachine([transaction(0)], maxRetries: 5)
    var command = machine.handle(.started)
    while command != .finish {
      switch command {
      case .send: command = machine.handle(failed(code, "tuple concurrently updated"))
      default: command = machine.handle(.performed)
      }
    }
    #expect(machine.outcome.retries == limit)
  }

  @Test func forgetsARetryThatSucceeded() {
    var machine = ExecutionMachine([transaction(0)], maxRetries: 1)
    _ = machine.handle(.started)
    _ = machine.handle(failed("40P01"))
    _ = machine.handle(.performed)
    _ = machine.handle(.performed)
    _ = machine.handle(.performed)
    #expect(machine.handle(.performed) == .finish)
    #expect(machine.outcome.executed == [0])
    #expect(machine.outcome.failure == nil)
    #expect(machine.outcome.retries == 1)
  }

  @Test func retriesAFailedCommitWithoutRollback() {
    var machine = ExecutionMachine([transaction(0)], maxRetries: 1)
    _ = machine.handle(.started)
    #expect(machine.handle(.performed) == .commit)
    guard case .wait = machine.handle(failed("40001")) else {
      Issue.record("a failed COMMIT is retried")
      return
    }
    #expect(machine.handle(.performed) == .send([statement(0)]))
    #expect(machine.handle(.performed) == .commit)
    #expect(machine.handle(failed("23503")) == .finish)
    #expect(machine.outcome.rolledBack == [0])
    #expect(machine.outcome.failure?.part == nil)
  }

  @Test func doesNotKnowWhatBecameOfALostCommit() {
    var machine = ExecutionMachine([transaction(0), transaction(1)], maxRetries: 3)
    _ = machine.handle(.started)
    _ = machine.handle(.performed)
    #expect(machine.handle(lost) == .finish)
    #expect(machine.outcome.uncertain == [0])
    #expect(machine.outcome.rolledBack == [])
    #expect(machine.outcome.failure?.failureClass == .unknownOutcome)
  }

  @Test func endsWithTheConnection() {
    var machine = ExecutionMachine([transaction(0)], maxRetries: 3)
    _ = machine.handle(.started)
    #expect(machine.handle(lost) == .finish)
    #expect(machine.outcome.rolledBack == [0])
    #expect(machine.outcome.failure?.failureClass == .connection)
    #expect(machine.handle(.performed) == .finish)
  }

  @Test func keepsTheFirstFailureWhenRollbackFails() {
    var machine = ExecutionMachine([transaction(0)], maxRetries: 3)
    _ = machine.handle(.started)
    _ = machine.handle(failed("55P03"))
    #expect(machine.handle(lost) == .finish)
    #expect(machine.outcome.failure?.failureClass == .contention)
  }

  @Test func endsWhenAPauseIsCancelled() {
    var machine = ExecutionMachine([transaction(0)], maxRetries: 3)
    _ = machine.handle(.started)
    _ = machine.handle(failed("55P03"))
    _ = machine.handle(.performed)
    #expect(machine.handle(failed("57014")) == .finish)
    #expect(machine.outcome.failure?.failureClass == .contention)
  }

  @Test func restoresTheSessionAfterStatementsOutside() {
    let closing = [UnitStatement("RESET lock_timeout")]
    var unit = transaction(0)
    unit.form = .outside
    unit.closing = closing
    var machine = ExecutionMachine([unit, transaction(1)], maxRetries: 3)
    _ = machine.handle(.started)
    #expect(machine.handle(.performed) == .restore(closing))
    #expect(machine.handle(.performed) == .send([statement(1)]))
    #expect(machine.outcome.executed == [0])

    machine = ExecutionMachine([unit, transaction(1)], maxRetries: 3)
    _ = machine.handle(.started)
    #expect(machine.handle(failed("40P01")) == .restore(closing))
    #expect(machine.handle(.performed) == .finish)
    #expect(machine.outcome.incomplete == [0])
    #expect(machine.outcome.retries == 0)
  }

  @Test func countsHalfDoneOperations() {
    var first = transaction(0)
    first.completes = []
    var machine = ExecutionMachine([first, transaction(0)], maxRetries: 0)
    _ = machine.handle(.started)
    _ = machine.handle(.performed)
    _ = machine.handle(.performed)
    #expect(machine.outcome.incomplete == [0])
    _ = machine.handle(failed("23514"))
    #expect(machine.handle(.performed) == .finish)
    #expect(machine.outcome.incomplete == [0])
    #expect(machine.outcome.rolledBack == [])
    #expect(machine.outcome.executed == [])
  }

  @Test func discardsWhatWentWell() {
    var unit = transaction(0)
    unit.form = .discarded
    var machine = ExecutionMachine([unit], maxRetries: 3)
    _ = machine.handle(.started)
    #expect(machine.handle(.performed) == .rollBack)
    #expect(machine.handle(.performed) == .finish)
    #expect(machine.outcome.rolledBack == [0])
    #expect(machine.outcome.executed == [])
    #expect(machine.outcome.failure == nil)
  }

  @Test func validatesWithoutWhatOneTransactionForbids() {
    let unit = ExecutionUnit(
      form: .discarded, parts: [.statements([0, 1, 2].map(statement))], operations: [0, 1, 2])
    var machine = ExecutionMachine([unit], maxRetries: 3)
    _ = machine.handle(.started)
    #expect(machine.handle(failed("55P04", operation: 1)) == .rollBack)
    #expect(machine.handle(.performed) == .send([statement(0), statement(2)]))
    #expect(machine.handle(failed("42703", operation: 2)) == .rollBack)
    #expect(machine.handle(.performed) == .send([statement(0)]))
    #expect(machine.handle(.performed) == .rollBack)
    #expect(machine.handle(.performed) == .finish)
    #expect(machine.outcome.omitted == [1, 2])
    #expect(machine.outcome.rolledBack == [0])
    #expect(machine.outcome.failure == nil)
  }

  // MARK: Making

  private func transaction(_ operation: Int) -> ExecutionUnit {
    ExecutionUnit(
      form: .transaction, parts: [.statements([statement(operation)])],
      operations: [operation], completes: [operation])
  }

  private func statement(_ operation: Int) -> UnitStatement {
    var statement = UnitStatement("statement \(operation)")
    statement.operation = operation
    return statement
  }

  private func failed(
    _ code: String, _ message: String = "-", operation: Int = 0
  ) -> ExecutionMachine.Event {
    .failed(
      StatementFailure(
        statement: statement(operation), sql: "-",
        error: PostgresError(sqlState: SQLState(rawValue: code), message: message)))
  }

  private var lost: ExecutionMachine.Event {
    .failed(
      StatementFailure(
        sql: "-", error: PostgresError(severity: "FATAL", message: "the connection was lost")))
  }
}
