import Execution
import ExpandContract
import Planning
import Postgres
import SchemaCore
import SchemaFlow
import TestSupport
import Testing

/// Columns that take others' places: what a run makes of `expand`, and what applications write.
@Suite struct ExpansionTests {
  private static let before = """
    table: orders
    columns:
      - {name: id, type: int, primary_key: true}
      - {name: amount, type: text, nullable: false}
      - {name: note, type: text}
    """

  private static func after(_ expand: String, others: String = "") -> String {
    """
    table: orders
    columns:
      - {name: id, type: int, primary_key: true}
      - {name: amount, type: text, nullable: false}
      - {name: note, type: text}
      - name: total
        type: numeric
        nullable: false
        default: 0
        check: total >= 0
        comment: in euros
        expand: {\(expand)}
    indexes:
      - {columns: [total]}
    \(others)
    """
  }

  private static let both = "from: amount, transform: 'amount::numeric', reverse: 'total::text'"

  private func expanded(
    _ expand: String = ExpansionTests.both,
    _ body: (Stage) async throws -> Void
  ) async throws {
    try await withDatabase { target in
      let project = try ProjectDirectory(["schema/orders.yaml": Self.before])
      let stage = try await Stage(project, target)
      try await stage.run()
      try await stage.execute("INSERT INTO orders VALUES (1, '10'), (2, '20.5')")
      try project.write(Self.after(expand), to: "schema/orders.yaml")
      try await stage.run()
      try await body(stage)
      await stage.close()
    }
  }

