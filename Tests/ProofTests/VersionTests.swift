import Execution
import Planning
import Postgres
import SchemaCore
import SchemaFlow
import TestSupport
import Testing

/// Schemas of views, one for each shape of the tables, so that old and new applications run side
/// by side.
@Suite struct VersionTests {
  private static let before = """
    table: orders
    columns:
      - {name: id, type: int, primary_key: true}
      - {name: amount, type: text, default: "'1'"}
    grants:
      - {to: PUBLIC, privileges: [SELECT, INSERT, UPDATE]}
    """

  private static let both = """
    {from: amount, transform: 'amount::numeric', reverse: 'total::text'}
    """

  private static func after(_ expand: String = both) -> String {
    """
    table: orders
    columns:
      - {name: id, type: int, primary_key: true}
      - {name: total, type: numeric, default: 0, expand: \(expand)}
    grants:
      - {to: PUBLIC, privileges: [SELECT, INSERT, UPDATE]}
    """
  }

  private func withVersions(
    _ setting: String = "true", _ orders: String = before, _ body: (Stage) async throws -> Void
  ) async throws {
    try await withDatabase { target in
      let project = try ProjectDirectory([
        "schema/orders.yaml": orders, "schema-flow.config.yaml": "versions: \(setting)\n",
      ])
      let stage = try await Stage(project, target)
      do {
        try await stage.run()
        try await body(stage)
        await stage.close()
      } catch {
        await stage.close()
        throw error
      }
    }
  }

  private func schemas(_ stage: Stage) async throws -> [String] {
    try await stage.rows(
      "SELECT nspname FROM pg_namespace WHERE nspname LIKE 'public\\_v%' ORDER BY oid"
    ).compactMap { $0[0] }
  }

  /// Fills the rows, and makes what waited for them.
  private func fill(_ stage: Stage, _ update: String) async throws {
    try await stage.execute(
      """
      SET schema_flow.backfill = 'on'; \(update); RESET schema_flow.backfill;
      UPDATE _smplcty_schema_flow.expand_state SET backfilled_at = now() WHERE status = 'expanded'
      """)
    try await stage.run()
    #expect(try await stage.plan().plan.isEmpty)
  }

  @Test func oldAndNewRunSideBySide() async throws {
    try await withVersions { stage in
      let old = try #require(try await schemas(stage).first)
      try await stage.execute("INSERT INTO \(old).orders VALUES (1, '10')")
      #expect(try await stage.plan().plan.isEmpty)

      try stage.project.write(Self.after(), to: "schema/orders.yaml")
      try await stage.run()
      // Rows that nobody has filled would look empty.
      #expect(try await schemas(stage) == [old])
      #expect(try await stage.plan().waiting.map(\.object.kind).contains("schema"))
      try await fill(stage, "UPDATE orders SET total = amount::numeric")
      let versions = try await schemas(stage)
      #expect(versions.count == 2)
      let new = versions[1]

      try await stage.execute("INSERT INTO \(old).orders VALUES (2, '20')")
      try await stage.execute("INSERT INTO \(new).orders VALUES (3, 30)")
      try await stage.execute("INSERT INTO \(new).orders (id) VALUES (4)")
      try await stage.execute("UPDATE \(new).orders SET total = 11 WHERE id = 1")
      #expect(
        try await stage.rows("SELECT * FROM \(new).orders ORDER BY id")
          == [["1", "11"], ["2", "20"], ["3", "30"], ["4", "0"]])
      #expect(
        try await stage.rows("SELECT * FROM \(old).orders ORDER BY id")
          == [["1", "11"], ["2", "20"], ["3", "30"], ["4", "0"]])

