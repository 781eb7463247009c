import Postgres
import TestSupport
import Testing

/// Two runners at once, and tables that others hold.
@Suite struct LockTests {
  private func project() throws -> ProjectDirectory {
    try ProjectDirectory(["schema/tables/users.yaml": users])
  }

  /// Blocks a run with a lock on `users`, and calls the body once the run waits for it.
  private func blocked(
    _ tool: Tool, _ target: ConnectionString, _ arguments: [String],
    _ body: (Connection) async throws -> Void
  ) async throws -> Tool.Outcome {
    let blocker = try await Connection.connect(to: target, applicationName: "blocker")
    try await blocker.execute("BEGIN; LOCK TABLE users IN ACCESS SHARE MODE")
    let outcome = try await tool.run(arguments) { _ in
      try await wait(until: aRunWaits, on: target)
      try await body(blocker)
    }
    await blocker.close()
    return outcome
  }

  private let wider = users.replacing(
    "- {name: name", with: "- {name: mail, type: text}\n  - {name: name")

  @Test func secondRunner() async throws {
    let project = try project()
    try await withDatabase { target in
      let tool = Tool(project, target)
      try await tool.run("run")
      try project.write(wider, to: "schema/tables/users.yaml")
      let first = try await blocked(tool, target, ["run"]) { blocker in
        let refused = try await tool.run("run")
        let json = try await tool.run("run", "--json")
        #expect(refused.code == 6)
        #expect(json.code == 6)
        let holder = try await value(
          """
          SELECT pid FROM pg_stat_activity
          WHERE application_name = 'schema-flow lock' AND datname = current_database()
          """, on: target)
        #expect(refused.errors.contains("pid \(try #require(holder))"))
        #expect(refused.errors.contains("application 'schema-flow lock'"))
        try expectGolden("second-runner", refused, json)
        try await blocker.execute("COMMIT")
      }
      #expect(first.code == 0, "\(first.errors)")
    }
  }

  @Test func secondRunnerThatWaits() async throws {
    let project = try project()
    try await withDatabase { target in
      let tool = Tool(project, target)
      try await tool.run("run")
      try project.write(wider, to: "schema/tables/users.yaml")
      let first = try await blocked(tool, target, ["run"]) { blocker in
        async let second = tool.run(["run", "--lock-wait", "30000"]) { _ in }
        try await wait(
          until: """
            (SELECT count(*) = 2 FROM pg_stat_activity
             WHERE application_name = 'schema-flow lock' AND datname = current_database())
            """, on: target)
        try await blocker.execute("COMMIT")
        #expect(try await second.code == 0)
      }
      #expect(first.code == 0, "\(first.errors)")
      try await expectNothingLeft(tool)
    }
  }

  @Test func releasedInTime() async throws {
    let project = try project()
    try await withDatabase { target in
      let tool = Tool(project, target)
      try await tool.run("run")
      try project.write(wider, to: "schema/tables/users.yaml")
      let outcome = try await blocked(tool, target, ["run", "--lock-timeout", "20000"]) {
        try await $0.execute("COMMIT")
      }
      #expect(outcome.code == 0, "\(outcome.errors)")
      try await expectNothingLeft(tool)
      // After the first attempts have failed, too.
      try project.write(users, to: "schema/tables/users.yaml")
      let blocker = try await Connection.connect(to: target, applicationName: "blocker")
      try await blocker.execute("BEGIN; LOCK TABLE users IN ACCESS SHARE MODE")
      let retried = try await tool.run(
        ["run", "--allow-destructive", "--lock-timeout", "100", "--max-retries", "50"]
      ) { _ in
        // A transaction that aborted after its wait leaves no trace but its number.
        try await wait(until: aRunWaits, on: target)
        try await wait(until: "NOT \(aRunWaits)", on: target)
        try await blocker.execute("COMMIT")
      }
      await blocker.close()
      #expect(retried.code == 0, "\(retried.errors)")
      #expect(retried.errors.contains("attempt"), "\(retried.errors)")
    }
  }

  @Test func notReleased() async throws {
    let project = try project()
    try await withDatabase { target in
      let tool = Tool(project, target)
      try await tool.run("run")
      try project.write(wider, to: "schema/tables/users.yaml")
      let blocker = try await Connection.connect(to: target, applicationName: "blocker")
      try await blocker.execute("BEGIN")
      try await blocker.execute("SELECT 'in the way' FROM users")
      let arguments = ["--lock-timeout", "200", "--max-retries", "1"]
      let text = try await tool.run(["run"] + arguments) { _ in }
      let json = try await tool.run(["run", "--json", "--transactions", "per-table"] + arguments) {
        _ in
      }
      #expect(text.code == 6)
      #expect(json.code == 6)
      let said = text.output + text.errors
      #expect(said.contains("pid \(blocker.backendPID)"))
      #expect(said.contains("SELECT 'in the way' FROM users"))
      #expect(json.output.contains("SELECT 'in the way' FROM users"))
      await blocker.close()
      #expect(
        try await value(
          "SELECT count(*) FROM pg_attribute WHERE attrelid = 'users'::regclass AND attnum > 0",
          on: target) == "2")
    }
  }

  @Test func concurrentIndexWaitsLongerThanTheLockTimeout() async throws {
    let project = try project()
    try await withDatabase { target in
      let tool = Tool(project, target)
      try await tool.run("run")
      try project.write(users + "indexes: [{columns: [name]}]\n", to: "schema/tables/users.yaml")
      let blocker = try await Connection.connect(to: target, applicationName: "blocker")
      try await blocker.execute("BEGIN; LOCK TABLE users IN ROW EXCLUSIVE MODE")
      let outcome = try await tool.run(
        ["run", "--lock-timeout", "50", "--statement-timeout", "50", "--max-retries", "0"]
      ) { _ in
        try await wait(
          until: """
            EXISTS (SELECT FROM pg_stat_activity WHERE application_name = 'schema-flow run'
              AND wait_event_type = 'Lock' AND datname = current_database()
              AND query_start < clock_timestamp() - interval '300 ms')
            """, on: target)
        try await blocker.execute("COMMIT")
      }
      await blocker.close()
      #expect(outcome.code == 0, "\(outcome.errors)\(outcome.output)")
      try await expectNothingLeft(tool)
    }
  }
}

/// Requires that a further plan is empty.
func expectNothingLeft(
  _ tool: Tool, location: SourceLocation = #_sourceLocation
) async throws {
  let plan = try await tool.run("plan", "--exit-code")
  #expect(plan.code == 0, "\(plan.transcript)", sourceLocation: location)
}
