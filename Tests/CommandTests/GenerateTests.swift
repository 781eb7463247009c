import Postgres
import TestSupport
import Testing

@Suite struct GenerateCommandTests {
  private static let sql = """
    CREATE TYPE mood AS ENUM ('happy', 'no');
    CREATE TABLE people (
      id bigserial PRIMARY KEY, name text NOT NULL UNIQUE, mood mood DEFAULT 'happy',
      CONSTRAINT name_given CHECK (name <> ''));
    CREATE VIEW happy AS SELECT id, name FROM people WHERE mood = 'happy';
    CREATE FUNCTION greet(who text) RETURNS text LANGUAGE plpgsql STABLE AS $$
    BEGIN
      RETURN 'Hello, ' || who;
    END
    $$;
    GRANT SELECT ON people TO generate_reader;
    INSERT INTO people (name) VALUES ('Ann');
    """

  @Test func fromSQL() async throws {
    let project = try ProjectDirectory([
      "dump.sql": Self.sql, "roles.txt": "generate_reader\n",
    ])
    let tool = Tool(project)
    let outcome = try await tool.run(
      "generate", "--from-sql", "dump.sql", "--roles", "roles.txt", "--seeds", "people",
      "--output-dir", "out", "--verbose")
    let again = try await tool.run(
      "generate", "--from-sql", "dump.sql", "--roles", "roles.txt", "--output-dir", "out")
    let written = try await tool.shell(
      "cd out && for f in $(find . -name '*.yaml' | LC_ALL=C sort); do echo \"# $f\"; cat $f; done")
    try expectGolden("generate", outcome, again, written)
  }

  @Test func failures() async throws {
    let project = try ProjectDirectory([
      "dump.sql": Self.sql, "broken.sql": "SELECT 1;\nSELECT x;\n",
    ])
    let tool = Tool(project)
    let role = try await tool.run("generate", "--from-sql", "dump.sql", "--output-dir", "out")
    let broken = try await tool.run("generate", "--from-sql", "broken.sql", "--output-dir", "out")
    let missing = try await tool.run("generate", "--from-sql", "none.sql", "--output-dir", "out")
    let roles = try await tool.run("generate", "--roles", "roles.txt", "--output-dir", "out")
    try expectGolden("generate-failures", role, broken, missing, roles)
  }

  /// Names without a schema mean the default one, which isn't among those that are wanted.
  @Test func otherSchemas() async throws {
    try await withDatabase { target in
      try await execute(
        """
        CREATE SCHEMA billing; CREATE TABLE billing.t (a int PRIMARY KEY);
        CREATE TABLE elsewhere (a int REFERENCES billing.t);
        CREATE VIEW billing.v AS SELECT a FROM elsewhere;
        """, on: target)
      let tool = Tool(try ProjectDirectory([:]), target)
      let outcome = try await tool.run("generate", "--schemas", "billing", "--output-dir", "out")
      let plan = try await tool.run(
        "plan", "--dir", "out", "--schema", "billing", "--exit-code")
      try expectGolden("generate-schemas", outcome, plan)
    }
  }

  @Test func asJSON() async throws {
    try await withDatabase { target in
      try await execute("CREATE TABLE t (a int PRIMARY KEY)", on: target)
      let tool = Tool(try ProjectDirectory([:]), target)
      let outcome = try await tool.run("generate", "--json", "--output-dir", "out", "--strict")
      let plan = try await tool.run("plan", "--dir", "out", "--exit-code")
      let unknown = try await tool.run(
        "generate", "--output-dir", "out", "--force", "--seeds", "t, none")
      try expectGolden("generate-json", outcome, plan, unknown)
    }
  }
}
