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

/// `verify`: rows of two databases, of two schemas, and of a pair of columns.
@Suite struct VerifyTests {
  private static let tables = """
    CREATE TABLE items (id int PRIMARY KEY, price numeric, note text);
    INSERT INTO items SELECT i, i / 2.0, 'note ' || i FROM generate_series(1, 1000) i;
    CREATE TABLE logs (line text);
    INSERT INTO logs VALUES ('a'), ('a'), ('b');
    CREATE TABLE members (team text, person text, since date, PRIMARY KEY (team, person));
    INSERT INTO members VALUES ('red', 'ann', '2024-01-01'), ('blue', 'bob', NULL);
    CREATE SEQUENCE numbers;
    """
  private static let changes = """
    UPDATE items SET price = 7, note = NULL WHERE id = 500;
    DELETE FROM items WHERE id = 3;
    INSERT INTO items VALUES (-1, 0, '\u{1b}[31m');
    UPDATE logs SET line = 'b';
    UPDATE members SET since = '2024-12-31' WHERE person = 'bob';
    ALTER TABLE members ADD later int;
    CREATE TABLE more (id int);
    SELECT nextval('numbers');
    """

  @Test func twoDatabases() async throws {
    try await withDatabase { source in
      try await withDatabase { target in
        for database in [source, target] { try await execute(Self.tables, on: database) }
        let tool = Tool(try ProjectDirectory([:]))
        let same = try await tool.run("verify", source.text, target.text)
        let named = try await tool.run(
          "verify", source.text, target.text, "--verbose", "--mode", "strict", "--sample", "0")
        #expect([same.code, named.code] == [0, 0], "\(same.transcript)")
        try await execute(Self.changes, on: target)
        let found = try await tool.run("verify", source.text, target.text, "--jobs", "2")
        let document = try await tool.run(
          "verify", source.text, target.text, "--json", "--tables", "items", "--mode", "portable")
        let quiet = try await tool.run("verify", source.text, target.text, "--quiet")
        let few = try await tool.run(
          "verify", source.text, target.text, "--tables", "items", "--max-differences", "1")
        let chosen = try await tool.run(
          "verify", source.text, target.text, "--tables", "items,members", "--where",
          "items: id BETWEEN 4 AND 900", "--exclude-columns",
          "items.price,items.note,members.since,members.later")
        #expect(
          [found, document, quiet, few, chosen].map(\.code) == [5, 5, 5, 5, 0],
          "\(found.transcript)\(chosen.transcript)")
        try expectGolden("verify", same, named, found, document, quiet, few, chosen)
      }
    }
  }

  @Test func twoSchemasAndAPair() async throws {
    let table = """
      table: items
      columns:
        - {name: id, type: bigint, primary_key: true}
        - {name: price, type: text}

      """
    let expansion = """
        - {name: cents, type: int, expand: {from: price, transform: 'price::int * 100'}}

      """
    let project = try ProjectDirectory(["schema/items.yaml": table])
    try await withDatabase { database in
      let tool = Tool(project, database)
      try #require(try await tool.run("run").code == 0)
      try await execute(
        """
        CREATE SCHEMA stage; CREATE TABLE stage.items (LIKE items INCLUDING ALL);
        INSERT INTO items VALUES (1, '5'), (2, '6');
        INSERT INTO stage.items VALUES (1, '5'), (2, '7');
        """, on: database)
      let schemas = try await tool.run("verify", "schema:public", "schema:stage")
      try project.write(table + expansion, to: "schema/items.yaml")
      try #require(try await tool.run("run").code == 0)
      let before = try await tool.run("verify", "--pair", "items.cents")
      try #require(try await tool.run("backfill").code == 0)
      let after = try await tool.run("verify", "--pair", "items.cents")
      #expect([schemas, before, after].map(\.code) == [5, 5, 0], "\(schemas.transcript)")
      try expectGolden("verify-pair", schemas, before, after)
    }
  }

  @Test func wrongArguments() async throws {
    try await withDatabase { database in
      let tool = Tool(try ProjectDirectory([:]), database)
      let outcomes = [
        try await tool.run("verify"),
        try await tool.run("verify", "schema:public", "postgresql:///x"),
        try await tool.run("verify", "public", "stage"),
        try await tool.run("verify", "schema:public", "schema:stage"),
        try await tool.run("verify", "schema:public", "schema:public", "--tables", "items"),
        try await tool.run("verify", "--pair", "items.cents"),
        try await tool.run("verify", "schema:public", "schema:public", "--where", "id > 3"),
      ]
      #expect(outcomes.map(\.code) == [1, 1, 1, 1, 1, 1, 1])
      try expectGolden(
        "verify-wrong", outcomes[0], outcomes[1], outcomes[2], outcomes[3], outcomes[4],
        outcomes[5], outcomes[6])
    }
  }

  /// A signal ends what the server does for the command, too.
  @Test func interruption() async throws {
    try await withDatabase { database in
      try await execute(
        """
        CREATE TABLE items (id int PRIMARY KEY); INSERT INTO items VALUES (1);
        CREATE FUNCTION wait() RETURNS boolean LANGUAGE sql AS
          'SELECT pg_advisory_xact_lock_shared(1); SELECT true';
        """, on: database)
      let keeper = try await Connection.connect(to: database, applicationName: "keeper")
      _ = try await keeper.query("SELECT pg_advisory_lock(1)")
      let waits = """
        EXISTS (SELECT FROM pg_stat_activity WHERE application_name = 'schema-flow verify'
          AND wait_event_type = 'Lock' AND datname = current_database())
        """
      let tool = Tool(try ProjectDirectory([:]), database)
      let stopped = try await tool.run(
        [
          "verify", "schema:public", "schema:public", "--where", "items: wait()", "--lock-timeout",
          "60000",
        ]
      ) {
        try await wait(until: waits, on: database)
        kill($0, SIGTERM)
      }
      #expect(stopped.code == 143, "\(stopped.transcript)")
      try await wait(until: "NOT " + waits, on: database)
      await keeper.close()
    }
  }
}
