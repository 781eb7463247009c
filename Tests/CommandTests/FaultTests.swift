import Postgres
import TestSupport
import Testing

/// A refused statement in each phase: what is told, what is left, and the run that completes it.
@Suite struct FaultTests {
  /// The fault of the extensions' phase needs one to install.
  private static let faults =
    ServerFeatures.has(extension: "pg_trgm")
    ? Fault.early + Fault.late : Array(Fault.early.dropFirst()) + Fault.late

  @Test(arguments: faults) func refused(_ fault: Fault) async throws {
    let project = try ProjectDirectory(fault.files)
    try await withDatabase { target in
      if !fault.live.isEmpty { try await execute(fault.live, on: target) }
      let tool = Tool(project, target)
      let failed = try await tool.run("run")
      #expect(failed.code == 4)
      #expect(try await value("SELECT \(fault.afterwards)", on: target) == "t")
      if !fault.repair.isEmpty { try await execute(fault.repair, on: target) }
      for (path, text) in fault.repaired { try project.write(text, to: path) }
      let completed = try await tool.run("run")
      #expect(completed.code == 0, "\(completed.errors)\(completed.output)")
      let left = try await tool.run("plan", "--exit-code")
      #expect(left.code == 0, "\(left.transcript)")
      #expect(
        try await value("SELECT count(*) FROM pg_index WHERE NOT indisvalid", on: target) == "0")
      try expectGolden("fault-\(fault.name)", failed, completed)
    }
  }

  @Test func asOneDocument() async throws {
    let fault = Fault.late[0]
    try await withDatabase { target in
      let failed = try await Tool(try ProjectDirectory(fault.files), target).run("run", "--json")
      #expect(failed.code == 4)
      try expectGolden("fault-json", failed)
    }
  }

  @Test func precheck() async throws {
    let project = try ProjectDirectory([
      "schema/tables/items.yaml": """
      table: items
      columns:
        - {name: id, type: bigint, primary_key: true}
      prechecks:
        - name: is_small
          query: SELECT count(*) < 0 FROM pg_class
          message: the database is too large

      """,
      "pre/1.sql": "CREATE TABLE before ();\n",
    ])
    try await withDatabase { target in
      let tool = Tool(project, target)
      let outcomes = [try await tool.run("run"), try await tool.run("run", "--json")]
      #expect(outcomes.map(\.code) == [3, 3])
      let relations = """
        SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace
        """
      #expect(try await value(relations, on: target) == "0")
      let skipped = try await tool.run("run", "--skip-checks")
      #expect(skipped.code == 0)
      try expectGolden("precheck", outcomes[0], outcomes[1], skipped)
    }
  }

  @Test func validationFinds() async throws {
    let fault = Fault.late[0]
    try await withDatabase { target in
      let failed = try await Tool(try ProjectDirectory(fault.files), target).run("validate")
      #expect(failed.code == 4)
      #expect(try await value("SELECT to_regclass('items') IS NULL", on: target) == "t")
      try expectGolden("validate-fails", failed)
    }
  }
}
