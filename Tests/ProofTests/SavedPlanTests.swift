import Planning
import Postgres
import Reporting
import SchemaCore
import SchemaFlow
import SourceText
import TestSupport
import Testing

/// Plans as files: what was reviewed is what is executed, or nothing.
@Suite struct SavedPlanTests {
  private static let orders = """
    table: orders
    columns:
      - {name: id, type: int, primary_key: true}
      - {name: note, type: text}
    indexes:
      - {columns: [note]}
    """

  private func withPlan(
    _ body: (Stage, SavedPlan, String) async throws -> Void
  ) async throws {
    try await withDatabase { target in
      let project = try ProjectDirectory(["schema/orders.yaml": Self.orders])
      let stage = try await Stage(project, target)
      do {
        try await stage.execute("CREATE TABLE orders (id int PRIMARY KEY); CREATE TABLE other ()")
        let saved = try await stage.plan().saved(project.settings(target))
        let path = "\(project.path)/plan.json"
        try saved.write(to: path)
        try await body(stage, saved, path)
        await stage.close()
      } catch {
        await stage.close()
        throw error
      }
    }
  }

  private func run(
    _ stage: Stage, _ path: String, isDryRun: Bool = false
  ) async throws -> RunResult {
    let settings = try stage.project.settings(stage.target) { $0.isDryRun = isDryRun }
    let session = Session(stage.target)
    var runner = Runner(
      settings: settings, project: try await DeclaredProject.load(settings), session: session,
      progress: { _, _ in })
    runner.savedPlan = try SavedPlan.read(path)
    do {
      let result = try await runner.run()
      await session.close()
      return result
    } catch {
      await session.close()
      throw error
    }
  }

  private func problems(_ stage: Stage, _ path: String) async throws -> [String] {
    do {
      _ = try await run(stage, path)
      return []
    } catch WorkflowError.project(let problems) {
      return problems.report.sorted().map(\.message)
    }
  }

  @Test func theSamePlanIsTheSameBytes() async throws {
    try await withPlan { stage, saved, path in
      let again = try await stage.plan().saved(stage.project.settings(stage.target))
      #expect(saved.json.document == again.json.document)
      #expect(try SavedPlan.read(path).json.document == saved.json.document)
    }
  }

  @Test func whatWasReviewedIsExecutedAndNothingElse() async throws {
    try await withPlan { stage, saved, path in
      // Neither is another object touched by the plan, nor what the project asks for since.
      try await stage.execute("DROP TABLE other")
      try stage.project.write("table: more\ncolumns: [{name: id, type: int}]", to: "schema/m.yaml")
      let trial = try await run(stage, path, isDryRun: true)
      #expect(trial.prepared.plan.operations.count == saved.steps.count)
      let result = try await run(stage, path)
      #expect(result.isSuccess)
      #expect(result.executed.count == saved.steps.count)
      #expect(try await stage.rows("SELECT to_regclass('more')") == [[nil]])
      #expect(try await stage.rows("SELECT to_regclass('idx_orders_note')") != [[nil]])
    }
  }

  @Test func aChangedObjectMakesItVoid() async throws {
    try await withPlan { stage, _, path in
      try await stage.execute("ALTER TABLE orders ADD note text DEFAULT 'x'")
      #expect(
        try await problems(stage, path)
          == ["the saved plan is void: column 'public.orders.note' was not there when it was made"])
      try await stage.execute(
        "ALTER TABLE orders DROP note; ALTER TABLE orders SET (fillfactor = 50)")
      #expect(
        try await problems(stage, path)
          == ["the saved plan is void: table 'public.orders' has changed"])
      try await stage.execute("DROP TABLE orders")
      #expect(
        try await problems(stage, path)
          == ["the saved plan is void: table 'public.orders' is gone"])
    }
  }

  @Test func aChangedProjectMakesItVoid() async throws {
    try await withPlan { stage, _, path in
      try stage.project.write(
        Self.orders.replacing("type: text", with: "type: varchar"), to: "schema/orders.yaml")
      #expect(
        try await problems(stage, path).contains {
          $0.hasPrefix("the saved plan is void: the project no longer asks for: add_column")
        })
    }
  }

  @Test(arguments: [
    (
      "{\"schemaFlowPlan\": 99}", "the saved plan has form 99, and this version reads 1: plan again"
    ),
    ("[1]", "must be"), ("", "is no saved plan"),
    ("{\"schemaFlowPlan\": 1, \"operations\": [{}]}", ""),
  ])
  func whatIsNoPlanIsRefused(_ text: String, _ message: String) async throws {
    let project = try ProjectDirectory(["plan.json": text])
    do {
      _ = try SavedPlan.read("\(project.path)/plan.json")
      Issue.record("it was read")
    } catch {
      #expect(error.report.sorted().contains { $0.message.contains(message) || message.isEmpty })
    }
  }
}
