import FoundationEssentials
import Postgres
import TestSupport
import Testing

/// Arguments, scaffolds and small projects.
@Suite struct UsageTests {
  @Test func helpAndVersion() async throws {
    let tool = Tool(try ProjectDirectory([:]))
    try expectGolden(
      "help", try await tool.run("--help"), try await tool.run("run", "--help"),
      try await tool.run("--version"))
  }

  @Test func wrongArguments() async throws {
    let tool = Tool(try ProjectDirectory([:]))
    let outcomes = [
      try await tool.run("plan", "--alow-destructive"), try await tool.run("aply"),
      try await tool.run("run", "everything"), try await tool.run("plan", "--lock-timeout", "-5"),
      try await tool.run("plan", "--max-retries", "many"), try await tool.run("new", "pre"),
      try await tool.run("plan", "--transactions", "none"),
      try await tool.run("plan", "--per-tx-sql", "missing.sql"),
    ]
    #expect(outcomes.map(\.code) == Array(repeating: 1, count: outcomes.count))
    #expect(outcomes.allSatisfy { $0.output.isEmpty })
    try expectGolden("wrong-arguments-1", outcomes[0], outcomes[1], outcomes[2], outcomes[3])
    try expectGolden("wrong-arguments-2", outcomes[4], outcomes[5], outcomes[6], outcomes[7])
  }

  @Test func aNewProject() async throws {
    let project = try ProjectDirectory([:])
    var tool = Tool(project)
    let made = try await tool.run("init")
    let again = try await tool.run("init")
    let pre = try await tool.run("new", "pre", "--name", "rename users")
    let post = try await tool.run("new", "post", "--name", "refresh")
    let next = try await tool.run("new", "post", "--name", "analyze", "--json")
    let mixin = try await tool.run("new", "mixin", "--name", "timestamps")
    let taken = try await tool.run("new", "mixin", "--name", "timestamps")
    #expect(names(in: "\(project.path)/post") == ["001_refresh.sql", "002_analyze.sql"])
    try expectGolden("init", made, again)
    try expectGolden("new", pre, post, next, mixin, taken)
    try await withDatabase { target in
      tool.database = target
      let baseline = try await tool.run("baseline")
      let status = try await tool.run("status")
      let run = try await tool.run("run")
      let empty = try await tool.run("plan", "--exit-code")
      let states = try await tool.run("status", "--json")
      #expect(run.code == 0)
      #expect(empty.code == 0)
      try expectGolden("baseline", baseline, status, run, empty, states)
    }
  }

  @Test func changesByExitCode() async throws {
    let project = try ProjectDirectory(["schema/tables/users.yaml": users])
    try await withDatabase { target in
      let tool = Tool(project, target)
      let changes = try await tool.run("plan", "--exit-code")
      let quiet = try await tool.run("plan", "--exit-code", "--quiet")
      #expect(changes.code == 2)
      #expect(quiet.code == 2)
      try await tool.run("run")
      let narrower = "table: users\ncolumns:\n  - {name: id, type: bigint}\n"
      try project.write(narrower, to: "schema/tables/users.yaml")
      let blocked = try await tool.run("plan")
      let kept = try await tool.run("run")
      let dropped = try await tool.run("run", "--allow-destructive")
      let left = try await tool.run("plan", "--exit-code")
      #expect(left.code == 0)
      try expectGolden("destructive", changes, quiet, blocked, kept, dropped)
    }
  }

  @Test func partsOfARun() async throws {
    let project = try ProjectDirectory([
      "schema/tables/users.yaml": users, "pre/1.sql": "CREATE TABLE before ();\n",
      "post/1.sql": "INSERT INTO users (id) VALUES (1);\n",
    ])
    try await withDatabase { target in
      let tool = Tool(project, target)
      let pre = try await tool.run("run", "pre")
      #expect(try await value("SELECT to_regclass('users') IS NULL", on: target) == "t")
      let migrated = try await tool.run("run", "migrate")
      #expect(try await value("SELECT count(*) FROM users", on: target) == "0")
      let post = try await tool.run("run", "post")
      #expect(try await value("SELECT count(*) FROM users", on: target) == "1")
      try expectGolden("parts", pre, migrated, post)
    }
  }

  @Test func outputThatNobodyReads() async throws {
    let project = try ProjectDirectory(["schema/tables/users.yaml": users])
    try await withDatabase { target in
      let tool = Tool(project, target)
      let closed = try await tool.shell("\"$SCHEMA_FLOW\" plan --verbose | true; echo done")
      #expect(closed.output == "done\n")
      #expect(closed.errors == "")
      let nowhere = try await tool.shell("\"$SCHEMA_FLOW\" run >&-; echo $?")
      #expect(nowhere.output == "0\n")
    }
  }
}

let users = """
  table: users
  columns:
    - {name: id, type: bigint, primary_key: true}
    - {name: name, type: text}

  """
