import Execution
import ExpandContract
import Postgres
import SchemaCore
import Synchronization
import TestSupport
import Testing

/// Which rows a backfill writes.
@Suite struct BackfillTests {
  @Test(arguments: [1, 3])
  func fillsEveryRow(concurrency: Int) async throws {
    try await withStage(rows: 20_000) { stage in
      var options = BackfillOptions.quick
      options.concurrency = concurrency
      options.batchTarget = .milliseconds(20)
      let result = try await stage.backfill(options)
      #expect(result.isDone)
      #expect(result.rowsUpdated == 20_000)
      #expect(try await stage.undone() == 0)
      #expect(try await stage.pair().isBackfilled)
      #expect(try await stage.value("SELECT cents FROM app.items WHERE id = 7") == "7.50")
      let again = try await stage.backfill()
      #expect(again.isDone)
      #expect(again.rowsUpdated == 0)
    }
  }

  @Test func anEmptyTableIsDone() async throws {
    try await withStage(rows: 0) { stage in
      let result = try await stage.backfill()
      #expect(result.isDone)
      #expect(try await stage.pair().isBackfilled)
    }
  }

  @Test func tablesOfEveryForm() async throws {
    let forms = [
      "CREATE TABLE app.items (price text)",
      """
      CREATE TABLE app.items (id int, price text) PARTITION BY RANGE (id);
      CREATE TABLE app.low PARTITION OF app.items FOR VALUES FROM (0) TO (500);
      CREATE TABLE app.rest PARTITION OF app.items DEFAULT PARTITION BY LIST (id);
      CREATE TABLE app."the Last" PARTITION OF app.rest DEFAULT
      """,
      """
      CREATE TABLE app.items (price text); CREATE TABLE app.more () INHERITS (app.items);
      INSERT INTO app.more SELECT i FROM generate_series(1, 300) i
      """,
      "CREATE UNLOGGED TABLE app.items (id text PRIMARY KEY, price text)",
    ]
    for form in forms {
      let isKeyed = form.contains("id ")
      let fill = isKeyed ? "(id, price) SELECT i, i" : "(price) SELECT i"
      let rows = "INSERT INTO app.items \(fill) FROM generate_series(1, 1000) i"
      try await withStage(table: "\(form); \(rows)") { stage in
        let result = try await stage.backfill()
        #expect(result.isDone, "\(form): \(result.outcome)")
        #expect(try await stage.undone() == 0)
        #expect(result.rowsUpdated == (form.contains("INHERITS") ? 1300 : 1000))
      }
    }
  }

