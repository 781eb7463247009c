import Catalog
import Postgres
import SchemaCore
import SchemaKinds
import TestSupport
import Testing

@Suite struct CatalogDigestTests {
  /// A kind that reads a catalog which doesn't count would make a change of it go unseen.
  @Test func digestCoversEveryCatalogThatAKindReads() async throws {
    try await withConnection { connection, _ in
      let result = try await connection.query(
        "SELECT relname FROM pg_class WHERE relnamespace = 'pg_catalog'::regnamespace")
      let all = Set((0..<result.rowCount).compactMap { result[$0, 0] })
      for kind in KindRegistry.all {
        guard let sql = catalogSQL(of: kind) else { continue }
        let read = catalogNames(in: sql).intersection(all)
        let missing = read.subtracting(CatalogDigest.catalogs).subtracting(derived)
        #expect(missing.isEmpty, "\(kind.id) reads \(missing.sorted())")
      }
    }
  }

  /// Views over catalogs that count.
  private let derived: Set<String> = ["pg_indexes", "pg_tables", "pg_views"]

  @Test(arguments: [
    "ALTER TABLE t ADD COLUMN b int", "ALTER TABLE t ALTER a SET DEFAULT 1",
    "ALTER TABLE t ALTER c TYPE varchar(9)", "CREATE INDEX ON t (a)", "ALTER TABLE t SET UNLOGGED",
    "GRANT SELECT ON t TO PUBLIC", "ALTER TABLE t ENABLE ROW LEVEL SECURITY",
    "CREATE POLICY p ON t", "COMMENT ON TABLE t IS 'x'", "COMMENT ON SCHEMA public IS 'x'",
    "CREATE VIEW v2 AS SELECT 1 AS x", "CREATE OR REPLACE VIEW v AS SELECT a, 1 AS x FROM t",
    "DROP VIEW v", "CREATE FUNCTION f2() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "CREATE OR REPLACE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 2'",
    "CREATE TYPE e2 AS ENUM ('a')", "ALTER TYPE e ADD VALUE 'z'", "DROP TYPE e",
    "ALTER SEQUENCE s INCREMENT 7", "ALTER SEQUENCE s OWNED BY t.a", "CREATE SCHEMA other",
    "GRANT CREATE ON SCHEMA public TO PUBLIC", "ALTER TABLE t ADD CHECK (a > 0)",
    "ALTER TABLE t SET (fillfactor = 50)", "ALTER TABLE t REPLICA IDENTITY FULL",
    "ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO PUBLIC", "ALTER TABLE t RENAME TO u",
    "CREATE PUBLICATION p", "CREATE DOMAIN d AS int", "DROP EXTENSION plpgsql",
    "ALTER DATABASE CURRENT_DATABASE SET work_mem = '5MB'", "REFRESH MATERIALIZED VIEW unfilled",
    "CREATE TRIGGER g BEFORE UPDATE ON t FOR EACH ROW "
      + "EXECUTE FUNCTION suppress_redundant_updates_trigger()",
    "CREATE STATISTICS st ON a, c FROM t", "ALTER TABLE part DETACH PARTITION part_1",
  ]) func changes(_ statement: String) async throws {
    try await withConnection { connection, _ in
      try await prepare(connection)
      let database = try await connection.query("SELECT quote_ident(current_database())")[0, 0]
      let before = try await digest(connection)
      let parts = statement.split(separator: " ").map(String.init)
      let text = parts.map { $0 == "CURRENT_DATABASE" ? database ?? "" : $0 }
      try await connection.execute(text.joined(separator: " "))
      let after = try await digest(connection)
      #expect(before != after)
    }
  }

  @Test(arguments: [
    "ANALYZE", "VACUUM t", "INSERT INTO t VALUES (1)", "TRUNCATE t", "SELECT nextval('s')",
    "CREATE TEMP TABLE x (id serial PRIMARY KEY, note text CHECK (note <> ''))", "CHECKPOINT",
    "CREATE TEMP VIEW x AS SELECT 1 AS one", "REFRESH MATERIALIZED VIEW filled", "VACUUM FULL t",
  ]) func staysTheSame(_ statement: String) async throws {
    try await withConnection { connection, _ in
      try await prepare(connection)
      let before = try await digest(connection)
      try await connection.execute(statement)
      let after = try await digest(connection)
      #expect(before == after)
    }
  }

  private func prepare(_ connection: Connection) async throws {
    try await connection.execute(
      """
      CREATE TABLE t (a int, c text);
      CREATE VIEW v AS SELECT a FROM t;
      CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1';
      CREATE TYPE e AS ENUM ('a', 'b');
      CREATE SEQUENCE s;
      CREATE TABLE part (a int) PARTITION BY LIST (a);
      CREATE TABLE part_1 PARTITION OF part FOR VALUES IN (1);
      CREATE MATERIALIZED VIEW filled AS SELECT a FROM t;
      CREATE MATERIALIZED VIEW unfilled AS SELECT a FROM t WITH NO DATA;
      """)
  }

  private func digest(_ connection: Connection) async throws -> String? {
    let version = await connection.serverVersion
    return try await connection.query(CatalogDigest.query(serverVersion: version, roles: []))[0, 0]
  }

  private func catalogSQL<Kind: ObjectKind>(of kind: Kind.Type) -> String? {
    kind.catalog?.sql(180000)
  }

  private func catalogNames(in sql: String) -> Set<String> {
    let isPart = { (character: Character) in character == "_" || character.isLetter }
    return Set(
      sql.split(whereSeparator: { !isPart($0) }).map(String.init).filter { $0.hasPrefix("pg_") })
  }
}
