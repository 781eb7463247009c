import Postgres
import SourceText
import Testing

@testable import Execution

struct ScriptTests {
  @Test func cutsStatementsLikePsql() {
    let script = ScriptStatements(
      """
      -- A comment; with a semicolon
      CREATE TABLE t (a text DEFAULT ';');
      CREATE RULE r AS ON INSERT TO t DO ALSO (SELECT 1; SELECT 2);
      CREATE OR REPLACE FUNCTION f(x int) RETURNS int LANGUAGE sql
      BEGIN ATOMIC
        SELECT CASE WHEN x > 0 THEN 1 ELSE 0 END;
        SELECT 2;
      END;
      DO $$ BEGIN PERFORM 1; END $$;;
      SELECT 1 -- no end
      """)
    #expect(
      script.statements.map { String($0.text.prefix(20)) } == [
        "CREATE TABLE t (a te", "CREATE RULE r AS ON ", "CREATE OR REPLACE FU",
        "DO $$ BEGIN PERFORM ", "SELECT 1",
      ])
    #expect(!script.statements.contains { $0.isTransactionControl })
    #expect(
      script.position(of: nil, in: script.statements[4]) == SourcePosition(line: 10, column: 1))
  }

  @Test(arguments: [
    "BEGIN", "commit", "ROLLBACK", "END", "ABORT", "START TRANSACTION", "ROLLBACK AND CHAIN",
    "PREPARE TRANSACTION 'a'", "COMMIT PREPARED 'a'",
  ])
  func knowsTransactionControl(_ sql: String) {
    #expect(ScriptStatements("SELECT 1; \(sql);").statements[1].isTransactionControl)
  }

  @Test(arguments: [
    "SAVEPOINT a", "ROLLBACK TO a", "ROLLBACK WORK TO SAVEPOINT a", "RELEASE a",
    "PREPARE a AS SELECT 1", "SET TRANSACTION READ ONLY",
  ])
  func knowsWhatOnlyLooksLikeIt(_ sql: String) {
    #expect(!ScriptStatements(sql).statements[0].isTransactionControl)
  }

  @Test func countsScalarsForPositions() {
    let script = ScriptStatements("SELECT 'é';\nSELECT 'ü', missing")
    #expect(
      script.position(of: 13, in: script.statements[1]) == SourcePosition(line: 2, column: 13))
  }

  @Test func runsAndRecordsAScript() async throws {
    try await withStage("CREATE SCHEMA app") { stage in
      let runner = try await runner(stage)
      let text = "CREATE TABLE t (a int);\nINSERT INTO t VALUES (1);\nSET search_path = '';"
      try await runner.run(text: text, path: "pre/1.sql", phase: "pre")
      #expect(try await stage.value("SELECT count(*) FROM app.t") == "1")
      let history = try await StateSchema(connection: stage.connection).history()
      #expect(history.map(\.filePath) == ["pre/1.sql"])
      #expect(history[0].schema == "app")
      #expect(history[0].phase == "pre")
      #expect(history[0].hash == ScriptRunner.contentHash(of: Array(text.utf8)))
      #expect(try await stage.connection.query("SHOW search_path")[0, 0] == "\"$user\", public")
    }
  }

  @Test func hashesAsOthersDo() {
    #expect(
      ScriptRunner.contentHash(of: Array("abc".utf8))
        == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
  }

  @Test func aFailureHasItsPlaceAndLeavesNothing() async throws {
    try await withStage("CREATE SCHEMA app") { stage in
      let runner = try await runner(stage)
      let failure = await #expect(throws: ExecutionFailure.self) {
        try await runner.run(
          text: "CREATE TABLE t (a int);\n-- ü\n  SELECT a,\n    missing FROM t;\n",
          path: "pre/1.sql", phase: "pre")
      }
      #expect(failure?.scriptPosition == SourcePosition(line: 4, column: 5))
      #expect(failure?.statement == "SELECT a,\n    missing FROM t")
      #expect(failure?.error.position == 15)
      #expect(try await stage.value("SELECT to_regclass('app.t')") == nil)
      #expect(try await StateSchema(connection: stage.connection).history().isEmpty)
      #expect(await stage.connection.transactionStatus == .idle)
    }
  }

  /// A failure without a position is at its statement.
  @Test func aFailureInDataHasThePlaceOfItsStatement() async throws {
    try await withStage("CREATE SCHEMA app; CREATE TABLE app.t (a int PRIMARY KEY)") { stage in
      let runner = try await runner(stage)
      let failure = await #expect(throws: ExecutionFailure.self) {
        try await runner.run(
          text: "INSERT INTO t VALUES (1);\n  INSERT INTO t VALUES (1);", path: "a", phase: "post")
      }
      #expect(failure?.scriptPosition == SourcePosition(line: 2, column: 3))
      #expect(failure?.failureClass == .data)
    }
  }

  @Test func refusesTransactionControl() async throws {
    try await withStage("CREATE SCHEMA app") { stage in
      let runner = try await runner(stage)
      let failure = await #expect(throws: ExecutionFailure.self) {
        try await runner.run(text: "SELECT 1;\nCOMMIT;", path: "a", phase: "post")
      }
      #expect(failure?.scriptPosition == SourcePosition(line: 2, column: 1))
      #expect(failure?.failureClass == .sessionShape)
      #expect(failure?.error.hint != nil)
    }
  }

  @Test func hintsAtWhatNeedsNoTransaction() async throws {
    try await withStage("CREATE SCHEMA app; CREATE TABLE app.t (a int)") { stage in
      let runner = try await runner(stage)
      let failure = await #expect(throws: ExecutionFailure.self) {
        try await runner.run(
          text: "CREATE INDEX CONCURRENTLY ON t (a)", path: "a", phase: "post")
      }
      #expect(failure?.failureClass == .sessionShape)
      #expect(failure?.error.hint?.contains("YAML") == true)
    }
  }

  @Test func contentionIsRetried() async throws {
    try await withStage("CREATE SCHEMA app; CREATE TABLE app.t (a int)") { stage in
      try await stage.other.execute("BEGIN; LOCK TABLE app.t")
      let pace = Pace(delay: { _ in try await stage.other.execute("COMMIT") }, random: { 0 })
      let runner = try await runner(
        stage, stage.executor(.with { $0.lockTimeout = 50 }, pace: pace))
      try await runner.run(text: "ALTER TABLE t ADD b int", path: "a", phase: "post")
      #expect(try await stage.value("SELECT count(b) FROM app.t") == "0")
    }
  }

  @Test func anEmptyScriptIsRecorded() async throws {
    try await withStage { stage in
      let runner = try await runner(stage)
      try await runner.run(text: "-- nothing\n", path: "a", phase: "post")
      #expect(try await StateSchema(connection: stage.connection).history().count == 1)
    }
  }

  private func runner(_ stage: Stage, _ executor: Executor? = nil) async throws -> ScriptRunner {
    let state = StateSchema(connection: stage.connection)
    try await state.ensure()
    return ScriptRunner(
      executor: executor ?? stage.executor(), state: state, defaultSchema: "app")
  }
}
