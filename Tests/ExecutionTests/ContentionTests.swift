import Planning
import Postgres
import SchemaCore
import Testing

@testable import Execution

struct ContentionTests {
  private let lock = [RelationLock(ObjectID("table", schema: "public", "t"), .accessExclusive)]

  @Test func retriesUntilTheLockIsReleased() async throws {
    try await withStage("CREATE TABLE t (a int)") { stage in
      try await stage.other.execute("BEGIN; SELECT * FROM t")
      let recorder = Recorder()
      let pace = Pace(
        delay: { _ in try await stage.other.execute("COMMIT") }, random: { 0.5 })
      let report = await stage.executor(
        .with { $0.lockTimeout = 400 }, recorder: recorder, pace: pace
      ).execute(plan(operation("ALTER TABLE t ADD b int", locks: lock)))
      #expect(report.failure == nil)
      #expect(report.executed == [0])
      #expect(report.retries == 1)
      #expect(
        recorder.words == [
          "step 0..<1", "start 0", "rolled back 0..<1", "retry 1/3 contention", "start 0",
          "done 0", "committed 0..<1",
        ])
      let blocker = try #require(recorder.blockers.first)
      #expect(blocker.pid == Int(stage.other.backendPID))
      #expect(blocker.query == "BEGIN; SELECT * FROM t")
      #expect(blocker.application == "hinders")
      #expect(blocker.state == "idle in transaction")
      #expect(blocker.since.hasSuffix("Z"))
    }
  }

  /// So short a timeout that the holder is found by its locks when the wait is over.
  @Test(arguments: [20, 300]) func namesWhoNeverLetsGo(_ lockTimeout: Int) async throws {
    try await withStage("CREATE TABLE t (a int)") { stage in
      try await stage.other.execute("BEGIN; LOCK TABLE t IN ROW SHARE MODE")
      let options = ExecutionOptions.with {
        $0.lockTimeout = lockTimeout
        $0.maxRetries = 1
      }
      let report = await stage.executor(options).execute(
        plan(operation("CREATE TABLE u ()"), operation("DROP TABLE t", locks: lock)))
      let failure = try #require(report.failure)
      #expect(failure.failureClass == .contention)
      #expect(failure.failureClass.isTransient)
      #expect(failure.index == 1)
      #expect(failure.attempts == 2)
      #expect(failure.blockers.map(\.pid) == [Int(stage.other.backendPID)])
      #expect(failure.blockers.first?.query == "BEGIN; LOCK TABLE t IN ROW SHARE MODE")
      #expect(report.rolledBack == [0, 1])
      #expect(report.retries == 1)
      try await stage.other.execute("ROLLBACK")
      #expect(try await stage.value("SELECT to_regclass('u')") == nil)
    }
  }

  @Test func noLockTimeoutEndsAConcurrentBuild() async throws {
    try await withStage("CREATE TABLE t (a int)") { stage in
      try await stage.other.execute("BEGIN; INSERT INTO t VALUES (1)")
      let recorder = Recorder { event in
        // Seen after half a second, long after the lock timeout would have struck.
        guard case .indexProgress(0, "waiting for writers before build", _, 1) = event else {
          return
        }
        Task { try await stage.other.execute("COMMIT") }
      }
      let options = ExecutionOptions.with {
        $0.lockTimeout = 50
        $0.statementTimeout = 50
      }
      let report = await stage.executor(options, recorder: recorder).execute(
        plan(operation("CREATE INDEX CONCURRENTLY i ON t (a)", transactionality: .outside)))
      #expect(report.failure == nil)
      #expect(recorder.indexPhases.contains("waiting for writers before build"))
      #expect(
        try await stage.value("SELECT indisvalid FROM pg_index WHERE indexrelid = 'i'::regclass")
          == "t")
    }
  }

  /// Somebody's own CREATE INDEX CONCURRENTLY looks like a leftover while it goes on.
  @Test func aLivingBuildIsWaitedFor() async throws {
    try await withStage("CREATE TABLE t (a int); INSERT INTO t VALUES (1)") { stage in
      try await stage.other.execute("BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT FROM t")
      let builder = try await Connection.connect(to: stage.target, applicationName: "builds")
      let build = Task { try await builder.query("CREATE INDEX CONCURRENTLY i ON t (a)") }
      while try await stage.connection.query("SELECT to_regclass('i')")[0, 0] == nil {}
      let recorder = Recorder { event in
        guard case .waiting(let blockers) = event,
          blockers.contains(where: { $0.application == "builds" })
        else { return }
        Task { try await stage.other.execute("COMMIT") }
      }
      let locks = [
        RelationLock(ObjectID("table", schema: "public", "t"), .shareUpdateExclusive)
      ]
      let report = await stage.executor(recorder: recorder, pace: Pace()).execute(
        plan(
          operation(
            "DROP INDEX CONCURRENTLY i", "CREATE INDEX CONCURRENTLY i ON t (a)", locks: locks,
            transactionality: .outside)))
      _ = try await build.value
      await builder.close()
      #expect(report.failure == nil)
      #expect(
        try await stage.value("SELECT indisvalid FROM pg_index WHERE indexrelid = 'i'::regclass")
          == "t")
    }
  }

  @Test func noLockTimeoutEndsAValidation() async throws {
    try await withStage(
      "CREATE TABLE t (a int); ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0) NOT VALID"
    ) { stage in
      try await stage.other.execute("BEGIN; LOCK TABLE t IN SHARE UPDATE EXCLUSIVE MODE")
      let recorder = Recorder { event in
        guard case .waiting(let blockers) = event,
          blockers.map(\.pid) == [Int(stage.other.backendPID)]
        else { return }
        Task { try await stage.other.execute("COMMIT") }
      }
      let report = await stage.executor(.with { $0.lockTimeout = 50 }, recorder: recorder).execute(
        plan(
          operation(
            "ALTER TABLE t VALIDATE CONSTRAINT c", transactionality: .ownTransaction,
            dataEffect: .scans)))
      #expect(report.failure == nil)
      #expect(report.retries == 0)
      #expect(
        try await stage.value("SELECT convalidated FROM pg_constraint WHERE conname = 'c'") == "t")
    }
  }

  /// Two sessions grant on the same table: one of them fails once the other commits.
  @Test func retriesACatalogRace() async throws {
    try await withStage("CREATE TABLE t (a int)") { stage in
      try await stage.other.execute("BEGIN; GRANT SELECT ON t TO PUBLIC")
      let recorder = Recorder { event in
        guard case .waiting = event else { return }
        Task { try await stage.other.execute("COMMIT") }
      }
      let report = await stage.executor(.with { $0.lockTimeout = 0 }, recorder: recorder).execute(
        plan(operation("GRANT INSERT ON t TO PUBLIC")))
      #expect(report.failure == nil)
      #expect(recorder.words.contains("retry 1/3 catalog-race"))
      #expect(
        try await stage.value("SELECT has_table_privilege('public', 't', 'SELECT, INSERT')") == "t")
    }
  }

  @Test func aStatementTimeoutIsNotRetried() async throws {
    try await withStage { stage in
      let report = await stage.executor(.with { $0.statementTimeout = 20 }).execute(
        plan(operation("SELECT count(*) FROM generate_series(1, 1000000000)")))
      #expect(report.failure?.failureClass == .timeout)
      #expect(report.retries == 0)
    }
  }

  @Test func aCancelledTaskRollsBack() async throws {
    try await withStage("CREATE TABLE t (a int)") { stage in
      try await stage.other.execute("BEGIN; LOCK TABLE t")
      let (waits, waiting) = AsyncStream<Void>.makeStream()
      let recorder = Recorder { event in
        if case .waiting = event { waiting.finish() }
      }
      let executor = stage.executor(.with { $0.lockTimeout = 0 }, recorder: recorder)
      let run = Task {
        await executor.execute(
          plan(operation("CREATE TABLE u ()"), operation("DROP TABLE t"), operation("SELECT 1")))
      }
      for await _ in waits {}
      run.cancel()
      let report = await run.value
      #expect(report.failure?.error.sqlState == .queryCanceled)
      #expect(report.executed == [])
      #expect(await stage.connection.transactionStatus == .idle)
    }
  }
}
