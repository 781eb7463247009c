import Testing

/// A statement that the server refuses, and what makes it pass the next time.
struct Fault: Sendable, CustomTestStringConvertible {
  var name: String
  /// The project's files by path.
  var files: [String: String]
  /// What is in the database before the run.
  var live = ""
  /// What the refusal leaves: a condition.
  var afterwards = "true"
  /// SQL that removes the cause.
  var repair = ""
  /// The files that remove the cause.
  var repaired: [String: String] = [:]

  var testDescription: String { name }
}

private func table(_ more: String, columns: String = "") -> String {
  """
  table: items
  columns:
    - {name: id, type: bigint, primary_key: true}
    - {name: code, type: text}
    - {name: parent, type: bigint}
  \(columns)\(more)

  """
}

private let soldItems = """
  CREATE TABLE items (id bigint PRIMARY KEY, code text, parent bigint);
  INSERT INTO items VALUES (1, 'a', 7), (2, 'a', NULL);
  """

private func refusing(_ tag: String) -> String {
  """
  CREATE FUNCTION refuse() RETURNS event_trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'no % today', tg_tag USING HINT = 'come back tomorrow'; END $$;
  CREATE EVENT TRIGGER refusing ON ddl_command_start WHEN TAG IN ('\(tag)')
    EXECUTE FUNCTION refuse();
  """
}

private let permitting = "DROP EVENT TRIGGER refusing; DROP FUNCTION refuse()"
private let path = "schema/tables/items.yaml"
private let nothingIsThere = "to_regclass('items') IS NULL"

extension Fault {
  static let early = [
    Fault(
      name: "extension", files: ["schema/extensions.yaml": "extensions: [pg_trgm]\n"],
      live: """
        CREATE FUNCTION similarity(text, text) RETURNS real LANGUAGE sql AS 'SELECT 1.0::real'
        """,
      afterwards: "NOT EXISTS (SELECT FROM pg_extension WHERE extname = 'pg_trgm')",
      repair: "DROP FUNCTION similarity"),
    Fault(
      name: "type", files: ["schema/mood.yaml": "name: mood\nvalues: [fine]\n", path: table("")],
      live: refusing("CREATE TYPE"), afterwards: nothingIsThere, repair: permitting),
    Fault(
      name: "role",
      files: [
        "schema/role.yaml": "role: faulty_role\nmember_of: [pg_database_owner]\n",
        "schema/mood.yaml": "name: mood\nvalues: [fine]\n",
      ],
      afterwards: "to_regtype('mood') IS NULL AND to_regrole('faulty_role') IS NULL",
      repaired: ["schema/role.yaml": "role: postgres\n"]),
    Fault(
      name: "function",
      files: [
        "schema/f.yaml": """
        name: half
        language: plpgsql
        returns: integer
        args: [{name: n, type: integer}]
        body: |
          BEGIN
            RETRUN n / 2;
          END

        """,
        path: table(""),
      ],
      afterwards: nothingIsThere,
      repaired: [
        "schema/f.yaml": """
        name: half
        language: plpgsql
        returns: integer
        args: [{name: n, type: integer}]
        body: |
          BEGIN
            RETURN n / 2;
          END

        """
      ]),
    Fault(
      name: "table",
      files: [
        "schema/mood.yaml": "name: mood\nvalues: [fine]\n",
        path: table("", columns: "  - {name: total, type: integer, default: \"'abc'\"}\n"),
      ],
      afterwards: nothingIsThere, repaired: [path: table("")]),
    Fault(
      name: "column",
      files: [
        "schema/mood.yaml": "name: mood\nvalues: [fine]\n",
        path: table("", columns: "  - {name: total, type: integer, default: \"'abc'\"}\n"),
      ],
      live: soldItems, afterwards: "to_regtype('mood') IS NULL",
      repaired: [path: table("", columns: "  - {name: total, type: integer}\n")]),
    Fault(
      name: "check", files: [path: table("checks: [{name: long, expression: length(code) > 1}]")],
      live: soldItems,
      afterwards: "NOT (SELECT convalidated FROM pg_constraint WHERE conname = 'long')",
      repair: "UPDATE items SET code = 'abc' || id"),
    Fault(
      name: "index", files: [path: table("indexes: [{columns: [code], unique: true}]")],
      live: soldItems,
      afterwards: """
        EXISTS (SELECT FROM pg_index WHERE indrelid = 'items'::regclass AND NOT indisvalid)
        """,
      repair: "DELETE FROM items WHERE id = 2"),
    Fault(
      name: "unique",
      files: [path: table("indexes: [{columns: [code], unique: true, as_constraint: true}]")],
      live: soldItems,
      afterwards: """
        NOT EXISTS (SELECT FROM pg_constraint
                    WHERE conrelid = 'items'::regclass AND contype = 'u')
        """,
      repair: "DELETE FROM items WHERE id = 2"),
    Fault(
      name: "foreign-key",
      files: [
        path: """
        table: items
        columns:
          - {name: id, type: bigint, primary_key: true}
          - {name: code, type: text}
          - {name: parent, type: bigint, references: {table: items, column: id}}

        """
      ],
      live: soldItems,
      afterwards: """
        NOT (SELECT convalidated FROM pg_constraint
             WHERE conrelid = 'items'::regclass AND contype = 'f')
        """,
      repair: "UPDATE items SET parent = NULL"),
  ]

