import Execution
import Planning
import Postgres
import SchemaCore
import SchemaFlow
import TestSupport
import Testing

/// Runs whose session ends in the middle: the same run goes on from what is committed.
@Suite struct RunAttemptsTests {
  private static let project = [
    "schema/kinds.yaml": "name: kind\nvalues: [a, b]",
    "schema/orders.yaml": """
    table: orders
    columns:
      - {name: id, type: int, primary_key: true}
      - {name: kind, type: kind, default: "'a'"}
      - {name: total, type: numeric, nullable: false, check: total >= 0}
    indexes:
      - {columns: [kind, total]}
    seeds:
      - {id: 1, total: 5}
    """,
    "schema/lines.yaml": """
    table: lines
    columns:
      - {name: id, type: int, primary_key: true}
      - {name: order_id, type: int, references: {table: orders, column: id}}
    """,
    "schema/sums.yaml":
      "name: sums\nquery: SELECT kind, sum(total) AS total FROM orders GROUP BY kind",
    "pre/1.sql": "CREATE SCHEMA early;",
    "post/1.sql": "CREATE TABLE early.late (id int);",
  ]

  private static let live = """
    CREATE TABLE orders (id int PRIMARY KEY, total numeric);
    INSERT INTO orders SELECT i, i FROM generate_series(2, 50) i;
    """

  /// Ends the session that starts the given command since the last one was counted.
  private static let hook = """
    CREATE SCHEMA hook;
    CREATE SEQUENCE hook.commands;
    CREATE FUNCTION hook.strike() RETURNS event_trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF nextval('hook.commands') = nullif(current_setting('hook.number', true), '')::bigint THEN
        PERFORM pg_terminate_backend(pg_backend_pid());
      END IF;
    END $$;
    CREATE EVENT TRIGGER strike ON ddl_command_start EXECUTE FUNCTION hook.strike();
    """

  private func withProject(
    _ setup: String, _ body: (ProjectDirectory, ConnectionString, Connection) async throws -> Void
  ) async throws {
    try await withDatabase { target in
      let project = try ProjectDirectory(Self.project)
      let session = Session(target)
      let connection = try await session.open(as: "test")
      do {
        try await connection.execute(Self.live + setup)
        try await body(project, target, connection)
        await session.close()
      } catch {
        await session.close()
        throw error
      }
    }
  }

  private func expectDone(
    _ result: RunResult, _ project: ProjectDirectory, _ target: ConnectionString
  ) async throws {
    #expect(result.isSuccess, "\(result.failure.map { "\($0)" } ?? "")")
    let plan = try await project.plan(target)
    #expect(plan.plan.isEmpty, "\(plan.plan.operations.map(\.operation.object))")
    #expect(plan.pendingScripts.isEmpty)
  }

  @Test func aSessionThatEndsAtAnyCommand() async throws {
    var number = 1
    var ended = 0
    repeat {
      ended = 0
      try await withProject(Self.hook) { project, target, connection in
        let name = try await connection.query("SELECT current_database()")[0, 0] ?? ""
        try await connection.execute(
          "ALTER DATABASE \(name) SET hook.number = \(number); SELECT setval('hook.commands', 1, false)"
        )
        let result = try await project.run(target)
        try await expectDone(result, project, target)
        #expect(result.preScriptsRun == ["pre/1.sql"])
        #expect(result.postScriptsRun == ["post/1.sql"])
        #expect(Set(result.executed).count == result.executed.count)
        ended = result.retries
      }
      number += 1
    } while ended > 0
    // One transaction before the index, the index, and what comes after it.
    #expect(number > 20)
  }

  @Test func aSessionThatEndsAtCommit() async throws {
    let hook = """
      CREATE SCHEMA hook;
      CREATE SEQUENCE hook.commits;
      CREATE FUNCTION hook.strike() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF nextval('hook.commits') = 1 THEN PERFORM pg_terminate_backend(pg_backend_pid()); END IF;
        RETURN NULL;
      END $$;
      CREATE CONSTRAINT TRIGGER strike AFTER INSERT ON orders DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW EXECUTE FUNCTION hook.strike();
      """
    try await withProject(hook) { project, target, connection in
      let result = try await project.run(target)
      #expect(result.isSuccess, "\(result.failure.map { "\($0)" } ?? "")")
      #expect(result.retries == 1)
      #expect(try await connection.query("SELECT count(*) FROM orders")[0, 0] == "50")
      #expect(try await project.plan(target).plan.isEmpty)
    }
  }

  /// A COMMIT that waits for a standby is done on the server; only its answer is lost.
  @Test func aCommitWhoseAnswerIsLost() async throws {
    let server = try await EphemeralServer.start(
      settings: [
        "synchronous_commit": "local", "wal_level": "replica", "max_wal_senders": "1",
      ])
    let target = server.connectionString
    let session = Session(target)
    do {
      let connection = try await session.open(as: "test")
      try await connection.execute(
        Self.live + "ALTER DATABASE postgres SET synchronous_commit = on")
      try await connection.execute("ALTER SYSTEM SET synchronous_standby_names = 'nobody'")
      _ = try await connection.query("SELECT pg_reload_conf()")
      let project = try ProjectDirectory(Self.project)
      let run = Task { try await project.run(target) }
      try await connection.execute("SET synchronous_commit = local")
      // The state schema's own commit waits first.
      while try await connection.query(
        """
        SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE wait_event = 'SyncRep' AND application_name = 'schema-flow run'
        """
      ).rowCount == 0 { try await Task.sleep(for: .milliseconds(5)) }
      try await connection.execute("ALTER SYSTEM RESET synchronous_standby_names")
      _ = try await connection.query("SELECT pg_reload_conf()")
      let result = try await run.value
      #expect(result.retries >= 1)
      try await expectDone(result, project, target)
      await session.close()
      await server.stop()
    } catch {
      await session.close()
      await server.stop()
      throw error
    }
  }

  @Test func aServerThatRestarts() async throws {
    try await withProject(Self.hook) { project, target, connection in
      let name = try await connection.query("SELECT current_database()")[0, 0] ?? ""
      try await connection.execute("ALTER DATABASE \(name) SET hook.number = 0")
      // Every session of the run ends at once, the lock's included.
      let strike = """
        CREATE OR REPLACE FUNCTION hook.strike() RETURNS event_trigger LANGUAGE plpgsql AS $$
        BEGIN
          IF nextval('hook.commands') = 12 THEN
            PERFORM pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE datname = current_database() AND application_name LIKE 'schema-flow %'
              AND application_name <> 'schema-flow test' AND pid <> pg_backend_pid();
            PERFORM pg_terminate_backend(pg_backend_pid());
          END IF;
        END $$
        """
      try await connection.execute(strike)
      let result = try await project.run(target)
      #expect(result.retries == 1)
      try await expectDone(result, project, target)
    }
  }

  @Test func retriesEnd() async throws {
    try await withProject(Self.hook) { project, target, connection in
      let name = try await connection.query("SELECT current_database()")[0, 0] ?? ""
      // Sequences that start again make every attempt end at the same command.
      try await connection.execute(
        """
        ALTER DATABASE \(name) SET hook.number = 3;
        ALTER SEQUENCE hook.commands MAXVALUE 3 CYCLE
        """)
      await #expect(throws: WorkflowError.self) { try await project.run(target) }
      #expect(try await connection.query("SELECT last_value FROM hook.commands")[0, 0] == "3")
    }
  }
}
