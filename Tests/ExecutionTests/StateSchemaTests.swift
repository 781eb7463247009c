import Postgres
import SchemaCore
import Testing

@testable import Execution

struct StateSchemaTests {
  @Test func createsItsTablesOnce() async throws {
    try await withStage { stage in
      let state = StateSchema(connection: stage.connection)
      #expect(try await state.history().isEmpty)
      try await state.ensure()
      try await state.ensure()
      #expect(
        try await stage.values(tables) == [
          "backfill_progress", "expand_state", "fingerprints", "history", "runs", "settled",
          "snapshots",
        ])
      #expect(await stage.connection.transactionStatus == .idle)
    }
  }

  @Test func sessionsMayCreateItAtOnce() async throws {
    try await withStage { stage in
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<6 {
          group.addTask {
            let connection = try await Connection.connect(
              to: stage.target, applicationName: "race")
            try await StateSchema(connection: connection).ensure()
            await connection.close()
          }
        }
        try await group.waitForAll()
      }
      #expect(try await stage.values(tables).count == 7)
    }
  }

  /// A tool that knows no lock has created the schema and not committed yet.
  @Test func survivesTheRaceWithAnotherTool() async throws {
    try await withStage { stage in
      try await stage.other.execute("BEGIN; CREATE SCHEMA _smplcty_schema_flow")
      let observer = try await Connection.connect(to: stage.target, applicationName: "looks")
      let state = StateSchema(connection: stage.connection)
      async let done: Void = state.ensure()
      let pid = "\(stage.connection.backendPID)"
      while try await observer.query(
        "SELECT cardinality(pg_blocking_pids($1::int))", [pid])[0, 0] == "0"
      {}
      try await stage.other.execute("COMMIT")
      try await done
      #expect(try await stage.values(tables).count == 7)
      await observer.close()
    }
  }

  @Test func keepsTheOriginalToolsTables() async throws {
    try await withStage(
      """
      CREATE SCHEMA _smplcty_schema_flow;
      CREATE TABLE _smplcty_schema_flow.history (file_path varchar(500) NOT NULL,
        pg_schema varchar(63) NOT NULL, file_hash char(64) NOT NULL, phase varchar(10) NOT NULL,
        applied_at timestamptz DEFAULT now(), PRIMARY KEY (file_path, pg_schema));
      CREATE TABLE _smplcty_schema_flow.snapshots (id serial PRIMARY KEY, operations jsonb,
        pg_schema text, created_at timestamptz DEFAULT now());
      INSERT INTO _smplcty_schema_flow.history VALUES
        ('pre/1.sql', 'public', repeat('a', 64), 'pre', '2024-05-06 07:08:09+00');
      """
    ) { stage in
      let state = StateSchema(connection: stage.connection)
      try await state.ensure()
      #expect(try await stage.values(tables).count == 7)
      let hash = String(repeating: "b", count: 64)
      try await state.record(path: "pre/2.sql", hash: hash, phase: "pre", schema: "public")
      try await state.recordSnapshot([operation("SELECT 1")], schema: "public")
      let history = try await state.history()
      #expect(history.map(\.filePath) == ["pre/1.sql", "pre/2.sql"])
      #expect(history[0].hash == String(repeating: "a", count: 64))
      #expect(history[0].appliedAt == "2024-05-06T07:08:09Z")
      #expect(history[1].hash == hash)
      try await state.record(path: "pre/1.sql", hash: hash, phase: "pre", schema: "public")
      #expect(try await state.history().count == 2)
    }
  }

  /// Who may only use what is there needs no right to create it.
  @Test func asksForNothingThatExists() async throws {
    try await withStage { stage in
      try await StateSchema(connection: stage.connection).ensure()
      try await stage.connection.execute(
        "CREATE ROLE state_reader_\(stage.connection.backendPID);"
          + "SET ROLE state_reader_\(stage.connection.backendPID)")
      try await StateSchema(connection: stage.connection).ensure()
      try await stage.connection.execute(
        "RESET ROLE; DROP ROLE state_reader_\(stage.connection.backendPID)")
    }
  }

  @Test func theHistoryTableMayHaveAnotherName() async throws {
    try await withStage { stage in
      let state = StateSchema(connection: stage.connection, historyTable: "My History")
      try await state.ensure()
      try await state.record(path: "a", hash: "b", phase: "post", schema: "app")
      #expect(try await state.history().map(\.schema) == ["app"])
      #expect(try await stage.values(tables).contains("My History"))
    }
  }

  @Test func recordsFingerprints() async throws {
    try await withStage { stage in
      let state = StateSchema(connection: stage.connection)
      try await state.ensure()
      try await state.recordFingerprints([
        ("view public.\"v,{}\\\"", "d1", "l1"), ("view public.w", "d2", "l2"),
      ])
      try await state.recordFingerprints([
        ("view public.w", "old", "old"), ("view public.w", "d3", "l3"),
      ])
      let rows = try await stage.other.query("\(StateSchema.fingerprintsQuery) ORDER BY 1")
      #expect(rows.rowCount == 2)
      #expect(rows[0, 0] == "view public.\"v,{}\\\"")
      #expect(rows[1, 1] == "d3")
      #expect(rows[1, 2] == "l3")
      try await state.removeFingerprints(["view public.w"])
      #expect(
        try await stage.value("SELECT count(*) FROM _smplcty_schema_flow.fingerprints") == "1")
    }
  }

  @Test func recordsRunsAndSnapshots() async throws {
    try await withStage { stage in
      let state = StateSchema(connection: stage.connection, perTransactionSQL: "SET LOCAL a.b = 1")
      try await state.ensure()
      let run = try await state.startRun(toolVersion: "1.0.0")
      try await state.finishRun(run, outcome: "done", operations: 2)
      #expect(
        try await stage.value(
          """
          SELECT outcome || operations || tool_version FROM _smplcty_schema_flow.runs
          WHERE finished_at >= started_at
          """) == "done21.0.0")
      var create = operation("CREATE TABLE t (\"a\\b\" text DEFAULT E'\\n\u{1}\t')")
      create.reversal = .statements(["DROP TABLE t"])
      try await state.recordSnapshot([create, operation("SELECT 1", "SELECT 2")], schema: "app")
      let snapshots = "_smplcty_schema_flow.snapshots"
      #expect(
        try await stage.value("SELECT operations->0->>'sql' FROM \(snapshots)")
          == create.statements[0].sql)
      #expect(
        try await stage.value("SELECT operations->0->'reversal'->>0 FROM \(snapshots)")
          == "DROP TABLE t")
      #expect(
        try await stage.value("SELECT operations->1->>'irreversible' FROM \(snapshots)")
          == "no reverse statement is known")
      #expect(try await stage.value("SELECT pg_schema FROM \(snapshots)") == "app")
    }
  }

  private let tables = """
    SELECT relname FROM pg_class WHERE relkind = 'r'
      AND relnamespace = '_smplcty_schema_flow'::regnamespace ORDER BY relname COLLATE "C"
    """
}
