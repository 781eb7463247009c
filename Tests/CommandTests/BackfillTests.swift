import Postgres
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// `backfill` and `expand-status`: what they say and how they end.
@Suite struct BackfillTests {
  private static let items = """
    CREATE TABLE items (id bigint PRIMARY KEY, price text);
    INSERT INTO items SELECT i, i::text FROM generate_series(1, 2000) i;
    ALTER TABLE items ADD COLUMN cents numeric;
    """

  /// Prices wait for whoever holds the advisory lock 1.
  private static let waits = """
    CREATE FUNCTION gate(price text) RETURNS numeric LANGUAGE plpgsql AS $$
    BEGIN PERFORM pg_advisory_xact_lock_shared(1); RETURN price::numeric; END $$;
    """

  private static let isWaiting = """
    EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND objid = 1 AND NOT granted
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))
    """

  /// Runs the body with a database that has a table with a pair, and the tool's schema.
  private func withPair(
    _ sql: String = "", transform: String = "price::numeric",
    _ body: (Tool, ConnectionString) async throws -> Void
  ) async throws {
    let project = try ProjectDirectory(["schema/tables/users.yaml": users])
    try await withDatabase { target in
      let tool = Tool(project, target)
      try await tool.run("run")
      try await execute(
        Self.items + sql + """
          CREATE FUNCTION step() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
          CREATE TRIGGER _smplcty_sf_dw_public_items_cents BEFORE INSERT OR UPDATE ON items
            FOR EACH ROW EXECUTE FUNCTION step();
          INSERT INTO _smplcty_schema_flow.expand_state (table_name, new_column, old_column,
            transform, trigger_name, pg_schema, batch_size)
          VALUES ('public.items', 'cents', 'price', '\(transform)',
            '_smplcty_sf_dw_public_items_cents', 'public', 100);
          ANALYZE items
          """, on: target)
      try await body(tool, target)
    }
  }

  private func undone(_ target: ConnectionString) async throws -> String? {
    try await value(
      "SELECT count(*) FROM items WHERE cents IS DISTINCT FROM price::numeric", on: target)
  }

  @Test func fromBeginningToEnd() async throws {
    try await withPair { tool, target in
      let before = try await tool.run("expand-status")
      let dry = try await tool.run("backfill", "--dry-run")
      let done = try await tool.run("backfill", "--column", "items.cents")
      #expect(try await undone(target) == "0")
      let after = try await tool.run("expand-status", "--exact")
      let again = try await tool.run("backfill", "--quiet")
      #expect(before.output.contains("it isn't backfilled"))
      #expect(after.output.contains("public.items.cents can be contracted"))
      try expectGolden("backfill", dry, done, again)
    }
  }

  @Test func asJSON() async throws {
    try await withPair { tool, target in
      let before = try await tool.run("expand-status", "--json")
      let done = try await tool.run("backfill", "--json", "--concurrency", "2")
      #expect(done.code == 0)
      #expect(done.output.hasPrefix(#"{"processed":1,"totalRowsUpdated":2000,"#))
      #expect(done.output.split(separator: "\n").count == 1)
      let lines = done.errors.split(separator: "\n")
      #expect(lines.first?.hasPrefix(#"{"event":"started","column":"public.items.cents""#) == true)
      #expect(lines.allSatisfy { $0.hasPrefix("{") && $0.hasSuffix("}") })
      try await execute("UPDATE items SET cents = 0 WHERE id IN (5, 6)", on: target)
      try await execute("CREATE VIEW cheap AS SELECT FROM items WHERE price < '3'", on: target)
      let after = try await tool.run("expand-status", "--json", "--exact", "--table", "items")
      try expectGolden("expand-status-json", before, after)
    }
  }

  @Test func nothingToDo() async throws {
    let tool = Tool(try ProjectDirectory([:]))
    try await withDatabase { target in
      var tool = tool
      tool.database = target
      let text = try await tool.run("backfill")
      let json = try await tool.run("backfill", "--json")
      let status = try await tool.run("expand-status")
      let unknown = try await tool.run("backfill", "--column", "items.cents")
      let wrong = try await tool.run("backfill", "--concurrency", "0")
      #expect(unknown.code == 1)
      #expect(wrong.code == 1)
      #expect(try await value("SELECT to_regnamespace('_smplcty_schema_flow')", on: target) == nil)
      try expectGolden("backfill-nothing", text, json, status, unknown)
    }
  }

