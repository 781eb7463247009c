import Planning
import SchemaCore
import Testing

@testable import Reporting

@Suite struct PlanReportTests {
  @Test func textReadsLikeAReview() throws {
    try expectGolden(PlanFixture.review.report().text(), "review.txt")
  }

  @Test func verboseTextHasSQLAndSteps() throws {
    try expectGolden(
      PlanFixture.review.report().text(TextOptions(isVerbose: true)), "review-verbose.txt")
  }

  @Test func coloredText() throws {
    try expectGolden(
      PlanFixture.review.report().text(TextOptions(style: Style(isColored: true))),
      "review-colored.txt")
  }

  @Test func jsonHasTheContractsFields() throws {
    let report = PlanFixture.review.report()
    try expectGolden(report.json.document, "review.json")
    guard case .object(let members) = report.operations[4].json else { return }
    #expect(
      members.prefix(7).map(\.key) == [
        "type", "phase", "objectName", "sql", "destructive", "concurrent", "blocked",
      ])
  }

  @Test func quietTextIsTheLastLine() {
    #expect(
      PlanFixture.review.report().text(TextOptions(isQuiet: true))
        == "Plan: 9 to create, 3 to change, 1 to drop; 2 blocked.\n")
  }

  @Test func emptyPlanSaysSo() {
    let report = PlanReport(Plan(), in: PlanFixture().context)
    #expect(report.text() == "Nothing to do: the database matches the project.\n")
    #expect(
      report.json.document == """
        {"operations":[],"blocked":[],"warnings":[],"steps":[],"preScripts":[],\
        "postScripts":[],"summary":{"create":0,"change":0,"drop":0,"blocked":0}}\n
        """)
  }

  @Test func blockedAloneIsNoEmptyPlan() {
    var fixture = PlanFixture.review
    fixture.plan.operations = []
    fixture.plan.steps = []
    #expect(
      fixture.report().text() == """
        -! drop table shop.carts  [blocked: destroys data; needs --allow-destructive]

        table shop.customers
          -! drop column  phone  [blocked: undeclared objects use it: view 'shop.phones']

        Plan: 0 to create, 0 to change, 0 to drop; 2 blocked.\n
        """)
  }

  @Test func perTablePlanNeedsNoAdvice() {
    let warnings = PlanFixture.review.report(.perTable).warnings
    #expect(warnings.map(\.code) == ["many-tables-locked"])
    #expect(!warnings[0].message.contains("--transactions"))
  }

  @Test func tablesLockedInSeparateTransactionsAreNoWarning() {
    var fixture = PlanFixture.review
    fixture.plan.steps = fixture.plan.operations.indices.map {
      .transaction($0..<($0 + 1), isBootstrap: false)
    }
    #expect(fixture.report().warnings.isEmpty)
  }

  @Test func phaseCausesNameBothDirections() {
    var fixture = PlanFixture.review
    // The function that a column's default calls is pulled to the tables' phase or earlier.
    fixture.plan.operations[1].phase = .tables
    fixture.plan.operations[1].operation.kind.phase = .views
    let report = fixture.report()
    #expect(report.operations[1].phaseCause == table("coupons"))
    #expect(report.operations[3].phaseCause == table("coupons"))
    #expect(report.text().contains("since table shop.coupons needs it"))
    #expect(report.text().contains("since it needs table shop.coupons"))
  }

  @Test func controlsOfNamesDoNotReachATerminal() {
    var fixture = PlanFixture()
    let evil = ObjectID("view", schema: "shop", "a\u{1b}[31mb")
    fixture.add(Operation(.createView, evil, ["SELECT 1"], summary: "x\ny\u{7}"))
    let text = fixture.report().text()
    #expect(text.hasPrefix("+  create view shop.a␛[31mb  x y␇\n"))
  }

  @Test func manyTablesTakeTimeInProportion() {
    var fixture = PlanFixture()
    for number in 0..<5000 {
      let id = table("t\(number)")
      fixture.declare(id)
      fixture.live.insert(Thing(id: id))
      for column in ["a", "b", "c"] {
        fixture.declare(part("column", id.name, column))
        fixture.add(
          Operation(
            .addColumn, part("column", id.name, column), ["ALTER TABLE x ADD y int"],
            locks: [RelationLock(id, .accessExclusive)]), phase: .indexes)
      }
    }
    fixture.plan.steps = [.transaction(0..<15000, isBootstrap: false)]
    let clock = ContinuousClock()
    let time = clock.measure {
      let report = fixture.report()
      #expect(report.text(TextOptions(isVerbose: true)).utf8.count > 1_000_000)
      #expect(report.json.document.utf8.count > 1_000_000)
    }
    // Quadratic work over 15,000 operations takes minutes in a debug build.
    #expect(time < .seconds(60))
  }
}
