import Postgres
import TestSupport
import Testing

/// `drift`: a database that somebody changed by hand, and the way back.
@Suite struct DriftTests {
  private static let files = [
    "schema/enums/state.yaml": "name: state\nvalues: [open, done]\n",
    "schema/tables/users.yaml": """
    table: users
    columns:
      - {name: id, type: bigserial, primary_key: true}
      - {name: email, type: text, nullable: false, default: "'none'"}
      - {name: state, type: state}
    checks:
      - {name: email_given, expression: email <> ''}
    indexes:
      - {name: users_email, columns: [email]}
    rls: true
    force_rls: true
    policies:
      - {name: own, for: SELECT, using: id > 0}
    comment: Who may come in
    grants:
      - {to: drift_reader, privileges: [SELECT]}

    """,
    "schema/tables/logs.yaml": """
    table: logs
    columns:
      - {name: id, type: bigint}
      - {name: text, type: text}
    seeds:
      - {id: 1, text: first}

    """,
    "schema/views/mails.yaml": "name: mails\nquery: SELECT email FROM users\n",
    "schema/roles/drift_reader.yaml": "role: drift_reader\n",
    "schema/tables/invoices.yaml": """
    table: invoices
    schema: billing
    columns:
      - {name: id, type: bigint}

    """,
  ]

  private static let changes = """
    ALTER TABLE users ALTER email DROP NOT NULL, ALTER email SET DEFAULT 'nobody',
      DROP CONSTRAINT email_given, ADD extra int, NO FORCE ROW LEVEL SECURITY;
    ALTER SEQUENCE users_id_seq AS int;
    ALTER POLICY own ON users USING (id > 1);
    DROP INDEX users_email;
    COMMENT ON TABLE users IS 'Somebody';
    REVOKE SELECT ON users FROM drift_reader;
    GRANT INSERT ON logs TO drift_reader;
    DELETE FROM logs;
    CREATE OR REPLACE VIEW mails AS SELECT email FROM users WHERE id > 3;
    ALTER TYPE state ADD VALUE 'late';
    CREATE TABLE stray (id int PRIMARY KEY, note text);
    DROP TABLE billing.invoices;
    """

  @Test func foundAndBroughtBack() async throws {
    let project = try ProjectDirectory(Self.files)
    try await withDatabase { target in
      let tool = Tool(project, target)
      try #require(try await tool.run("run").code == 0)
      let clean = try await tool.run("drift", "--exit-code")
      #expect(clean.code == 0, "\(clean.transcript)")
      let cleanDocument = try await tool.run("drift", "--json")
      try await execute(Self.changes, on: target)
      let found = try await tool.run("drift")
      let document = try await tool.run("drift", "--json", "--exit-code")
      #expect([found.code, document.code] == [0, 2])
      let quiet = try await tool.run("drift", "--quiet")
      let dry = try await tool.run("drift", "--apply", "--dry-run", "--quiet", "--exit-code")
      let careful = try await tool.run("drift", "--apply", "--exit-code")
      #expect([dry.code, careful.code] == [2, 2])
      let applied = try await tool.run(
        "drift", "--apply", "--allow-destructive", "--json", "--exit-code")
      #expect(applied.code == 0, "\(applied.transcript)")
      let left = try await tool.run("drift", "--exit-code")
      let plan = try await tool.run("plan", "--exit-code")
      #expect([left.code, plan.code] == [0, 0])
      try expectGolden("drift", clean, cleanDocument, found, quiet, dry, careful, left)
      try expectGolden("drift-json", document, applied)
    }
  }

  /// Others' roles are nobody's drift; one that a project with roles names is.
  @Test func undeclaredRoles() async throws {
    let table = """
      table: notes
      columns:
        - {name: id, type: bigint}
      grants:
        - {to: drift_guest, privileges: [SELECT]}

      """
    let project = try ProjectDirectory(["schema/notes.yaml": table])
    try await withDatabase { target in
      try await execute("CREATE ROLE drift_guest; CREATE ROLE drift_stranger", on: target)
      let tool = Tool(project, target)
      try #require(try await tool.run("run").code == 0)
      let without = try await tool.run("drift", "--exit-code")
      #expect(without.code == 0, "\(without.transcript)")
      try project.write("role: drift_member\n", to: "schema/role.yaml")
      try #require(try await tool.run("run").code == 0)
      let with = try await tool.run("drift", "--exit-code")
      #expect(with.code == 2)
      try expectGolden("drift-roles", with)
    }
  }

  /// What the tool has no kind for is named, and is nobody's drift.
  @Test func unmanaged() async throws {
    let project = try ProjectDirectory(["schema/state.yaml": "name: state\nvalues: [open]\n"])
    let conversion = """
      CREATE CONVERSION odd FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;
      CREATE SCHEMA others;
      CREATE CONVERSION others.even FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;
      """
    try await withDatabase { target in
      try await execute(conversion, on: target)
      let tool = Tool(project, target)
      try #require(try await tool.run("run").code == 0)
      let drift = try await tool.run("drift", "--exit-code")
      let document = try await tool.run("drift", "--json", "--exit-code")
      let plan = try await tool.run("plan", "--verbose", "--exit-code")
      #expect([drift.code, document.code, plan.code] == [0, 0, 0])
      try expectGolden("drift-unmanaged", drift, document, plan)
    }
  }

  /// A name that is gone is told with the drift, which is shown all the same.
  @Test func missingName() async throws {
    let project = try ProjectDirectory([
      "schema/items.yaml": """
      table: items
      columns:
        - {name: id, type: bigint}
        - {name: size, type: int}
      triggers:
        - {name: noted, timing: BEFORE, events: [INSERT], function: note}

      """
    ])
    let function = """
      CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END'
      """
    try await withDatabase { target in
      try await execute("CREATE SCHEMA x; CREATE TABLE items (id bigint)", on: target)
      try await execute(function.replacing("note()", with: "x.note()"), on: target)
      let tool = Tool(project, target)
      let drift = try await tool.run("drift", "--exit-code")
      #expect(drift.code == 2)
      try expectGolden("drift-missing-name", drift)
    }
  }

  /// What no plan can change is drift all the same.
  @Test func refusedChange() async throws {
    let project = try ProjectDirectory([
      "schema/events.yaml": """
      table: events
      columns:
        - {name: id, type: bigint}
      partition_by: {strategy: range, key: [id]}

      """
    ])
    try await withDatabase { target in
      try await execute("CREATE TABLE events (id bigint)", on: target)
      let tool = Tool(project, target)
      let plan = try await tool.run("plan")
      let drift = try await tool.run("drift", "--exit-code")
      let applied = try await tool.run("drift", "--apply")
      #expect([plan.code, drift.code, applied.code] == [1, 2, 1])
      try expectGolden("drift-refused", drift, applied)
    }
  }
}