  @Test func divergedRowsAreLeftAlone() async throws {
    try await withStage { stage in
      try await stage.connection.execute(
        "UPDATE app.items SET cents = -1 WHERE id IN (3, 1999)")
      let result = try await stage.backfill()
      #expect(result.isDone)
      #expect(result.rowsUpdated == 1998)
      #expect(
        try await stage.value("SELECT sum(cents) FROM app.items WHERE id IN (3, 1999)") == "-2")
      let reading = ExpansionStatusReading(connection: stage.connection, defaultSchema: "public")
      let pair = try await stage.pair()
      let status = try await reading.statuses(of: [pair], isExact: true)[0]
      #expect(status.exact?.rowsLeft == 0)
      #expect(status.exact?.rowsDiverged == 2)
      #expect(status.exact?.divergedRows.sorted() == ["id = 1999", "id = 3"])
      #expect(status.obstacles.count == 1)
      var options = BackfillOptions.quick
      options.overwritesDiverged = true
      #expect(try await stage.backfill(options).rowsUpdated == 2)
      #expect(try await stage.undone() == 0)
    }
  }

  @Test func rowsWithoutAValueAreNotWritten() async throws {
    try await withStage { stage in
      try await stage.connection.execute("UPDATE app.items SET price = NULL WHERE id <= 500")
      let before = try await stage.value(
        "SELECT array_agg(ctid ORDER BY id) FROM app.items WHERE id <= 500")
      let result = try await stage.backfill()
      #expect(result.rowsUpdated == 1500)
      #expect(
        try await stage.value("SELECT array_agg(ctid ORDER BY id) FROM app.items WHERE id <= 500")
          == before)
    }
  }

  @Test func valuesOfAnotherTable() async throws {
    try await withStage { stage in
      try await stage.connection.execute(
        """
        CREATE TABLE app.payments (item_id bigint PRIMARY KEY, amount numeric);
        INSERT INTO app.payments SELECT i, i FROM generate_series(1, 1500) i;
        UPDATE \(StateSchema.table("expand_state")) SET source_table = 'app.payments',
          source_condition = 'payments.item_id = items.id', transform = 'payments.amount * 2'
        """)
      let result = try await stage.backfill()
      #expect(result.isDone)
      #expect(result.rowsUpdated == 1500)
      #expect(try await stage.value("SELECT sum(cents) FROM app.items") == "2251500")
    }
  }

  @Test(arguments: [true, false])
  func limitsMakeItWait(isRate: Bool) async throws {
    try await withStage { stage in
      var options = BackfillOptions.quick
      options.rowsPerSecond = isRate ? 50_000 : nil
      options.walBytesPerSecond = isRate ? nil : 5_000_000
      let waits = Atomic(0)
      let result = try await stage.backfill(options) { event in
        if case .paused(_, .limit) = event { waits.add(1, ordering: .relaxed) }
      }
      #expect(result.isDone)
      #expect(waits.load(ordering: .relaxed) > 0)
      #expect(try await stage.undone() == 0)
    }
  }

  @Test func otherTriggersFireOnlyWhenAsked() async throws {
    try await withStage { stage in
      try await stage.connection.execute(
        """
        CREATE TABLE app.journal (id bigint);
        CREATE FUNCTION app.note() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN INSERT INTO app.journal VALUES (NEW.id); RETURN NEW; END $$;
        CREATE TRIGGER note BEFORE UPDATE ON app.items
          FOR EACH ROW EXECUTE FUNCTION app.note()
        """)
      #expect(try await stage.backfill().isDone)
      #expect(try await stage.value("SELECT count(*) FROM app.journal") == "0")
      try await stage.connection.execute(
        "SET schema_flow.backfill = 'on'; UPDATE app.items SET cents = NULL; TRUNCATE app.journal")
      var options = BackfillOptions.quick
      options.firesTriggers = true
      #expect(try await stage.backfill(options).rowsUpdated == 2000)
      #expect(try await stage.value("SELECT count(*) FROM app.journal") == "2000")
    }
  }

  @Test func aTriggerThatKeepsRowsFromBeingWritten() async throws {
    try await withStage { stage in
      try await stage.connection.execute(
        """
        CREATE FUNCTION app.refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
        CREATE TRIGGER refuse BEFORE UPDATE ON app.items
          FOR EACH ROW WHEN (NEW.id = 8) EXECUTE FUNCTION app.refuse()
        """)
      var options = BackfillOptions.quick
      options.firesTriggers = true
      let result = try await stage.backfill(options)
      #expect(result.failure?.error.sqlState == "27000")
      #expect(try await stage.pair().isBackfilled == false)
      #expect(try await stage.backfill().isDone)
      #expect(try await stage.undone() == 0)
    }
  }

  @Test func aRoleThatMayNotBypassTriggersIsTold() async throws {
    try await withStage { stage in
      let role = "backfill_worker_\(stage.connection.backendPID)"
      try await stage.connection.execute(
        """
        CREATE FUNCTION app.same() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
        CREATE TRIGGER stamp BEFORE UPDATE ON app.items
          FOR EACH ROW EXECUTE FUNCTION app.same();
        CREATE ROLE \(role);
        GRANT USAGE ON SCHEMA app, \(StateSchema.name) TO \(role);
        GRANT ALL ON ALL TABLES IN SCHEMA app, \(StateSchema.name) TO \(role)
        """)
      let notes = Mutex<[String]>([])
      let target = stage.target
      let backfill = Backfill(
        options: .quick, pace: .immediate,
        open: { () async throws(PostgresError) in
          let connection = try await Connection.connect(to: target, applicationName: "backfill")
          try await connection.execute("SET ROLE \(role)")
          return connection
        },
        progress: { event in
          if case .note(_, let text) = event { notes.withLock { $0.append(text) } }
        })
      let result = await backfill.run(stage.record)
      #expect(result.isDone, "\(result.outcome)")
      #expect(notes.withLock { $0.count } == 1)
      #expect(notes.withLock { $0.first?.contains("stamp") } == true)
      try await stage.connection.execute("DROP OWNED BY \(role); DROP ROLE \(role)")
    }
  }

  @Test func aValueThatCannotBeMadeNamesItsRow() async throws {
    try await withStage { stage in
      try await stage.connection.execute(
        """
        SET schema_flow.backfill = 'on';
        UPDATE app.items SET price = 'a dozen' WHERE id = 1234; RESET schema_flow.backfill
        """)
      let result = try await stage.backfill()
      let failure = try #require(result.failure)
      #expect(failure.row == "id = 1234")
      #expect(failure.error.sqlState == .invalidTextRepresentation)
      #expect(failure.failureClass == .data)
      #expect(try await stage.pair().isBackfilled == false)
      try await stage.connection.execute("UPDATE app.items SET price = '12' WHERE id = 1234")
      let rest = try await stage.backfill()
      #expect(rest.isDone)
      #expect(result.rowsUpdated + rest.rowsUpdated == 1999)
      #expect(try await stage.undone() == 0)
    }
  }

  @Test func aValueThatACheckRefusesNamesItsRow() async throws {
    try await withStage(transform: "price::numeric / (1700 - id)") { stage in
      try await stage.connection.execute("ALTER TABLE app.items ADD CHECK (cents > -10000)")
      let failure = try #require(try await stage.backfill().failure)
      #expect(failure.row == "id = 1700")
      #expect(failure.error.sqlState == "22012")
    }
  }
}
