import Planning
import SQLText
import SchemaCore
import Testing

@testable import Execution

struct UnitAssemblyTests {
  private let settings = [
    "BEGIN ISOLATION LEVEL READ COMMITTED", "SET LOCAL lock_timeout = 5000",
    "SET LOCAL statement_timeout = 30000",
  ]

  @Test func setsThePathOnceForNeighbours() {
    var plan = plan(operation("A"), operation("B"), operation("C"))
    plan.operations[2].searchPath = ["app", "Public"]
    let unit = UnitAssembly(plan: plan, options: ExecutionOptions()).units()[0]
    #expect(
      sql(of: unit.parts[0]) == settings + [
        "SET LOCAL search_path = public", "A", "B",
        "SET LOCAL search_path = app, \"Public\"", "C",
      ])
    #expect(unit.completes == [0, 1, 2])
  }

  @Test func runsThePerTransactionScriptAfterTheSettings() {
    var options = ExecutionOptions()
    options.perTransactionSQL = "SET LOCAL ROLE owner"
    let unit = UnitAssembly(plan: plan(operation("A")), options: options).units()[0]
    #expect(sql(of: unit.parts[0]) == settings)
    #expect(unit.parts[1] == .script("SET LOCAL ROLE owner"))
    #expect(sql(of: unit.parts[2]) == ["SET LOCAL search_path = public", "A"])
  }

  @Test func marksFirstAndLastStatements() {
    let unit = UnitAssembly(
      plan: plan(operation("A", "B", "C")), options: ExecutionOptions()
    ).units()[0]
    guard case .statements(let statements) = unit.parts[0] else { return }
    #expect(statements.filter(\.isFirst).map(\.sql) == ["A"])
    #expect(statements.filter(\.isLast).map(\.sql) == ["C"])
  }

  @Test func cutsLongTransactionsIntoPipelines() {
    let operations = (0..<1500).map { _ in operation("A") }
    let unit = UnitAssembly(plan: plan(operations), options: ExecutionOptions()).units()[0]
    #expect(unit.parts.map { sql(of: $0).count } == [1000, 504])
  }

  @Test func liftsTheStatementTimeoutForMarkedStatements() {
    let slow = SQLFragment("SLOW", isUnbounded: true)
    let unit = UnitAssembly(
      plan: plan(operation("A", slow, "B")), options: ExecutionOptions()
    ).units()[0]
    #expect(
      sql(of: unit.parts[0]).dropFirst(4) == [
        "A", "SET LOCAL statement_timeout = 0", "SLOW", "SET LOCAL statement_timeout = 30000", "B",
      ])
  }

  @Test func givesEachStatementItsTransaction() {
    let tighten = operation(
      "ADD", SQLFragment("VALIDATE", isUnbounded: true), "SET", transactionality: .ownTransaction,
      dataEffect: .scans)
    let units = UnitAssembly(plan: plan(tighten), options: ExecutionOptions()).units()
    #expect(units.map(\.isUnbounded) == [false, true, false])
    #expect(units.map(\.completes) == [[], [], [0]])
    #expect(sql(of: units[1].parts[0])[1] == "SET LOCAL lock_timeout = 0")
    #expect(sql(of: units[2].parts[0])[1] == "SET LOCAL lock_timeout = 5000")
  }

  @Test func takesAllStatementsOfAScanAsLong() {
    let validate = operation(
      "VALIDATE", transactionality: .ownTransaction, dataEffect: .scans)
    let units = UnitAssembly(plan: plan(validate), options: ExecutionOptions()).units()
    #expect(units.map(\.isUnbounded) == [true])
  }

  @Test func runsStatementsOutsideWithoutTimeouts() {
    var index = operation("DROP", "CREATE", transactionality: .outside)
    index.locks = [RelationLock(ObjectID("table", schema: "public", "t"), .shareUpdateExclusive)]
    let unit = UnitAssembly(plan: plan(index), options: ExecutionOptions()).units()[0]
    #expect(
      unit.parts.map(sql(of:)) == [
        [
          "SET lock_timeout = 0", "SET statement_timeout = 0", "SET search_path = public",
          """
          SELECT set_config('client_connection_check_interval', '500', false) \
          WHERE version() !~* 'visual c|mingw|windows'
          """,
        ], ["pause public.t"],
        ["DROP"], ["CREATE"],
      ])
    #expect(
      unit.closing.map(\.sql) == [
        "RESET lock_timeout", "RESET statement_timeout", "RESET search_path",
        "RESET client_connection_check_interval",
      ])
  }

  @Test func leavesPrechecksToTheirOwnCall() {
    let plan = plan(operation("CHECK", kind: "run_precheck"), operation("A"))
    let unit = UnitAssembly(plan: plan, options: ExecutionOptions()).units()[0]
    #expect(!sql(of: unit.parts[0]).contains("CHECK"))
    #expect(unit.operations == [1])
    #expect(unit.completes == [0, 1])
  }

  @Test func validatesInOneTransaction() {
    var options = ExecutionOptions()
    options.bootstrapSession = [("app.actor", "tool")]
    let plan = plan(
      operation("A"), operation("B"),
      operation("CONCURRENTLY", transactionalForm: ["PLAIN"], transactionality: .outside),
      operation("NOTHING", transactionalForm: [], transactionality: .outside),
      bootstrapCount: 1)
    let unit = UnitAssembly(plan: plan, options: options).validation()
    #expect(unit.form == .discarded)
    #expect(
      sql(of: unit.parts[0]).dropFirst(3) == [
        "SET LOCAL smplcty.bootstrap = 'true'", "SELECT set_config($1, $2, true)",
        "SET LOCAL search_path = public", "A",
        "SET LOCAL smplcty.bootstrap TO DEFAULT", "SET LOCAL app.actor TO DEFAULT",
        "SET LOCAL lock_timeout = 5000", "SET LOCAL statement_timeout = 30000", "B", "PLAIN",
      ])
  }

  private func sql(of part: ExecutionUnit.Part) -> [String] {
    switch part {
    case .statements(let statements): statements.map(\.sql)
    case .script(let text): [text]
    case .pause(let locks): locks.map { "pause \($0.relation.qualifiedName.sql)" }
    }
  }
}
