import Planning
import Postgres
import SchemaCore
import Testing

@testable import Execution

struct ExecutorTests {
  @Test func executesStepsInOrder() async throws {
    try await withStage { stage async throws in
      let recorder = Recorder()
      let report = await stage.executor(recorder: recorder).execute(
        plan(
          operation("CREATE TABLE t (a int)"), operation("INSERT INTO t VALUES (1)"),
          operation("CREATE INDEX CONCURRENTLY i ON t (a)", transactionality: .outside),
          operation("ALTER TABLE t ADD b int")))
      #expect(report.failure == nil)
      #expect(report.executed == [0, 1, 2, 3])
      #expect(
        recorder.words == [
          "step 0..<2", "start 0", "start 1", "done 0", "done 1", "committed 0..<2",
          "step 2..<3", "start 2", "done 2", "committed 2..<3",
          "step 3..<4", "start 3", "done 3", "committed 3..<4",
        ])
      #expect(try await stage.value("SELECT count(*) FROM t") == "1")
      #expect(await stage.connection.transactionStatus == .idle)
      let timeout = try await stage.connection.query("SHOW lock_timeout")[0, 0]
      #expect(timeout == "0")
    }
  }

  @Test func aFailureRollsItsTransactionBack() async throws {
    try await withStage { stage async throws in
      let recorder = Recorder()
      let report = await stage.executor(recorder: recorder).execute(
        plan(
          operation("CREATE TYPE e AS ENUM ('a')", transactionality: .commitBoundaryAfter),
          operation("CREATE TABLE t (a int)"), operation("SELECT 1", "SELECT missing FROM t"),
          operation("CREATE TABLE u (a int)")))
      let failure = try #require(report.failure)
      #expect(failure.index == 2)
      #expect(failure.operation?.statements.count == 2)
      #expect(failure.statement == "SELECT missing FROM t")
      #expect(failure.error.sqlState == .undefinedColumn)
      #expect(failure.error.position == 8)
      #expect(failure.failureClass == .dependency)
      #expect(failure.attempts == 1)
      #expect(report.executed == [0])
      #expect(report.rolledBack == [1, 2, 3])
      #expect(recorder.words.suffix(1) == ["rolled back 1..<4"])
      #expect(try await stage.value("SELECT to_regclass('t')") == nil)
      #expect(await stage.connection.transactionStatus == .idle)
    }
  }

  @Test func aDeferredConstraintFailsAtCommit() async throws {
    try await withStage(
      "CREATE TABLE t (a int PRIMARY KEY, b int REFERENCES t DEFERRABLE INITIALLY DEFERRED)"
    ) { stage async throws in
      let report = await stage.executor().execute(plan(operation("INSERT INTO t VALUES (1, 2)")))
      #expect(report.failure?.statement == "COMMIT")
      #expect(report.failure?.operation == nil)
      #expect(report.failure?.failureClass == .data)
      #expect(report.rolledBack == [0])
      #expect(await stage.connection.transactionStatus == .idle)
    }
  }

  @Test func aLostConnectionIsReported() async throws {
    try await withStage { stage async throws in
      let report = await stage.executor().execute(
        plan(
          operation("CREATE TABLE t (a int)"),
          operation("SELECT pg_terminate_backend(pg_backend_pid())")))
      #expect(report.failure?.failureClass == .connection)
      #expect(report.rolledBack == [0, 1])
      #expect(try await stage.value("SELECT to_regclass('t')") == nil)
    }
  }

  @Test func aConnectionLostInCommitLeavesTheOutcomeOpen() async throws {
    try await withStage(
      """
      CREATE TABLE t (a int);
      CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END $$;
      CREATE CONSTRAINT TRIGGER die AFTER INSERT ON t DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW EXECUTE FUNCTION die()
      """
    ) { stage async throws in
      let report = await stage.executor().execute(
        plan(
          operation("CREATE TABLE u (a int)", transactionality: .commitBoundaryAfter),
          operation("INSERT INTO t VALUES (1)")))
      #expect(report.failure?.failureClass == .unknownOutcome)
      #expect(report.executed == [0])
      #expect(report.uncertain == [1])
      #expect(report.rolledBack == [])
    }
  }

  @Test func bootstrapSettingsHoldForBootstrapOnly() async throws {
    try await withStage { stage async throws in
      let options = ExecutionOptions.with { $0.bootstrapSession = [("app.actor", "it's me")] }
      let look: SQLFragment = """
        INSERT INTO t VALUES (current_setting('smplcty.bootstrap', true)
          || ',' || current_setting('app.actor', true))
        """
      let report = await stage.executor(options).execute(
        plan(operation("CREATE TABLE t (a text)", look), operation(look), bootstrapCount: 1))
      #expect(report.failure == nil)
      #expect(try await stage.values("SELECT a FROM t") == ["true,it's me", ","])
    }
  }

  @Test func thePerTransactionScriptRunsInEachTransaction() async throws {
    try await withStage("CREATE TABLE t (a text)") { stage async throws in
      let options = ExecutionOptions.with {
        $0.perTransactionSQL = "SELECT 1; SET LOCAL app.actor = 'tool';"
      }
      let look: SQLFragment = "INSERT INTO t VALUES (current_setting('app.actor', true))"
      let report = await stage.executor(options).execute(
        plan(
          operation(look, transactionality: .commitBoundaryAfter), operation(look),
          operation(look, look, transactionality: .ownTransaction)))
      #expect(report.failure == nil)
      #expect(try await stage.values("SELECT a FROM t") == ["tool", "tool", "tool", "tool"])
    }
  }

  @Test func aPerTransactionScriptMayNotCommit() async throws {
    try await withStage { stage async throws in
      let options = ExecutionOptions.with { $0.perTransactionSQL = "COMMIT" }
      let report = await stage.executor(options).execute(plan(operation("CREATE TABLE t ()")))
      #expect(report.failure?.error.sqlState == .noActiveTransaction)
      #expect(report.failure?.operation == nil)
      #expect(try await stage.value("SELECT to_regclass('t')") == nil)
    }
  }

  @Test func anOperationInItsOwnTransactionsCanStopHalfWay() async throws {
    try await withStage("CREATE TABLE t (a int); INSERT INTO t VALUES (NULL)") {
      stage async throws in
      let report = await stage.executor().execute(
        plan(
          operation(
            "ALTER TABLE t ADD CONSTRAINT c CHECK (a IS NOT NULL) NOT VALID",
            "ALTER TABLE t VALIDATE CONSTRAINT c", "ALTER TABLE t ALTER a SET NOT NULL",
            transactionality: .ownTransaction)))
      #expect(report.failure?.failureClass == .data)
      #expect(report.failure?.index == 0)
      #expect(report.incomplete == [0])
      #expect(report.executed == [])
      #expect(report.rolledBack == [])
      #expect(
        try await stage.value("SELECT convalidated FROM pg_constraint WHERE conname = 'c'") == "f")
    }
  }

  @Test func aFailedConcurrentBuildIsReportedAndNotRetried() async throws {
    try await withStage("CREATE TABLE t (a int); INSERT INTO t VALUES (1), (1)") {
      stage async throws in
      let report = await stage.executor().execute(
        plan(
          operation(
            "CREATE UNIQUE INDEX CONCURRENTLY i ON t (a)", transactionality: .outside)))
      #expect(report.failure?.failureClass == .data)
      #expect(report.incomplete == [0])
      #expect(report.retries == 0)
      #expect(
        try await stage.value("SELECT indisvalid FROM pg_index WHERE indexrelid = 'i'::regclass")
          == "f")
      #expect(try await stage.connection.query("SHOW search_path")[0, 0] == "\"$user\", public")
    }
  }

  @Test func validationLeavesNothing() async throws {
    try await withStage("CREATE TABLE t (a int)") { stage async throws in
      let report = await stage.executor().validate(
        plan(
          operation("CREATE TABLE u (a int)"),
          operation(
            "CREATE INDEX CONCURRENTLY i ON t (a)", transactionalForm: ["CREATE INDEX i ON t (a)"],
            transactionality: .outside),
          operation("ALTER TABLE t ADD b int", transactionality: .ownTransaction)))
      #expect(report.failure == nil)
      #expect(report.rolledBack == [0, 1, 2])
      #expect(report.executed == [])
      #expect(report.unvalidated == [])
      #expect(try await stage.value("SELECT to_regclass('u')") == nil)
      #expect(try await stage.value("SELECT to_regclass('i')") == nil)
    }
  }

  @Test func validationLeavesOutTheUseOfANewEnumValue() async throws {
    try await withStage("CREATE TYPE e AS ENUM ('a')") { stage async throws in
      let report = await stage.executor().validate(
        plan(
          operation("ALTER TYPE e ADD VALUE 'b'", transactionality: .commitBoundaryAfter),
          operation("CREATE TABLE t (a e DEFAULT 'b', CHECK (a <> 'b'))"),
          operation("INSERT INTO t VALUES ('a')"), operation("CREATE TABLE u (a int)")))
      #expect(report.failure == nil)
      #expect(report.unvalidated == [1, 2])
      #expect(report.rolledBack == [0, 3])
      #expect(try await stage.value("SELECT count(*) FROM pg_enum") == "1")
    }
  }

  @Test func validationFindsFailures() async throws {
    try await withStage { stage async throws in
      let report = await stage.executor().validate(
        plan(operation("CREATE TABLE u (a int)"), operation("CREATE TABLE u (a int)")))
      #expect(report.failure?.index == 1)
      #expect(report.failure?.failureClass == .conflict)
      #expect(report.rolledBack == [0, 1])
    }
  }
}
