import Postgres
import TestSupport
import Testing

/// Forms of projects and runs: transactions, bootstrap, state, several schemas, configuration.
@Suite struct ProjectFormTests {
  @Test func sqlOfEachTransaction() async throws {
    let project = try ProjectDirectory([
      "schema/tables/users.yaml": users + "indexes: [{columns: [name]}]\n",
      "schema/tables/boot.yaml": users.replacing("users", with: "boot") + "bootstrap: true\n",
      "schema/views/v.yaml": "name: v\nquery: SELECT id FROM users\n",
      "pre/1.sql": "INSERT INTO seen SELECT 'pre', current_setting('app.actor', true);\n",
      "post/1.sql": "INSERT INTO seen SELECT 'post', current_setting('app.actor', true);\n",
      "actor.sql": "SET LOCAL app.actor = 'flow';\n",
    ])
    try await withDatabase { target in
      try await execute(
        """
        CREATE TABLE seen (tag text, actor text);
        CREATE FUNCTION see() RETURNS event_trigger LANGUAGE plpgsql AS
          $$ BEGIN
            INSERT INTO public.seen VALUES (tg_tag, current_setting('app.actor', true));
          END $$;
        CREATE EVENT TRIGGER seeing ON ddl_command_end
          WHEN TAG IN ('CREATE TABLE', 'CREATE VIEW') EXECUTE FUNCTION see();
        """, on: target)
      let tool = Tool(project, target)
      let outcome = try await tool.run("run", "--per-tx-sql", "actor.sql")
      #expect(outcome.code == 0, "\(outcome.errors)")
      let seen = """
        SELECT string_agg(DISTINCT tag, ',' ORDER BY tag) FROM seen WHERE actor = 'flow'
        """
      #expect(try await value(seen, on: target) == "CREATE TABLE,CREATE VIEW,post,pre")
      let others = """
        SELECT count(*) FROM seen WHERE actor IS DISTINCT FROM 'flow' AND tag <> 'CREATE TABLE'
        """
      #expect(try await value(others, on: target) == "0")
    }
  }

  @Test func bootstrapComesFirst() async throws {
    let checked = users + "checks: [{name: long, expression: length(name) > 3}]\n"
    let refused = checked + "seeds: [{id: 7, name: abc}]\n"
    let project = try ProjectDirectory([
      "schema/tables/accounts.yaml": """
      table: accounts
      bootstrap: true
      columns:
        - {name: id, type: bigint, primary_key: true}
        - {name: flag, type: text, default: "current_setting('smplcty.bootstrap', true)"}
        - {name: actor, type: text, default: "current_setting('app.actor', true)"}
      seeds: [{id: 1}]

      """,
      "schema/tables/users.yaml": refused,
      "schema-flow.config.yaml": "default:\n  bootstrapSession: {app.actor: boot}\n",
    ])
    try await withDatabase { target in
      let tool = Tool(project, target)
      let failed = try await tool.run("run")
      #expect(failed.code == 4)
      let row = "SELECT concat_ws(' ', id, flag, actor) FROM accounts"
      #expect(try await value(row, on: target) == "1 true boot")
      try project.write(checked + "seeds: [{id: 7}]\n", to: "schema/tables/users.yaml")
      #expect(try await tool.run("run").code == 0)
      try await expectNothingLeft(tool)
      try expectGolden("bootstrap", failed)
    }
  }

  @Test func transactionsPerTable() async throws {
    let project = try ProjectDirectory([
      "schema/tables/a.yaml": users.replacing("users", with: "a"),
      "schema/tables/b.yaml": users.replacing("users", with: "b"),
    ])
    try await withDatabase { target in
      let tool = Tool(project, target)
      try await tool.run("run")
      let more = "  - {name: more, type: integer}\n"
      try project.write(users.replacing("users", with: "a") + more, to: "schema/tables/a.yaml")
      try project.write(users.replacing("users", with: "b") + more, to: "schema/tables/b.yaml")
      let blocker = try await Connection.connect(to: target, applicationName: "blocker")
      try await blocker.execute("BEGIN; LOCK TABLE b IN ACCESS SHARE MODE")
      let arguments = ["run", "--lock-timeout", "100", "--max-retries", "0"]
      let failed = try await tool.run(arguments + ["--transactions", "per-table"]) { _ in }
      await blocker.close()
      #expect(failed.code == 6)
      let added = """
        SELECT string_agg(attrelid::regclass::text, ',') FROM pg_attribute WHERE attname = 'more'
        """
      #expect(try await value(added, on: target) == "a")
      #expect(try await tool.run(arguments) { _ in }.code == 0)
      #expect(try await value(added, on: target) == "a,b")
    }
  }

