import Postgres
import TestSupport
import Testing

/// What is wrong in a project is told before a connection is opened, or with its place after.
@Suite struct ProjectErrorTests {
  /// Nobody listens here: an attempt to connect would be the error.
  private let unreachable = ConnectionString("postgresql://nobody@127.0.0.1:1/none")

  @Test func allErrorsAtOnce() async throws {
    let project = try ProjectDirectory([
      "schema/tables/orders.yaml": """
      table: orders
      colour: red
      columns:
        - {name: id, type: bigint, primary_key: true}
        - {name: total, type: numeric, nulable: false}
        - {name: paid, type: boolean, nullable: maybe}
        - {name: customer, type: bigint, references: {table: customers, column: idd}}
      indexes:
        - columns: [totl]
      policies:
        - {name: own, using: customer = 1}
        - {name: readers, for: READ, using: "true"}

      """,
      "schema/tables/customers.yaml": """
      table: customers
      columns:
        - {name: id, type: bigint, primary_key: true}

      """,
      "schema/tables/again.yaml": """
      table: customers
      columns:
        - {name: id, type: bigint}

      """,
      "schema/enums/status.yaml": "name: status\nvalues: open\n",
      "schema/views/broken.yaml": "name: broken\nquery: [SELECT 1\n",
      "schema/views/twice.yaml": "name: twice\nquery: SELECT 1\nquery: SELECT 2\n",
    ])
    let tool = Tool(project, unreachable)
    let text = try await tool.run("plan")
    let json = try await tool.run("run", "--json")
    #expect(text.code == 1)
    #expect(json.code == 1)
    #expect(!text.errors.contains("127.0.0.1"))
    try expectGolden("project-errors", text, json)
  }

  @Test func cycles() async throws {
    let views = try ProjectDirectory([
      "schema/views/a.yaml": "name: a\nquery: SELECT * FROM b\n",
      "schema/views/b.yaml": "name: b\nquery: SELECT * FROM c\n",
      "schema/views/c.yaml": "name: c\nquery: SELECT * FROM a\n",
    ])
    let roles = try ProjectDirectory([
      "schema/roles/a.yaml": "role: cycle_a\nmember_of: [cycle_b]\n",
      "schema/roles/b.yaml": "role: cycle_b\nmember_of: [cycle_a]\n",
    ])
    try await withDatabase { target in
      let outcomes = [
        try await Tool(views, target).run("plan"), try await Tool(roles, target).run("plan"),
      ]
      #expect(outcomes.map(\.code) == [1, 1])
      try expectGolden("cycles", outcomes[0], outcomes[1])
    }
  }

  @Test func whatNobodyMade() async throws {
    let project = try ProjectDirectory([
      "schema/tables/t.yaml": """
      table: t
      columns:
        - {name: id, type: bigint, primary_key: true}
        - name: parent
          type: bigint
          references: {table: elsewhere, column: id}
      triggers:
        - {name: touch, timing: BEFORE, events: [UPDATE], function: touched}
      grants:
        - {to: nobody_made_this, privileges: [SELECT]}

      """
    ])
    try await withDatabase { target in
      let tool = Tool(project, target)
      let unknown = try await tool.run("run")
      #expect(unknown.code == 1)
      #expect(try await value("SELECT to_regclass('t') IS NULL", on: target) == "t")
      try expectGolden("unknown-names", unknown)
      try project.write(
        """
        CREATE TABLE elsewhere (id bigint PRIMARY KEY);
        CREATE FUNCTION touched() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
        CREATE ROLE nobody_made_this;

        """, to: "pre/1.sql")
      // Pre-scripts come first: what they make is there when names are looked up.
      let made = try await tool.run("run")
      #expect(made.code == 0, "\(made.errors)")
      try await execute("DROP OWNED BY nobody_made_this; DROP ROLE nobody_made_this", on: target)
    }
  }
}

/// A password may stand wherever a connection string stands, and shows nowhere.
@Suite struct PasswordTests {
  private static let project = try? ProjectDirectory(["schema/tables/users.yaml": users])

  @Test(arguments: [
    "postgres://u:s3cret@[bad", "postgres://u:s3cret@127.0.0.1:1/db",
    "postgres://u:s3%63ret@127.0.0.1:port/db", "host=127.0.0.1 port=1 user=u password=s3cret",
    "host=127.0.0.1 port=1 password = 's3cret' nonsense", "password=s3cret host=",
    "postgres://u@127.0.0.1:1/db?password=s3cret", "postgres://u:s3cret@127.0.0.1:1/db?nope=1",
    "postgresql://u:s3cret", "u:s3cret@127.0.0.1:1/db", "password='s3cret",
  ])
  func notShown(_ text: String) async throws {
    let tool = Tool(try #require(Self.project))
    for arguments in [["plan", "--db", text], ["run", "--json", "--verbose", "--db", text]] {
      let outcome = try await tool.run(arguments) { _ in }
      #expect([1, 4, 6].contains(outcome.code), "\(outcome.code) for \(text)")
      for part in ["s3cret", "s3%63ret", "%63ret", "cret"] {
        #expect(!(outcome.output + outcome.errors).contains(part), "\(outcome.transcript)")
      }
    }
  }

  @Test func fromAVariableOfTheConfiguration() async throws {
    let project = try ProjectDirectory([
      "schema/tables/users.yaml": users,
      "schema-flow.config.yaml": """
      default:
        connectionString: postgresql://u:${SHOP_PASSWORD}@127.0.0.1:1/db

      """,
    ])
    var tool = Tool(project)
    let unset = try await tool.run("plan")
    tool.environment["SHOP_PASSWORD"] = "s3cret"
    let refused = try await tool.run("plan")
    #expect(unset.code == 1)
    #expect(!refused.errors.contains("s3cret"))
    try expectGolden("password-variable", unset, refused)
  }
}
