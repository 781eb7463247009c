import Planning
import SchemaCore
import Testing

@testable import Reporting

@Suite struct RunReportTests {
  private var done: RunReport {
    var report = RunReport(plan: PlanFixture.review.report())
    report.executed = Array(0..<13)
    report.executedPreScripts = ["pre/001_rename.sql"]
    report.executedPostScripts = ["post/900_refresh.sql"]
    report.skippedScripts = 2
    report.duration = .milliseconds(2345)
    report.durations = [7: .milliseconds(1900), 0: .milliseconds(3)]
    report.retries = 1
    return report
  }

  private var failed: RunReport {
    var report = RunReport(plan: PlanFixture.review.report())
    report.executed = Array(0..<8)
    report.rolledBack = []
    report.duration = .seconds(75)
    report.failure = RunFailure(
      operation: report.plan.operations[8],
      statement: "ALTER TABLE shop.orders\n\tADD CONSTRAINT 価格 FOREIGN KEY (custmer_id)\n  X",
      error: ServerMessage(
        sqlState: "42703", message: "column \"custmer_id\" does not exist",
        detail: "first\nsecond", hint: "Perhaps you meant \"customer_id\".", context: nil,
        position: 57),
      failureClass: "permanent")
    return report
  }

  @Test func doneText() throws {
    try expectGolden(done.text(), "run-done.txt")
  }

  @Test func doneJSON() throws {
    try expectGolden(done.json.document, "run-done.json")
  }

  @Test func failedText() throws {
    try expectGolden(failed.text(), "run-failed.txt")
  }

  @Test func failedJSON() throws {
    try expectGolden(failed.json.document, "run-failed.json")
  }

  @Test func lockTimeoutNamesTheBlockers() throws {
    var report = failed
    report.executed = []
    report.rolledBack = [0, 1, 2, 3]
    report.failure?.operation = report.plan.operations[4]
    report.failure?.statement = "ALTER TABLE shop.orders ADD COLUMN total numeric"
    report.failure?.error = ServerMessage(
      sqlState: "55P03", message: "canceling statement due to lock timeout")
    report.failure?.attempts = 4
    report.failure?.blockers = [
      .init(
        pid: 4711, user: "app", application: "psql", query: "UPDATE orders\n   SET total = 0",
        state: "idle in transaction")
    ]
    try expectGolden(report.text(), "run-blocked.txt")
  }

  @Test func nothingToDo() {
    let report = RunReport(plan: PlanReport(.init(), in: PlanFixture().context))
    #expect(report.text() == "Nothing to do: the database matches the project.\n")
  }

  @Test func dryRunShowsThePlan() {
    var report = RunReport(plan: PlanFixture.review.report())
    report.isDryRun = true
    #expect(report.text() == report.plan.text() + "Dry run: nothing was changed.\n")
  }

  @Test func aPrecheckFailsWithoutSQLSTATE() {
    var report = RunReport(plan: PlanReport(.init(), in: PlanFixture().context))
    report.failure = RunFailure(
      statement: "", error: ServerMessage(sqlState: "", message: "orders are still imported"),
      failureClass: "precheck")
    #expect(
      report.text() == """
        error: a statement failed
        orders are still imported

        Failed: 0 committed, 0 rolled back.
        Nothing was changed: fix the cause and run again.\n
        """)
  }

  @Test func validationSaysThatNothingStays() {
    var report = done
    report.isValidated = true
    report.retries = 0
    #expect(
      report.text(TextOptions(isQuiet: true)) == """
        Validated in 2.3 s: 9 created, 3 changed, 1 dropped; 2 scripts run; all rolled back; \
        2 blocked.\n
        """)
    #expect(report.json.document.contains("\"committed\":0,"))
  }
}
