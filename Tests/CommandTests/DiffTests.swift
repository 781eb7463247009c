import Postgres
import SystemPackage
import TestSupport
import Testing

/// `diff` between directories, databases and SQL files, and `--to-db`.
@Suite struct DiffTests {
  private static let before = """
    CREATE TABLE users (id bigint PRIMARY KEY, email text NOT NULL, old int);
    CREATE VIEW mails AS SELECT email FROM users;
    CREATE SCHEMA gone;
    CREATE TABLE gone.things (id int REFERENCES users);
    """

  private static let after = """
    CREATE TYPE state AS ENUM ('open', 'done');
    CREATE TABLE users (id bigint PRIMARY KEY, email varchar(80) NOT NULL DEFAULT 'none',
      state state, CONSTRAINT given CHECK (email <> ''));
    CREATE INDEX ON users (lower(email));
    CREATE VIEW mails AS SELECT email, state FROM users;
    CREATE SCHEMA billing;
    CREATE TABLE billing.invoices (id serial PRIMARY KEY, user_id bigint REFERENCES users);
    COMMENT ON TABLE billing.invoices IS 'What users owe';
    """

  @Test func filesInEveryForm() async throws {
    let files = try ProjectDirectory(["before.sql": Self.before, "after.sql": Self.after])
    let tool = Tool(files)
    let text = try await tool.run("diff", "before.sql", "after.sql", "--exit-code")
    let verbose = try await tool.run(
      "diff", "before.sql", "after.sql", "--verbose", "--allow-destructive")
    let quiet = try await tool.run("diff", "after.sql", "before.sql", "--quiet")
    let same = try await tool.run("diff", "after.sql", "after.sql", "--exit-code")
    #expect([text.code, verbose.code, quiet.code, same.code] == [2, 0, 0, 0])
    let document = try await tool.run("diff", "before.sql", "after.sql", "--json")
    #expect(document.code == 0)
    #expect(document.output.hasPrefix("{\"operations\":["))
    try expectGolden("diff", text, verbose, quiet, same)
  }

  @Test func wrongSides() async throws {
    let files = try ProjectDirectory([
      "broken.sql": "CREATE TABLE a (id int);\nCREATE TABEL b ();\n",
      "after.sql": Self.after,
      "schema/wrong.yaml": "table: a\ncolums: []\n",
    ])
    let tool = Tool(files)
    let outcomes = [
      try await tool.run("diff", "nowhere", "after.sql"),
      try await tool.run("diff", "after.sql", "schema"),
      try await tool.run("diff", "broken.sql", "after.sql"),
    ]
    #expect(outcomes.map(\.code) == [1, 1, 1])
    try expectGolden("diff-wrong-sides", outcomes[0], outcomes[1], outcomes[2])
  }

  @Test func projects() async throws {
    let table = """
      table: items
      columns:
        - {name: id, type: bigserial, primary_key: true}
        - {name: size, type: int}
      seeds:
        - {id: 1, size: 2}

      """
    let files = try ProjectDirectory([
      "old/schema/items.yaml": table,
      "old/pre/1_first.sql": "CREATE TABLE made_by_script (id int);\n",
      "new/schema/items.yaml": table.replacing("int}", with: "bigint, default: 7}"),
      "new/schema/role.yaml": "role: diff_reader\n",
      "same.sql": """
      CREATE TABLE items (id bigserial PRIMARY KEY, size int);
      CREATE TABLE made_by_script (id int);
      """,
    ])
    let tool = Tool(files)
    let forward = try await tool.run("diff", "old/schema", "new/schema")
    let backward = try await tool.run("diff", "new/schema", "old/schema")
    let file = try await tool.run("diff", "old/schema", "same.sql", "--exit-code")
    #expect([forward.code, backward.code, file.code] == [0, 0, 0])
    try expectGolden("diff-projects", forward, backward, file)
  }

  /// A database is brought to another's state, and nothing differs afterwards.
  @Test func toAnotherDatabase() async throws {
    let roles = "CREATE ROLE todb_reader; CREATE ROLE todb_extra; CREATE ROLE todb_stranger;"
    let grants = """
      GRANT SELECT ON users TO todb_reader;
      GRANT USAGE ON SCHEMA billing TO todb_reader;
      GRANT INSERT ON billing.invoices TO todb_reader;
      ALTER TABLE users ENABLE ROW LEVEL SECURITY;
      CREATE POLICY own ON users TO todb_reader USING (id > 0);
      """
    try await withDatabase { live in
      try await withDatabase { wanted in
        try await execute(
          roles + Self.before + "GRANT SELECT ON users TO todb_extra, PUBLIC;", on: live)
        try await execute(Self.after + grants, on: wanted)
        let tool = Tool(try ProjectDirectory([:]), live)
        let plan = try await tool.run("plan", "--to-db", wanted.text, "--exit-code")
        #expect(plan.code == 2)
        let run = try await tool.run("run", "--to-db", wanted.text, "--allow-destructive")
        #expect(run.code == 0, "\(run.transcript)")
        let again = try await tool.run("plan", "--to-db", wanted.text, "--exit-code")
        #expect(again.code == 0, "\(again.transcript)")
        let diff = try await tool.run("diff", live.text, wanted.text, "--exit-code")
        let back = try await tool.run("diff", wanted.text, live.text, "--exit-code")
        #expect([diff.code, back.code] == [0, 0], "\(diff.transcript)\(back.transcript)")
        let strangers = try await value(
          "SELECT count(*) FROM pg_roles WHERE rolname LIKE 'todb_%'", on: live)
        #expect(strangers == "3")
        try expectGolden("to-db", plan, run, again)
      }
    }
  }
}