  /// FORMAT.md, section 3, without any table of our own.
  @Test func stateOfTheOriginalTool() async throws {
    let project = try ProjectDirectory([
      "schema/tables/users.yaml": users, "pre/001_old.sql": "SELECT 1 / 0;\n",
      "pre/002_new.sql": "CREATE TABLE made ();\n",
    ])
    try await withDatabase { target in
      try await execute(
        """
        CREATE SCHEMA _smplcty_schema_flow;
        CREATE TABLE _smplcty_schema_flow.history (
          file_path text NOT NULL, pg_schema text NOT NULL DEFAULT 'public',
          file_hash text NOT NULL, phase text NOT NULL,
          applied_at timestamptz NOT NULL DEFAULT now(), PRIMARY KEY (file_path, pg_schema));
        CREATE TABLE _smplcty_schema_flow.expand_state (
          id serial PRIMARY KEY, table_name text NOT NULL, new_column text NOT NULL,
          old_column text NOT NULL, transform text NOT NULL, trigger_name text NOT NULL,
          pg_schema text NOT NULL DEFAULT 'public', status text NOT NULL DEFAULT 'expanded',
          created_at timestamptz NOT NULL DEFAULT now(), UNIQUE (table_name, new_column));
        CREATE TABLE _smplcty_schema_flow.snapshots (
          id serial PRIMARY KEY, operations jsonb NOT NULL,
          pg_schema text NOT NULL DEFAULT 'public',
          created_at timestamptz NOT NULL DEFAULT now());
        INSERT INTO _smplcty_schema_flow.history (file_path, file_hash, phase)
          VALUES ('pre/001_old.sql', encode(sha256('SELECT 1 / 0;\n'), 'hex'), 'pre');
        """, on: target)
      let tool = Tool(project, target)
      let plan = try await tool.run("plan")
      let run = try await tool.run("run")
      let status = try await tool.run("status")
      #expect(run.code == 0, "\(run.errors)")
      try expectGolden("original-state", plan, run, status)
    }
  }

  @Test func severalSchemas() async throws {
    let project = try ProjectDirectory([
      "schema/tables/users.yaml": users,
      "schema/tables/invoices.yaml": """
      table: invoices
      schema: billing
      columns:
        - {name: id, type: bigint, primary_key: true}
        - name: user_id
          type: bigint
          references: {table: public.users, column: id}
        - {name: state, type: billing.state}
      indexes: [{columns: [user_id]}]

      """,
      "schema/enums/state.yaml": "name: state\nschema: billing\nvalues: [open, paid]\n",
      "schema/views/due.yaml": """
      name: due
      schema: billing
      query: SELECT i.id FROM billing.invoices i JOIN users u ON u.id = i.user_id

      """,
    ])
    try await withDatabase { target in
      let tool = Tool(project, target)
      let first = try await tool.run("run", "--verbose")
      let empty = try await tool.run("plan", "--exit-code")
      #expect(first.code == 0, "\(first.errors)")
      #expect(empty.code == 0, "\(empty.output)")
      try expectGolden("several-schemas", first)
    }
  }

  @Test func importsAndEnvironments() async throws {
    let project = try ProjectDirectory([
      "db/tables/users.yaml": users + "mixins: [stamped]\n",
      "packages/audit/schema/mixins/stamped.yaml": """
      mixin: stamped
      params: {clock: {default: now()}}
      columns:
        - {name: changed_at, type: timestamptz, default: "{{clock}}"}

      """,
      "packages/audit/schema/tables/log.yaml": """
      table: log
      columns:
        - {name: line, type: text}

      """,
      "schema-flow.config.yaml": """
      imports:
        - path: ./packages/audit
          params: {clock: statement_timestamp()}
      default:
        baseDir: ./db
      environments:
        staging:
          connectionString: ${STAGING_URL}
          pgSchema: staging

      """,
    ])
    try await withDatabase { target in
      var tool = Tool(project)
      tool.environment["STAGING_URL"] = target.text
      let run = try await tool.run("run", "--env", "staging")
      let unknown = try await tool.run("run", "--env", "stagging")
      #expect(run.code == 0, "\(run.errors)")
      #expect(unknown.code == 1)
      let expression = """
        SELECT pg_get_expr(adbin, adrelid) FROM pg_attrdef WHERE adrelid = 'staging.users'::regclass
        """
      #expect(try await value(expression, on: target) == "statement_timestamp()")
      try expectGolden("imports", run, unknown)
    }
  }
}
