import Planning
import Postgres
import SchemaCore
import SchemaFlow
import TestSupport
import Testing

/// A column's type or name changes beside it (`expand: {online: true}`), and at the contract the
/// new column has all that the old one had.
@Suite struct OnlineChangeTests {
  private func changed(
    from before: [String: String], to after: [String: String], seeds: String,
    _ body: (Stage) async throws -> Void
  ) async throws {
    try await withDatabase { target in
      let project = try ProjectDirectory(before)
      let stage = try await Stage(project, target)
      do {
        try await stage.run()
        try await stage.execute(seeds)
        for (file, text) in after { try project.write(text, to: file) }
        try await stage.run()
        try await body(stage)
        await stage.close()
      } catch {
        await stage.close()
        throw error
      }
    }
  }

  /// Does what a backfill does, in one statement.
  private func fill(_ stage: Stage, _ update: String) async throws {
    try await stage.execute(
      """
      SET schema_flow.backfill = 'on'; \(update); RESET schema_flow.backfill;
      UPDATE _smplcty_schema_flow.expand_state SET backfilled_at = now() WHERE status = 'expanded'
      """)
  }

  private static func orders(_ id: String) -> String {
    """
    table: orders
    columns:
      - \(id)
      - {name: note, type: text}
    checks:
      - {name: positive, expression: id > 0}
    indexes:
      - {columns: [note, id], name: by_note}
      - {columns: [{expression: id % 10}], name: by_digit, where: id > 5}
    """
  }

  private static let lines = """
    table: lines
    columns:
      - {name: id, type: int, primary_key: true}
      - {name: order_id, type: int, references: {table: orders, column: id}}
    """

  private static let view = """
    name: order_notes
    query: SELECT id, note FROM orders WHERE id > 0
    """

