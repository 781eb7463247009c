import Planning
import Postgres
import SchemaFlow
import TestSupport
import Testing

/// The recorded state that stands for a comparison: it must never hide a difference.
@Suite struct SettledTests {
  private func project() throws -> ProjectDirectory {
    try ProjectDirectory([
      "schema/t.yaml": """
      table: t
      columns:
        - {name: id, type: int, primary_key: true}
        - {name: note, type: text, default: lower('A')}
      seeds:
        - {id: 1, note: first}
      """,
      "pre/001.sql": "SELECT 1;",
    ])
  }

  private func run(_ project: ProjectDirectory, _ target: ConnectionString) async throws {
    let settings = try project.settings(target)
    let session = Session(target)
    let result = try await Runner(
      settings: settings, project: try await DeclaredProject.load(settings), session: session,
      progress: { _, _ in }
    ).run()
    await session.close()
    #expect(result.isSuccess)
  }

  private func plan(
    _ project: ProjectDirectory, _ target: ConnectionString
  ) async throws -> PreparedPlan {
    let settings = try project.settings(target)
    let session = Session(target)
    let connection = try await session.open(as: "plan")
    let prepared = try await Planner(
      settings: settings, project: try await DeclaredProject.load(settings)
    ).plan(over: connection, expectsPreScripts: true, usesRecord: true)
    await session.close()
    return prepared
  }

  @Test func runRecordsThatNothingIsLeft() async throws {
    try await withDatabase { target in
      let project = try project()
      #expect(try await !plan(project, target).isSettled)
      try await run(project, target)
      #expect(try await plan(project, target).isSettled)
    }
  }

  @Test(arguments: [
    "ALTER TABLE t ADD COLUMN extra int",
    "ALTER TABLE t ALTER note SET DEFAULT 'b'",
    "DELETE FROM t",
    "DELETE FROM _smplcty_schema_flow.history",
  ]) func differenceIsSeen(_ statement: String) async throws {
    try await withConnection { connection, target in
      let project = try project()
      try await run(project, target)
      try await connection.execute(statement)
      let prepared = try await plan(project, target)
      #expect(!prepared.isSettled)
      let isEmpty =
        prepared.plan.isEmpty && prepared.plan.blocked.isEmpty && prepared.pendingScripts.isEmpty
      #expect(!isEmpty)
    }
  }

  @Test func changedFileIsSeen() async throws {
    try await withDatabase { target in
      let project = try project()
      try await run(project, target)
      try project.write("name: e\nvalues: [a]\n", to: "schema/e.yaml")
      #expect(try await !plan(project, target).plan.isEmpty)
    }
  }

  /// A state schema of an earlier version lacks the table.
  @Test func unchangedRunRecordsAgain() async throws {
    try await withConnection { connection, target in
      let project = try project()
      try await run(project, target)
      try await connection.execute("DROP TABLE _smplcty_schema_flow.settled")
      #expect(try await !plan(project, target).isSettled)
      try await run(project, target)
      #expect(try await plan(project, target).isSettled)
    }
  }
}