  @Test func aRunAddsAnEmptyColumnAndATrigger() async throws {
    try await expanded { stage in
      #expect(
        try await stage.rows("SELECT id, amount, total FROM orders ORDER BY id")
          == [["1", "10", nil], ["2", "20.5", nil]])
      #expect(
        try await stage.rows(
          """
          SELECT table_name, new_column, old_column, transform, trigger_name, pg_schema, status
          FROM _smplcty_schema_flow.expand_state
          """) == [
            [
              "public.orders", "total", "amount", "amount::numeric",
              "_smplcty_sf_dw_public_orders_total", "public", "expanded",
            ]
          ])
      let plan = try await stage.plan()
      #expect(plan.plan.isEmpty)
      #expect(
        plan.waiting.map(\.object.description).sorted() == [
          "check 'public.orders.chk_orders_total'", "index 'public.orders.idx_orders_total'",
        ])
    }
  }

  @Test func bothColumnsAreKeptInStep() async throws {
    try await expanded { stage in
      try await stage.execute("INSERT INTO orders (id, amount) VALUES (3, '30')")
      try await stage.execute("INSERT INTO orders (id, total) VALUES (4, 40)")
      try await stage.execute("UPDATE orders SET amount = '11' WHERE id = 1")
      try await stage.execute("UPDATE orders SET total = 21 WHERE id = 2")
      #expect(
        try await stage.rows("SELECT id, amount, total FROM orders ORDER BY id") == [
          ["1", "11", "11"], ["2", "21", "21"], ["3", "30", "30"], ["4", "40", "40"],
        ])
      try await stage.execute("UPDATE orders SET amount = '5', total = 6 WHERE id = 1")
      try await stage.execute("UPDATE orders SET note = 'x'")
      #expect(
        try await stage.rows("SELECT amount, total FROM orders WHERE id = 1") == [["5", "6"]])
    }
  }

  @Test func withoutAReverseADirectWriteIsLeftAlone() async throws {
    try await expanded("from: amount, transform: 'amount::numeric'") { stage in
      try await stage.execute("UPDATE orders SET total = 99 WHERE id = 1")
      try await stage.execute("UPDATE orders SET note = 'x', amount = amount WHERE id = 1")
      #expect(
        try await stage.rows("SELECT amount, total FROM orders WHERE id = 1") == [["10", "99"]])
    }
  }

  @Test func aTransformThatCannotWorkIsFoundByTheRun() async throws {
    try await withDatabase { target in
      let project = try ProjectDirectory(["schema/orders.yaml": Self.before])
      let stage = try await Stage(project, target)
      try await stage.run()
      try project.write(
        Self.after("from: amount, transform: 'amout::numeric'"), to: "schema/orders.yaml")
      let result = try await stage.tryRun()
      #expect(result.failure?.error.sqlState == .undefinedColumn)
      #expect(try await stage.rows("SELECT FROM pg_trigger WHERE NOT tgisinternal").isEmpty)
      await stage.close()
    }
  }

  @Test func aFilledPairGetsWhatWaitedForIt() async throws {
    try await expanded { stage in
      try await stage.execute("UPDATE orders SET total = amount::numeric")
      try await stage.execute("UPDATE _smplcty_schema_flow.expand_state SET backfilled_at = now()")
      let plan = try await stage.plan()
      #expect(plan.waiting.isEmpty)
      #expect(
        Set(plan.plan.operations.map(\.operation.kind.name)) == [
          "add_index", "add_check_not_valid", "validate_constraint", "tighten_not_null",
        ])
      try await stage.run()
      #expect(try await stage.plan().plan.isEmpty)
      #expect(
        try await stage.rows(
          """
          SELECT attnotnull, atthasdef FROM pg_attribute
          WHERE attrelid = 'orders'::regclass AND attname = 'total'
          """)
          == [["t", "f"]])
    }
  }

  @Test func aContractLeavesRowsThatDifferAlone() async throws {
    try await expanded { stage in
      let result = try await stage.contract()
      #expect(result.contracted.isEmpty)
      #expect(result.skipped.map(\.rowsDiverged) == [2])
      #expect(result.skipped.first?.samples == ["id=1: '10' → NULL", "id=2: '20.5' → NULL"])
      #expect(try await stage.rows("SELECT count(amount) FROM orders") == [["2"]])
    }
  }

  @Test func aContractWaitsForWhatTheNewColumnNeeds() async throws {
    try await expanded { stage in
      try await stage.execute("UPDATE orders SET total = amount::numeric")
      let result = try await stage.contract()
      #expect(result.skipped.first?.obstacles.count == 4)
      try await stage.run()
      try await stage.execute("CREATE VIEW big AS SELECT amount FROM orders")
      let held = try await stage.contract()
      #expect(
        held.skipped.first?.obstacles == [
          "column 'public.orders.amount': undeclared objects use it: view 'public.big'"
        ])
    }
  }

  @Test func aContractLeavesTheNewColumnAlone() async throws {
    try await expanded { stage in
      try await stage.execute("UPDATE orders SET total = amount::numeric")
      try await stage.execute("CREATE INDEX by_amount ON orders (amount)")
      #expect(try await stage.contract().skipped.count == 1)
      try await stage.run()
      let result = try await stage.contract()
      #expect(result.skipped.isEmpty, "\(result.skipped)")
      #expect(result.contracted.count == 1)
      #expect(
        try await stage.rows(
          """
          SELECT attname, attnotnull, pg_get_expr(adbin, adrelid) FROM pg_attribute
          LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
          WHERE attrelid = 'orders'::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum
          """) == [["id", "t", nil], ["note", "f", nil], ["total", "t", "0"]])
      #expect(try await stage.rows("SELECT FROM pg_trigger WHERE NOT tgisinternal").isEmpty)
      #expect(
        try await stage.rows(
          "SELECT FROM pg_proc WHERE pronamespace = '_smplcty_schema_flow'::regnamespace"
        ).isEmpty)
      #expect(
        try await stage.rows("SELECT status FROM _smplcty_schema_flow.expand_state")
          == [["contracted"]])
      // The project may go on naming the old column and the change for a while.
      #expect(try await stage.plan().plan.isEmpty)
      #expect(try await stage.contract().contracted.isEmpty)
    }
  }

  private func contracted(
    grace seconds: Int, _ body: (Stage) async throws -> Void
  ) async throws {
    try await expanded { stage in
      try await stage.execute("UPDATE orders SET total = amount::numeric")
      _ = try await stage.contract()
      try await stage.run()
      let result = try await stage.contract { $0.graceSeconds = seconds }
      #expect(result.contracted.count == 1, "\(result.skipped)")
      try await body(stage)
    }
  }

  @Test func aColumnThatIsKeptComesBack() async throws {
    try await contracted(grace: 1000) { stage in
      #expect(try await stage.plan().plan.isEmpty)
      try await stage.execute("INSERT INTO orders (id, total) VALUES (3, 7)")
      try await stage.execute("UPDATE orders SET total = 11 WHERE id = 1")
      #expect(try await stage.contract { $0.ending = .undo }.contracted.count == 1)
      try await stage.execute("UPDATE orders SET amount = '8' WHERE id = 3")
      #expect(
        try await stage.rows("SELECT id, amount, total FROM orders ORDER BY id") == [
          ["1", "11", "11"], ["2", "20.5", "20.5"], ["3", "8", "8"],
        ])
      #expect(
        try await stage.plan().plan.operations.map(\.operation.kind.name) == ["tighten_not_null"])
      try await stage.run()
      #expect(try await stage.contract().contracted.count == 1)
      #expect(try await stage.plan().plan.isEmpty)
    }
  }

  @Test func aColumnThatWasKeptLongEnoughGoes() async throws {
    try await contracted(grace: 1000) { stage in
      #expect(try await stage.contract().purged.isEmpty)
      try await stage.execute("UPDATE _smplcty_schema_flow.expand_state SET kept_until = now()")
      #expect(try await stage.contract().purged.count == 1)
      #expect(
        try await stage.rows(
          """
          SELECT attname FROM pg_attribute WHERE attrelid = 'orders'::regclass AND attnum > 0
          AND NOT attisdropped ORDER BY attnum
          """) == [["id"], ["note"], ["total"]])
      try await stage.execute("INSERT INTO orders (id, total) VALUES (3, 7)")
      #expect(try await stage.contract().purged.isEmpty)
      #expect(try await stage.plan().plan.isEmpty)
    }
  }

  @Test func aChangeIsGivenUp() async throws {
    try await expanded { stage in
      #expect(try await stage.contract { $0.ending = .abort }.contracted.count == 1)
      try stage.project.write(Self.before, to: "schema/orders.yaml")
      #expect(try await stage.plan().plan.isEmpty)
      #expect(try await stage.rows("SELECT FROM pg_trigger WHERE NOT tgisinternal").isEmpty)
      #expect(try await stage.rows("SELECT amount FROM orders") == [["10"], ["20.5"]])
    }
  }

  @Test func aSecondTransformAsksForAnotherBackfill() async throws {
    try await expanded { stage in
      try await stage.execute("UPDATE orders SET total = amount::numeric")
      try await stage.execute("UPDATE _smplcty_schema_flow.expand_state SET backfilled_at = now()")
      try stage.project.write(
        Self.after("from: amount, transform: 'amount::numeric * 2'"), to: "schema/orders.yaml")
      try await stage.run()
      #expect(try await stage.contract().skipped.map(\.rowsDiverged) == [2])
      #expect(
        try await stage.rows("SELECT backfilled_at FROM _smplcty_schema_flow.expand_state")
          == [[nil]])
    }
  }

  @Test func theOldColumnStaysWhileNobodyDeclaresIt() async throws {
    try await expanded { stage in
      let text = Self.after(Self.both).split(separator: "\n", omittingEmptySubsequences: false)
        .filter { !$0.contains("name: amount") }.joined(separator: "\n")
      try stage.project.write(text, to: "schema/orders.yaml")
      let plan = try await stage.plan()
      #expect(plan.plan.isEmpty)
      #expect(plan.plan.blocked.isEmpty)
    }
  }

  @Test func whatARunHasStillToMakeStandsInTheStatus() async throws {
    try await expanded { stage in
      try await stage.execute("UPDATE orders SET total = amount::numeric")
      try await stage.execute("UPDATE _smplcty_schema_flow.expand_state SET backfilled_at = now()")
      let settings = try stage.project.settings(stage.target)
      let workflow = BackfillWorkflow(
        settings: settings, session: stage.session, table: nil, column: nil)
      let project = try await DeclaredProject.load(settings)
      let obstacles = try await workflow.statuses(isExact: false, project: project)[0].obstacles
      #expect(
        obstacles.contains { $0.contains("add_index index 'public.orders.idx_orders_total'") })
      try await stage.run()
      #expect(
        try await workflow.statuses(isExact: false, project: project)[0].obstacles.allSatisfy {
          !$0.contains("has yet to do")
        })
    }
  }

  /// A partitioned table goes from expand to contract as any other.
  @Test func aPartitionedTable() async throws {
    try await withDatabase { target in
      func table(_ column: String) -> String {
        """
        table: events
        columns:
          - {name: id, type: int, nullable: false}
          \(column)
        partition_by: {strategy: range, key: [id]}
        indexes:
          - {columns: [amount]}
        """
      }
      let project = try ProjectDirectory([
        "schema/events.yaml": table("- {name: amount, type: text, nullable: false}"),
        "schema/low.yaml": "table: low\npartition_of: {table: events, from: [0], to: [100]}",
        "schema/high.yaml": "table: high\npartition_of: {table: events, from: [100], to: [200]}",
      ])
      let stage = try await Stage(project, target)
      try await stage.run()
      try await stage.execute("INSERT INTO events SELECT i, i::text FROM generate_series(1, 199) i")
      try project.write(
        table("- {name: amount, type: int, nullable: false, expand: {online: true}}"),
        to: "schema/events.yaml")
      try await stage.run()
      try await stage.execute("INSERT INTO events VALUES (0, '0')")
      let settings = try project.settings(target)
      let workflow = BackfillWorkflow(
        settings: settings, session: stage.session, table: nil, column: nil)
      let results = try await workflow.run(
        BackfillOptions(), stop: BackfillStop(), progress: { _ in })
      #expect(results.map(\.rowsUpdated) == [199])
      try await stage.run()
      let contract = try await stage.contract()
      #expect(contract.contracted.count == 1, "\(contract.skipped.map(\.obstacles))")
      #expect(try await stage.rows("SELECT sum(amount) FROM events") == [["19900"]])
      let plan = try await stage.plan().plan
      #expect(plan.isEmpty, "\(plan.operations.map(\.operation.object))")
      await stage.close()
    }
  }

  @Test func aNewDatabaseGetsBothColumns() async throws {
    try await withDatabase { target in
      let project = try ProjectDirectory(["schema/orders.yaml": Self.after(Self.both)])
      let stage = try await Stage(project, target)
      try await stage.run()
      try await stage.execute("INSERT INTO orders (id, amount) VALUES (1, '3')")
      #expect(try await stage.rows("SELECT total FROM orders") == [["3"]])
      #expect(try await stage.plan().plan.isEmpty)
      #expect(try await stage.plan().waiting.isEmpty)
      await stage.close()
    }
  }

  @Test func aNewDatabaseWithoutTheOldColumnGetsAPlainOne() async throws {
    try await withDatabase { target in
      let text = Self.after(Self.both).split(separator: "\n", omittingEmptySubsequences: false)
        .filter { !$0.contains("name: amount") }.joined(separator: "\n")
      let project = try ProjectDirectory(["schema/orders.yaml": text])
      let stage = try await Stage(project, target)
      try await stage.run()
      #expect(try await stage.rows("SELECT FROM pg_trigger WHERE NOT tgisinternal").isEmpty)
      #expect(try await stage.plan().plan.isEmpty)
      await stage.close()
    }
  }
}