  static let late = [
    Fault(
      name: "view",
      files: [
        path: table(""),
        "schema/v.yaml": "name: v\nquery: |\n  SELECT id,\n    cod\n  FROM items\n",
      ],
      afterwards: nothingIsThere,
      repaired: ["schema/v.yaml": "name: v\nquery: SELECT id, code FROM items\n"]),
    Fault(
      name: "materialized-view",
      files: [
        path: table("seeds: [{id: 1}]"),
        "schema/v.yaml": "name: v\nmaterialized: true\nquery: SELECT 1 / 0 AS x\n",
      ],
      afterwards: nothingIsThere,
      repaired: ["schema/v.yaml": "name: v\nmaterialized: true\nquery: SELECT 1 / 1 AS x\n"]),
    Fault(
      name: "trigger",
      files: [
        path: table("triggers: [{name: touch, timing: BEFORE, events: [UPDATE], function: one}]"),
        "schema/f.yaml": "name: one\nlanguage: sql\nreturns: integer\nbody: SELECT 1\n",
        "schema/v.yaml": "name: v\nquery: SELECT id FROM items\n",
      ],
      afterwards: "to_regclass('v') IS NULL", repaired: [path: table("")]),
    Fault(
      name: "policy",
      files: [path: table("rls: true\npolicies: [{name: own, using: code}]")],
      afterwards: nothingIsThere,
      repaired: [path: table("rls: true\npolicies: [{name: own, using: code = current_user}]")]),
    Fault(
      name: "grant", files: [path: table("grants: [{to: pg_monitor, privileges: [SELECT]}]")],
      live: refusing("GRANT"), afterwards: nothingIsThere,
      repair: permitting),
    Fault(
      name: "comment", files: [path: table("comment: All that we sell\nrls: true")],
      live: refusing("COMMENT"),
      afterwards: nothingIsThere,
      repair: permitting),
    Fault(
      name: "seed",
      files: [
        path: table(
          """
          checks: [{name: long, expression: length(code) > 3}]
          seeds:
            - {id: 1, code: long enough}
            - {id: 2, code: abc}
          """)
      ],
      afterwards: nothingIsThere,
      repaired: [
        path: table(
          """
          checks: [{name: long, expression: length(code) > 3}]
          seeds:
            - {id: 1, code: long enough}
            - {id: 2, code: abcd}
          """)
      ]),
    Fault(
      name: "not-null",
      files: [
        path: table("").replacing(
          "parent, type: bigint", with: "parent, type: bigint, nullable: false")
      ],
      live: soldItems,
      afterwards: """
        NOT (SELECT attnotnull FROM pg_attribute
             WHERE attrelid = 'items'::regclass AND attname = 'parent')
        """,
      repair: "UPDATE items SET parent = id"),
    Fault(
      name: "pre-script",
      files: [
        path: table(""),
        "pre/010_first.sql": "CREATE SCHEMA first;\n",
        "pre/020_second.sql":
          "CREATE SCHEMA second;\n\n-- more\nSELECT x,\n  nextval('second');\n",
      ],
      afterwards: """
        to_regclass('items') IS NULL AND to_regnamespace('first') IS NOT NULL
          AND to_regnamespace('second') IS NULL
        """,
      repaired: ["pre/020_second.sql": "CREATE SCHEMA second;\n"]),
    Fault(
      name: "post-script",
      files: [
        path: table(""),
        "post/010_fill.sql": "INSERT INTO items (id) VALUES (1);\nSELEC 1;\n",
      ],
      afterwards: "to_regclass('items') IS NOT NULL AND NOT EXISTS (SELECT FROM items)",
      repaired: ["post/010_fill.sql": "INSERT INTO items (id) VALUES (1);\n"]),
  ]
}