      let result = try await stage.contract()
      #expect(result.contracted.count == 1, "\(result.skipped.map(\.obstacles))")
      #expect(try await schemas(stage) == [new])
      try await stage.execute("INSERT INTO \(new).orders (id) VALUES (5)")
      #expect(
        try await stage.rows("SELECT total FROM \(new).orders WHERE id IN (1, 5) ORDER BY id")
          == [["11"], ["0"]])
      let plan = try await stage.plan().plan
      #expect(plan.isEmpty, "\(plan.operations.map(\.operation.object))")
    }
  }

  @Test(arguments: ["search_path", "setting"])
  func aNullThatTheNewVersionGivesIsNotFilled(by way: String) async throws {
    try await withVersions { stage in
      try stage.project.write(Self.after(), to: "schema/orders.yaml")
      try await stage.run()
      try await fill(stage, "UPDATE orders SET total = amount::numeric")
      let new = try #require(try await schemas(stage).last)
      let opening =
        way == "setting"
        ? "SET schema_flow.version = '\(new)'" : "SET search_path = app, \(new), public"
      try await stage.execute("\(opening); INSERT INTO \(new).orders VALUES (7, NULL)")
      try await stage.execute(
        "RESET schema_flow.version; RESET search_path; INSERT INTO orders (id) VALUES (8)")
      #expect(
        try await stage.rows("SELECT id, amount, total FROM orders ORDER BY id")
          == [["7", nil, nil], ["8", "1", "1"]])
    }
  }

  @Test func aChangedTypeKeepsItsName() async throws {
    try await withVersions { stage in
      try await stage.execute("INSERT INTO orders VALUES (1, '10')")
      try stage.project.write(
        """
        table: orders
        columns:
          - {name: id, type: int, primary_key: true}
          - {name: amount, type: numeric, default: 1, expand: {online: true}}
        grants:
          - {to: PUBLIC, privileges: [SELECT, INSERT, UPDATE]}
        """, to: "schema/orders.yaml")
      try await stage.run()
      try await fill(stage, "UPDATE orders SET _smplcty_sf_amount = amount::numeric")
      let versions = try await schemas(stage)
      #expect(versions.count == 2)
      try await stage.execute("INSERT INTO \(versions[1]).orders VALUES (2, 20)")
      try await stage.execute("INSERT INTO \(versions[0]).orders VALUES (3, '30')")
      #expect(
        try await stage.rows("SELECT amount + 1 FROM \(versions[1]).orders ORDER BY id")
          == [["11"], ["21"], ["31"]])
      let result = try await stage.contract()
      #expect(result.contracted.count == 1, "\(result.skipped.map(\.obstacles))")
      #expect(try await schemas(stage) == [versions[1]])
      #expect(
        try await stage.rows("SELECT amount + 1 FROM \(versions[1]).orders ORDER BY id")
          == [["11"], ["21"], ["31"]])
      let plan = try await stage.plan().plan
      #expect(plan.isEmpty, "\(plan.operations.map(\.operation.object))")
    }
  }

  @Test func aNewColumnMakesAVersionAndLeavesTheOldOne() async throws {
    try await withVersions { stage in
      let old = try await schemas(stage)
      let wider = Self.before.replacing(
        "grants:", with: "  - {name: note, type: text}\ngrants:")
      try stage.project.write(wider, to: "schema/orders.yaml")
      try await stage.run()
      let versions = try await schemas(stage)
      #expect(versions.count == 2)
      #expect(versions.first == old.first)
      #expect(try await stage.plan().plan.isEmpty)
      // Nothing of the new shape is left that the old one shows: it goes with its column.
      try stage.project.write(
        """
        table: orders
        columns:
          - {name: id, type: int, primary_key: true}
        """, to: "schema/orders.yaml")
      let blocked = try await stage.plan().plan.blocked.map(\.operation.kind.name)
      #expect(blocked.contains("drop_column") && blocked.contains("drop_view"))
      try await stage.run(allowingDestructive: true)
      #expect(try await schemas(stage).count == 1)
      #expect(try await stage.plan().plan.isEmpty)
    }
  }

  @Test func aPlainChangeOfATypeMakesOlderViewsAgain() async throws {
    try await withVersions { stage in
      let old = try #require(try await schemas(stage).first)
      try stage.project.write(
        Self.before.replacing("type: int", with: "type: bigint"), to: "schema/orders.yaml")
      try await stage.run()
      #expect(try await schemas(stage).count == 2)
      #expect(
        try await stage.rows("SELECT pg_typeof(id) FROM \(old).orders").isEmpty)
      try await stage.execute("INSERT INTO \(old).orders VALUES (5000000000, '1')")
      #expect(try await stage.plan().plan.isEmpty)
    }
  }

  @Test func aNamedVersionFollowsTheDeclaredShape() async throws {
    try await withVersions("spring") { stage in
      #expect(try await schemas(stage) == ["public_vspring"])
      let wider = Self.before.replacing(
        "grants:", with: "  - {name: note, type: text}\ngrants:")
      try stage.project.write(wider, to: "schema/orders.yaml")
      try await stage.run()
      #expect(try await schemas(stage) == ["public_vspring"])
      try await stage.execute("INSERT INTO public_vspring.orders VALUES (1, '1', 'x')")
      #expect(try await stage.plan().plan.isEmpty)
    }
  }

  @Test func givingTheChangeUpTakesItsVersionAlong() async throws {
    try await withVersions { stage in
      let old = try await schemas(stage)
      try stage.project.write(Self.after(), to: "schema/orders.yaml")
      try await stage.run()
      try await fill(stage, "UPDATE orders SET total = amount::numeric")
      #expect(try await stage.contract { $0.ending = .abort }.contracted.count == 1)
      #expect(try await schemas(stage) == old)
      try stage.project.write(Self.before, to: "schema/orders.yaml")
      #expect(try await stage.plan().plan.isEmpty)
    }
  }

  @Test func generateLeavesThemOut() async throws {
    try await withVersions { stage in
      let settings = try stage.project.settings(stage.target)
      let generated = try await Generator(settings: settings).generate(over: stage.connection)
      #expect(generated.files.map(\.path) == ["tables/orders.yaml"])
    }
  }

  @Test func withoutTheSettingVersionsAskToBeDropped() async throws {
    try await withVersions { stage in
      try stage.project.write("versions: false\n", to: "schema-flow.config.yaml")
      #expect(try await stage.plan().plan.blocked.count >= 2)
      try await stage.run(allowingDestructive: true)
      #expect(try await schemas(stage).isEmpty)
      #expect(try await stage.plan().plan.isEmpty)
    }
  }
}