  @Test func aRowThatFails() async throws {
    try await withPair("UPDATE items SET price = 'a dozen' WHERE id = 77;") { tool, target in
      let text = try await tool.run("backfill")
      let json = try await tool.run("backfill", "--json")
      #expect(text.code == 4)
      #expect(json.code == 4)
      #expect(text.output.contains("where id = 77 [22P02]"), "\(text.transcript)")
      #expect(json.output.contains(#""row":"id = 77""#))
      try await execute("UPDATE items SET price = '12' WHERE id = 77", on: target)
      #expect(try await tool.run("backfill").code == 0)
      #expect(try await undone(target) == "0")
    }
  }

  @Test func anotherBackfillRuns() async throws {
    try await withPair { tool, target in
      let other = try await Connection.connect(to: target, applicationName: "other")
      _ = try await other.query(
        "SELECT pg_advisory_lock(\(0x7366_6266), id::int) FROM _smplcty_schema_flow.expand_state")
      let outcome = try await tool.run("backfill")
      #expect(outcome.code == 6)
      #expect(outcome.output.contains("pid \(other.backendPID), application 'other'"))
      await other.close()
    }
  }

  @Test(arguments: Ending.all)
  func endsAfterTheBatch(_ ending: Ending) async throws {
    try await withPair(Self.waits, transform: "gate(price)") { tool, target in
      let keeper = try await Connection.connect(to: target, applicationName: "keeper")
      _ = try await keeper.query("SELECT pg_advisory_lock(1)")
      let stopped = try await tool.run(["backfill", "--json", "--lock-timeout", "60000"]) {
        try await wait(until: Self.isWaiting, on: target)
        kill($0, ending.signal)
        // Only what ends the batch lets the command end.
        try await wait(until: Self.isWaiting, on: target)
        _ = try await keeper.query("SELECT pg_advisory_unlock(1)")
      }
      await keeper.close()
      #expect(stopped.code == ending.code, "\(stopped.transcript)")
      #expect(stopped.output.contains(#""status":"interrupted""#), "\(stopped.transcript)")
      #expect(stopped.errors.contains("stopping after the batches in progress"))
      let done = try await value("SELECT count(cents) FROM items", on: target)
      #expect(stopped.output.contains(#""totalRowsUpdated":\#(done ?? ""),"#))
      #expect(try await tool.run("backfill").code == 0)
      #expect(try await undone(target) == "0")
    }
  }

  @Test func goesOnAfterItWasKilled() async throws {
    try await withPair(Self.waits, transform: "gate(price)") { tool, target in
      let keeper = try await Connection.connect(to: target, applicationName: "keeper")
      // The batch that reaches this row waits, after others were committed.
      try await keeper.execute(
        """
        CREATE OR REPLACE FUNCTION gate(price text) RETURNS numeric LANGUAGE plpgsql AS $$
        BEGIN
          IF price = '1500' THEN PERFORM pg_advisory_xact_lock_shared(1); END IF;
          RETURN price::numeric;
        END $$
        """)
      _ = try await keeper.query("SELECT pg_advisory_lock(1)")
      let killed = try await tool.run(["backfill", "--lock-timeout", "60000"]) {
        try await wait(until: Self.isWaiting, on: target)
        kill($0, SIGKILL)
      }
      #expect(killed.code == 137)
      _ = try await keeper.query("SELECT pg_advisory_unlock(1)")
      await keeper.close()
      let first = Int(try await value("SELECT count(cents) FROM items", on: target) ?? "") ?? 0
      #expect(first > 0)
      let rest = try await tool.run("backfill", "--json")
      #expect(rest.code == 0, "\(rest.transcript)")
      #expect(
        rest.output.contains(#""totalRowsUpdated":\#(2000 - first),"#), "\(first): \(rest.output)")
      #expect(try await undone(target) == "0")
    }
  }
}
