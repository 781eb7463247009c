import ExpandContract
import Planning
import Postgres
import SchemaFlow
import TestSupport
import Testing

/// A column that moves to another table (`expand: {from: {table, column, on}}`).
@Suite struct MovedColumnTests {
  private static let users = """
    table: users
    columns:
      - {name: id, type: int, primary_key: true}
      - {name: address, type: text}
    """

  private static func profiles(_ expand: String = "") -> String {
    """
    table: profiles
    columns:
      - {name: user_id, type: int, primary_key: true}
      - {name: bio, type: text}
    \(expand)
    """
  }

  private static let moved = """
      - name: home
        type: text
        expand:
          from: {table: users, column: address, on: users.id = profiles.user_id}
          transform: upper(address)
          reverse: lower(home)
    """

  @Test func bothTablesAreKeptInStep() async throws {
    try await withDatabase { target in
      let project = try ProjectDirectory([
        "schema/users.yaml": Self.users, "schema/profiles.yaml": Self.profiles(),
      ])
      let stage = try await Stage(project, target)
      try await stage.run()
      try await stage.execute(
        """
        INSERT INTO users VALUES (1, 'a'), (2, 'b'), (3, 'c');
        INSERT INTO profiles VALUES (1), (2)
        """)
      try project.write(Self.profiles(Self.moved), to: "schema/profiles.yaml")
      try await stage.run()
      #expect(try await stage.plan().plan.isEmpty)
      try await stage.execute("INSERT INTO profiles VALUES (3)")
      try await stage.execute("UPDATE users SET address = 'x' WHERE id = 1")
      try await stage.execute("UPDATE profiles SET home = 'Y' WHERE user_id = 3")
      let rows = "SELECT id, address, home FROM users JOIN profiles ON user_id = id ORDER BY id"
      #expect(
        try await stage.rows(rows) == [["1", "x", "X"], ["2", "b", nil], ["3", "y", "Y"]])
      #expect(try await stage.contract().skipped.map(\.rowsDiverged) == [1])
      let settings = try project.settings(target)
      let session = Session(target)
      let results = try await BackfillWorkflow(
        settings: settings, session: session, table: nil, column: nil
      ).run(BackfillOptions(), stop: BackfillStop(), progress: { _ in })
      await session.close()
      #expect(results.map(\.rowsUpdated) == [1])
      let result = try await stage.contract()
      #expect(result.contracted.count == 1, "\(result.skipped.map(\.obstacles))")
      #expect(
        try await stage.rows("SELECT user_id, home FROM profiles ORDER BY 1")
          == [["1", "X"], ["2", "B"], ["3", "Y"]])
      #expect(
        try await stage.rows("SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal") == [["0"]])
      try project.write(
        Self.users.replacing("  - {name: address, type: text}", with: ""),
        to: "schema/users.yaml")
      #expect(try await stage.plan().plan.isEmpty)
    }
  }
}