  @Test func aChangedTypeIsKeptForAWhile() async throws {
    func orders(_ amount: String) -> String {
      """
      table: orders
      columns:
        - {name: id, type: int, primary_key: true}
        - {name: amount, \(amount), nullable: false, check: "amount <> '0'"}
      indexes:
        - {columns: [amount], name: by_amount}
      """
    }
    let after = orders("type: text, default: \"'7'\", expand: {online: true}")
    try await changed(
      from: ["schema/orders.yaml": orders("type: int, default: 7")],
      to: ["schema/orders.yaml": after], seeds: "INSERT INTO orders VALUES (1, 10), (2, 20)"
    ) { stage in
      try await fill(stage, "UPDATE orders SET _smplcty_sf_amount = amount::text")
      try await stage.run()
      let first = try await stage.contract { $0.graceSeconds = 3600 }
      #expect(first.contracted.count == 1, "\(first.skipped.map(\.obstacles))")
      #expect(try await stage.plan().plan.isEmpty)
      try await stage.execute(
        "INSERT INTO orders (id, amount) VALUES (3, '30'); INSERT INTO orders VALUES (4)")
      try await stage.execute("UPDATE orders SET amount = '11' WHERE id = 1")
      let kept = try await stage.rows(
        "SELECT amount, _smplcty_sf_kept_amount FROM orders ORDER BY id")
      #expect(kept == [["11", "11"], ["20", "20"], ["30", "30"], ["7", "7"]])

      #expect(try await stage.contract { $0.ending = .undo }.contracted.count == 1)
      try await stage.run()
      let plan = try await stage.plan()
      #expect(plan.plan.isEmpty, "\(plan.plan.operations.map(\.operation.object))")
      #expect(plan.plan.blocked.isEmpty, "\(plan.plan.blocked.map(\.operation.object))")
      try await stage.execute("INSERT INTO orders VALUES (5, 50); INSERT INTO orders VALUES (6)")
      #expect(
        try await stage.rows(
          "SELECT pg_typeof(amount), amount, _smplcty_sf_amount FROM orders WHERE id > 4 ORDER BY id"
        ) == [["integer", "50", "50"], ["integer", "7", "7"]])

      let second = try await stage.contract { $0.graceSeconds = 0 }
      #expect(second.contracted.count == 1, "\(second.skipped.map(\.obstacles))")
      #expect(try await stage.contract().purged.count == 1)
      #expect(try await stage.plan().plan.isEmpty)
      #expect(
        try await stage.rows(
          """
          SELECT attname, format_type(atttypid, atttypmod) FROM pg_attribute
          WHERE attrelid = 'orders'::regclass AND attnum > 0 AND NOT attisdropped ORDER BY 1
          """) == [["amount", "text"], ["id", "integer"]])
    }
  }

  @Test(arguments: ["serial", "identity"])
  func aKeyBecomesWider(form: String) async throws {
    let (before, after) =
      form == "serial"
      ? (
        "{name: id, type: serial, primary_key: true, comment: the key}",
        "{name: id, type: bigserial, primary_key: true, comment: the key, expand: {online: true}}"
      )
      : (
        "{name: id, type: int, primary_key: true, identity: {generation: always}, comment: the key}",
        """
        {name: id, type: bigint, primary_key: true, identity: {generation: always}, \
        comment: the key, expand: {online: true}}
        """
      )
    try await changed(
      from: [
        "schema/orders.yaml": Self.orders(before), "schema/lines.yaml": Self.lines,
        "schema/view.yaml": Self.view,
      ],
      to: ["schema/orders.yaml": Self.orders(after)],
      seeds: """
        INSERT INTO orders (note) SELECT 'n' || g FROM generate_series(1, 20) g;
        INSERT INTO lines SELECT g, g FROM generate_series(1, 20) g
        """
    ) { stage in
      #expect(try await stage.plan().plan.isEmpty)
      try await stage.execute("INSERT INTO orders (note) VALUES ('written meanwhile')")
      #expect(
        try await stage.rows("SELECT _smplcty_sf_id FROM orders WHERE id = 21") == [["21"]])
      #expect(try await stage.contract().skipped.map(\.rowsDiverged) == [20])
      try await fill(stage, "UPDATE orders SET _smplcty_sf_id = id")
      try await stage.run()
      #expect(try await stage.plan().plan.isEmpty)
      let result = try await stage.contract()
      #expect(result.skipped.isEmpty, "\(result.skipped.map(\.obstacles))")
      let plan = try await stage.plan()
      #expect(plan.plan.isEmpty, "\(plan.plan.operations.map(\.operation.kind.name))")
      try await stage.execute("INSERT INTO orders (note) VALUES ('after')")
      #expect(
        try await stage.rows("SELECT max(id), pg_typeof(max(id)) FROM orders") == [
          ["22", "bigint"]
        ])
      #expect(
        try await stage.rows(
          """
          SELECT conname, convalidated FROM pg_constraint
          WHERE conrelid IN ('orders'::regclass, 'lines'::regclass) AND contype <> 'n'
          ORDER BY conname
          """) == [
            ["fk_lines_order_id_orders", "t"], ["lines_pkey", "t"], ["orders_pkey", "t"],
            ["positive", "t"],
          ])
      #expect(
        try await stage.rows(
          "SELECT indexrelid::regclass FROM pg_index WHERE indrelid = 'orders'::regclass ORDER BY 1::text"
        ) == [["by_digit"], ["by_note"], ["orders_pkey"]])
      #expect(
        try await stage.rows(
          "SELECT col_description('orders'::regclass, attnum) FROM pg_attribute WHERE attrelid = 'orders'::regclass AND attname = 'id'"
        ) == [["the key"]])
      #expect(try await stage.rows("SELECT count(*) FROM order_notes") == [["22"]])
      await #expect(throws: PostgresError.self) {
        try await stage.execute("INSERT INTO lines VALUES (100, 1000)")
      }
    }
  }

  private static func people(_ column: String, index: String) -> String {
    """
    table: people
    columns:
      - {name: id, type: int, primary_key: true}
      - \(column)
    indexes:
      - {columns: [\(index)], name: by_mail, unique: true}
    """
  }

  @Test func aColumnIsRenamedBesideItself() async throws {
    try await changed(
      from: [
        "schema/people.yaml": Self.people(
          "{name: mail, type: text, nullable: false, default: \"'none'\"}", index: "mail")
      ],
      to: [
        "schema/people.yaml": Self.people(
          """
          {name: email, renamed_from: mail, type: text, nullable: false, default: "'none'", \
          expand: {online: true}}
          """, index: "email")
      ],
      seeds: "INSERT INTO people VALUES (1, 'a'), (2, 'b')"
    ) { stage in
      #expect(try await stage.plan().plan.isEmpty)
      try await stage.execute("INSERT INTO people (id, email) VALUES (3, 'c')")
      try await stage.execute("UPDATE people SET mail = 'A' WHERE id = 1")
      #expect(
        try await stage.rows("SELECT mail, email FROM people ORDER BY id")
          == [["A", "A"], ["b", nil], ["c", "c"]])
      try await fill(stage, "UPDATE people SET email = mail")
      try await stage.run()
      let result = try await stage.contract()
      #expect(result.skipped.isEmpty, "\(result.skipped.map(\.obstacles))")
      let plan = try await stage.plan()
      #expect(plan.plan.isEmpty, "\(plan.plan.operations.map(\.operation.kind.name))")
      try await stage.execute("INSERT INTO people (id) VALUES (4)")
      #expect(try await stage.rows("SELECT email FROM people WHERE id = 4") == [["none"]])
      #expect(
        try await stage.rows(
          "SELECT indkey, indisunique FROM pg_index WHERE indexrelid = 'by_mail'::regclass")
          == [["3", "t"]])
    }
  }
}
