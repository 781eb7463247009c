import Execution
import ExpandContract
import Postgres
import SchemaCore
import Synchronization
import TestSupport
import Testing

/// Backfills that are stopped, and what goes on beside them.
@Suite struct BackfillResumptionTests {
  @Test func goesOnWhereItStopped() async throws {
    try await withStage(rows: 20_000) { stage in
      let stop = BackfillStop()
      let first = try await stage.backfill(stop: stop) { event in
        if case .advanced(_, let state) = event, state.rowsUpdated > 5000 { stop.request() }
      }
      #expect(first.isStopped)
      #expect(first.rowsUpdated > 5000)
      #expect(first.rowsUpdated < 20_000)
      let touched = "SELECT count(*) FROM app.items WHERE cents IS NOT NULL"
      #expect(try await stage.value(touched) == "\(first.rowsUpdated)")
      let second = try await stage.backfill()
      #expect(second.isDone)
      #expect(first.rowsUpdated + second.rowsUpdated == 20_000)
    }
  }

  @Test func aKilledConnectionIsOpenedAgain() async throws {
    try await withStage(rows: 20_000) { stage in
      let once = Once()
      let losses = Atomic(0)
      let target = stage.target
      let kills = Mutex<Task<Void, any Error>?>(nil)
      var options = BackfillOptions.quick
      options.concurrency = 2
      let result = try await stage.backfill(options) { event in
        if case .reconnecting = event { losses.add(1, ordering: .relaxed) }
        guard case .advanced(_, let state) = event, state.rowsUpdated > 3000, once.claim() else {
          return
        }
        let task = Task {
          let killer = try await Connection.connect(to: target, applicationName: "killer")
          _ = try await killer.query(
            """
            SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE application_name = 'backfill' AND datname = current_database()
            """)
          await killer.close()
        }
        kills.withLock { $0 = task }
      }
      try await kills.withLock { $0 }?.value
      #expect(result.isDone, "\(result.outcome)")
      #expect(losses.load(ordering: .relaxed) > 0)
      #expect(try await stage.undone() == 0)
    }
  }

  @Test func rowsThatMoveMeanwhile() async throws {
    try await withStage(rows: 5000) { stage in
      // Without its trigger an update of another column takes an open row to a page that is done.
      try await stage.connection.execute(
        """
        ALTER TABLE app.items ADD COLUMN filler text;
        ALTER TABLE app.items DISABLE TRIGGER USER
        """)
      let target = stage.target
      let writer = Task {
        let connection = try await Connection.connect(to: target, applicationName: "writer")
        for round in 0..<40 {
          try await connection.execute(
            """
            UPDATE app.items SET filler = repeat('x', 100) WHERE id % 40 = \(round);
            INSERT INTO app.items (id, price) VALUES (\(10_000 + round), '1')
            """)
        }
        await connection.close()
      }
      var options = BackfillOptions.quick
      options.lockTimeout = 2000
      let result = try await stage.backfill(options)
      try await writer.value
      #expect(result.isDone, "\(result.outcome)")
      // What the writer added after the last pass is for the next backfill.
      #expect(try await stage.backfill(options).isDone)
      #expect(try await stage.undone() == 0)
    }
  }