/// A project and a database that it is applied to step by step.
struct Stage {
  let project: ProjectDirectory
  let session: Session
  let target: ConnectionString
  let connection: Connection

  init(_ project: ProjectDirectory, _ target: ConnectionString) async throws {
    self.project = project
    self.target = target
    session = Session(target)
    connection = try await session.open(as: "test")
  }

  func close() async { await session.close() }

  func execute(_ sql: String) async throws { try await connection.execute(sql) }

  func rows(_ sql: String) async throws -> [[String?]] {
    let result = try await connection.query(sql)
    return (0..<result.rowCount).map { row in
      (0..<result.columnCount).map { result[row, $0] }
    }
  }

  func tryRun(allowingDestructive: Bool = false) async throws -> RunResult {
    try await project.run(target) { $0.allowsDestructive = allowingDestructive }
  }

  func run(allowingDestructive: Bool = false) async throws {
    let result = try await tryRun(allowingDestructive: allowingDestructive)
    #expect(result.isSuccess, "\(result.failure.map { "\($0)" } ?? "")")
  }

  func contract(
    _ configure: (inout ContractRequest) -> Void = { _ in }
  ) async throws -> ContractResult {
    let settings = try project.settings(target)
    let session = Session(target)
    let runner = Runner(
      settings: settings, project: try await DeclaredProject.load(settings), session: session,
      progress: { _, _ in })
    var request = ContractRequest()
    configure(&request)
    do {
      let result = try await runner.contract(request)
      await session.close()
      return result
    } catch {
      await session.close()
      throw error
    }
  }

  func plan() async throws -> PreparedPlan { try await project.plan(target) }
}
