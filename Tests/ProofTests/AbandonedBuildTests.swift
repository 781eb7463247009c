import Postgres
import SchemaFlow
import TestSupport
import Testing

/// The server goes on with an index build whose tool was killed, and the next run meets it.
@Suite struct AbandonedBuildTests {
  private static let table = """
    table: items
    columns:
      - {name: id, type: int}
    """

  @Test func theNextRunWaitsForTheBuild() async throws {
    try await withDatabase { target in
      let project = try ProjectDirectory(["schema/items.yaml": Self.table])
      let stage = try await Stage(project, target)
      try await stage.run()
      let session = Session(target)
      let (writer, builder) = (try await session.open(as: "w"), try await session.open(as: "b"))
      // The build waits for a writer, and then for the snapshots of others.
      try await writer.execute("BEGIN; INSERT INTO items VALUES (1)")
      async let build: Void = builder.execute("CREATE INDEX CONCURRENTLY by_id ON items (id)")
      try await stage.wait(for: "SELECT FROM pg_index WHERE NOT indisvalid")
      try project.write(
        Self.table + "\nindexes:\n  - {columns: [id], name: by_id}", to: "schema/items.yaml")
      async let run = project.run(target)
      try await stage.wait(
        for: """
          SELECT FROM pg_locks JOIN pg_stat_activity USING (pid)
          WHERE NOT granted AND locktype = 'relation' AND application_name = 'schema-flow run'
          """)
      try await writer.execute("COMMIT")
      try await build
      let result = try await run
      #expect(result.isSuccess, "\(result.failure.map { "\($0)" } ?? "")")
      #expect(
        try await stage.rows("SELECT indexrelid::regclass, indisvalid FROM pg_index")
          .filter { $0[0] == "by_id" } == [["by_id", "t"]])
      await session.close()
      await stage.close()
    }
  }
}

extension Stage {
  /// Asks until a query returns a row, for at most half a minute.
  fileprivate func wait(for sql: String) async throws {
    let deadline = ContinuousClock.now + .seconds(30)
    var isThere = false
    while !isThere, ContinuousClock.now < deadline { isThere = try await !rows(sql).isEmpty }
    try #require(isThere, "never came true: \(sql)")
  }
}