  @Test func writesOfApplicationsAreKept() async throws {
    try await withStage(rows: 5000) { stage in
      let target = stage.target
      let writers = (0..<3).map { number in
        Task {
          let connection = try await Connection.connect(to: target, applicationName: "writer")
          for id in stride(from: number + 1, through: 1500, by: 3) {
            try await connection.execute(
              "UPDATE app.items SET price = '\(id * 3)' WHERE id = \(id)")
          }
          await connection.close()
        }
      }
      var options = BackfillOptions.quick
      options.concurrency = 2
      let result = try await stage.backfill(options)
      for writer in writers { try await writer.value }
      #expect(result.isDone, "\(result.outcome)")
      #expect(try await stage.undone() == 0)
      #expect(
        try await stage.value(
          "SELECT count(*) FROM app.items WHERE id <= 1500 AND cents = id * 3") == "1500")
    }
  }

  @Test func aHeldRowIsLeftForLater() async throws {
    try await withStage { stage in
      let holder = try await stage.open("holder")
      try await holder.execute("BEGIN; SELECT FROM app.items WHERE id = 900 FOR UPDATE")
      let released = Once()
      let result = try await stage.backfill { event in
        // In the second pass every other row is filled.
        guard case .started(_, let state) = event, state.pass == 2, released.claim() else { return }
        Task { try await holder.execute("COMMIT") }
      }
      await holder.close()
      #expect(result.isDone, "\(result.outcome)")
      #expect(result.rowsUpdated == 2000)
      #expect(try await stage.undone() == 0)
    }
  }

  @Test func aRowThatIsNeverLetGoEndsTheBackfill() async throws {
    try await withStage { stage in
      let holder = try await stage.open("holder")
      try await holder.execute("BEGIN; SELECT FROM app.items WHERE id = 900 FOR UPDATE")
      var options = BackfillOptions.quick
      options.maxAttempts = 3
      options.lockTimeout = 500
      let result = try await stage.backfill(options)
      await holder.close()
      let failure = try #require(result.failure)
      #expect(failure.failureClass == .contention)
      #expect(failure.error.detail?.contains("holder, idle in transaction") == true)
      #expect(try await stage.pair().isBackfilled == false)
      #expect(try await stage.backfill().isDone)
      #expect(try await stage.undone() == 0)
    }
  }

  @Test func aDeadlockIsTriedAgain() async throws {
    try await withStage(rows: 300) { stage in
      // The batch locks row 1 and then wants row 100; the other has 100 and wants row 1.
      let other = try await stage.open("other")
      try await other.execute("BEGIN; UPDATE app.items SET price = '7' WHERE id = 100")
      let (target, locked) = (stage.target, Once())
      var options = BackfillOptions()
      // Nothing but the deadlock ends the wait, however slow the machine is.
      options.lockTimeout = 0
      options.statementTimeout = 0
      let retries = Mutex<[FailureClass]>([])
      let closing = Task {
        let watch = try await Connection.connect(to: target, applicationName: "watch")
        let waits = """
          SELECT EXISTS (SELECT FROM pg_stat_activity WHERE application_name = 'backfill'
            AND datname = current_database() AND wait_event_type = 'Lock')
          """
        while try await watch.query(waits)[0, 0] != "t" {}
        await watch.close()
        // The server ends one of the two; the writer is asked to give way last.
        try await other.execute("SET LOCAL deadlock_timeout = '1min'")
        try await other.execute("UPDATE app.items SET price = '8' WHERE id = 1; COMMIT")
        _ = locked.claim()
      }
      let result = try await stage.backfill(options) { event in
        if case .retrying(_, let failureClass, _, _) = event {
          retries.withLock { $0.append(failureClass) }
        }
      }
      try await closing.value
      await other.close()
      #expect(result.isDone, "\(result.outcome)")
      #expect(retries.withLock { $0 }.contains(.contention))
      #expect(try await stage.undone() == 0)
      #expect(
        try await stage.value("SELECT sum(cents) FROM app.items WHERE id IN (1, 100)") == "15")
    }
  }

  @Test func aSecondBackfillLearnsWhoRunsTheFirst() async throws {
    try await withStage { stage in
      let first = try await stage.open("first")
      _ = try await first.query("SELECT pg_advisory_lock(\(0x7366_6266), \(stage.record.id))")
      let result = try await stage.backfill()
      guard case .held(let holder?) = result.outcome else {
        Issue.record("held: \(result.outcome)")
        return
      }
      #expect(holder.pid == Int(first.backendPID))
      #expect(holder.application == "first")
      let reading = ExpansionStatusReading(connection: stage.connection, defaultSchema: "public")
      #expect(
        try await reading.statuses(of: [stage.record], isExact: false)[0].phase == .backfilling)
      await first.close()
    }
  }

  @Test func partitionsThatComeAndGo() async throws {
    let table = """
      CREATE TABLE app.items (id int, price text) PARTITION BY RANGE (id);
      CREATE TABLE app.low PARTITION OF app.items FOR VALUES FROM (0) TO (5000);
      CREATE TABLE app.high PARTITION OF app.items FOR VALUES FROM (5000) TO (10000);
      INSERT INTO app.items SELECT i, i FROM generate_series(1, 9999) i
      """
    try await withStage(table: table) { stage in
      let stop = BackfillStop()
      let first = try await stage.backfill(stop: stop) { event in
        if case .advanced = event { stop.request() }
      }
      #expect(first.isStopped)
      try await stage.connection.execute(
        """
        DROP TABLE app.low; SET schema_flow.backfill = 'on';
        CREATE TABLE app.further PARTITION OF app.items FOR VALUES FROM (10000) TO (20000);
        INSERT INTO app.items SELECT i, i FROM generate_series(10000, 10999) i
        """)
      let result = try await stage.backfill()
      #expect(result.isDone, "\(result.outcome)")
      #expect(try await stage.undone() == 0)
    }
  }
}
