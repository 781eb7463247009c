import Planning
import SQLText
import SchemaCore
import SourceText

@testable import Reporting

/// An object of any kind, as far as reports look at one.
struct Thing: SchemaObject {
  var id: ObjectID
  var owner: ObjectID?
  var references: [Reference] = []
}

extension OperationKind {
  static let createTable = OperationKind("create_table", .tables)
  static let dropTable = OperationKind("drop_table", .tables)
  static let addColumn = OperationKind("add_column", .tables)
  static let alterColumn = OperationKind("alter_column", .tables)
  static let dropColumn = OperationKind("drop_column", .tables)
  static let addIndex = OperationKind("add_index", .indexes)
  static let addForeignKey = OperationKind("add_foreign_key_not_valid", .foreignKeys)
  static let validate = OperationKind("validate_constraint", .foreignKeys)
  static let createEnum = OperationKind("create_enum", .types)
  static let createFunction = OperationKind("create_function", .functions)
  static let createView = OperationKind("create_view", .views)
  static let grantTable = OperationKind("grant_table", .grants)
  static let setComment = OperationKind("set_comment", .comments)
  static let runPrecheck = OperationKind("run_precheck", .preparation)
}

func table(_ name: String) -> ObjectID { ObjectID("table", schema: "shop", name) }

func part(_ kind: KindID, _ table: String, _ member: String) -> ObjectID {
  ObjectID(kind, schema: "shop", table, member: member)
}

/// A plan in the making: operations with their phases, and the snapshots around them.
struct PlanFixture {
  var declared = Snapshot()
  var live = Snapshot()
  var facts = LiveFacts()
  var plan = Plan()
  var positions: [ObjectID: SourceRange] = [:]

  var context: PlanContext {
    PlanContext(declared: declared, live: live, facts: facts, defaultSchema: "public")
  }

  func report(_ mode: TransactionMode = .atomic) -> PlanReport {
    PlanReport(plan, in: context, positions: positions, transactions: mode)
  }

  mutating func addLiveTable(_ name: String, rows: Int?, bytes: Int) {
    live.insert(Thing(id: table(name)))
    facts.sizes[table(name)] = RelationSize(rows: rows, bytes: bytes)
  }

  /// Declares an object; a part belongs to its table.
  mutating func declare(_ id: ObjectID, line: Int? = nil, references: [Reference] = []) {
    let isPart = !id.member.isEmpty && !id.member.hasPrefix("(")
    let owner = isPart || id.kind == "grant" || id.kind == "comment" ? table(id.name) : nil
    declared.insert(Thing(id: id, owner: owner, references: references))
    guard let line else { return }
    let file = SourceFile(path: "schema/tables/\(id.name).yaml", text: "")
    let start = SourcePosition(line: line, column: 5)
    positions[id] = SourceRange(file: file, start: start, end: start)
  }

  mutating func add(_ operation: Operation, phase: Phase? = nil) {
    plan.operations.append(
      PlannedOperation(operation, phase: phase ?? operation.kind.phase, searchPath: ["shop"]))
  }

  /// A plan over two live tables with a bit of everything.
  static var review: PlanFixture {
    var fixture = PlanFixture()
    fixture.addLiveTable("orders", rows: 1_240_000, bytes: 356_515_840)
    fixture.addLiveTable("customers", rows: nil, bytes: 0)
    fixture.declareReviewObjects()
    fixture.addReviewTables()
    fixture.addReviewRest()
    fixture.plan.steps = [
      .transaction(0..<7, isBootstrap: false), .outside(7),
      .transaction(8..<12, isBootstrap: false), .ownTransactions(12),
    ]
    return fixture
  }

  private mutating func declareReviewObjects() {
    declare(table("orders"), line: 1)
    declare(table("customers"), line: 1)
    declare(table("coupons"), line: 1)
    declare(part("column", "orders", "total"), line: 7)
    declare(part("column", "orders", "status"), line: 9)
    declare(part("column", "customers", "email"), line: 5)
    declare(part("index", "orders", "idx_orders_total"))
    declare(part("foreign_key", "orders", "fk_orders_customer"), line: 12)
    declare(ObjectID("enum", schema: "shop", "status"))
    let new = ObjectID("function", schema: "shop", "new_code", member: "()")
    declare(new)
    declared.insert(
      Thing(
        id: part("column", "coupons", "code"), owner: table("coupons"),
        references: [.routine(QualifiedName(schema: "", name: "new_code"))]))
    declare(
      ObjectID("function", schema: "shop", "best", member: "(int)"),
      references: [
        .relation(QualifiedName(schema: "shop", name: "coupons"))
      ])
    declare(ObjectID("grant", schema: "shop", "orders", qualifier: "table app"))
    declare(ObjectID("comment", schema: "shop", "orders", qualifier: "table"))
  }

  private mutating func addReviewTables() {
    let status = ObjectID("enum", schema: "shop", "status")
    add(
      Operation(
        .createEnum, status, ["CREATE TYPE shop.status AS ENUM ('new', 'paid')"],
        provides: [status], reversal: .statements(["DROP TYPE shop.status"]),
        summary: "new, paid"))
    let new = ObjectID("function", schema: "shop", "new_code", member: "()")
    add(
      Operation(
        .createFunction, new,
        ["CREATE FUNCTION shop.new_code() RETURNS text\nLANGUAGE sql AS $$SELECT 'x'$$"],
        provides: [new], summary: "returns text"))
    add(
      Operation(
        .createTable, table("coupons"), ["CREATE TABLE shop.coupons (code text)"],
        provides: [table("coupons"), part("column", "coupons", "code")], summary: "1 column"))
    let best = ObjectID("function", schema: "shop", "best", member: "(int)")
    add(
      Operation(
        .createFunction, best, ["CREATE FUNCTION shop.best(int) ..."], provides: [best]),
      phase: .tables)
    add(
      Operation(
        .addColumn, part("column", "orders", "total"),
        ["ALTER TABLE shop.orders ADD COLUMN total numeric(12,2) NOT NULL DEFAULT 0"],
        locks: [RelationLock(table("orders"), .accessExclusive)],
        provides: [part("column", "orders", "total")],
        reversal: .statements(["ALTER TABLE shop.orders DROP COLUMN total"]),
        summary: "numeric(12,2) not null default 0"))
    add(
      Operation(
        .alterColumn, part("column", "orders", "status"),
        ["ALTER TABLE shop.orders ALTER COLUMN status TYPE bigint"],
        locks: [RelationLock(table("orders"), .accessExclusive)], dataEffect: .rewrites,
        summary: "type integer → bigint"))
    add(
      Operation(
        .dropColumn, part("column", "customers", "fax"),
        ["ALTER TABLE shop.customers DROP COLUMN fax"],
        locks: [RelationLock(table("customers"), .accessExclusive)], dataEffect: .destroys,
        isDestructive: true, releases: [part("column", "customers", "fax")]))
    live.insert(Thing(id: part("column", "customers", "fax"), owner: table("customers")))
  }

  private mutating func addReviewRest() {
    let index = part("index", "orders", "idx_orders_total")
    add(
      Operation(
        .addIndex, index, ["CREATE INDEX CONCURRENTLY idx_orders_total ON shop.orders (total)"],
        locks: [RelationLock(table("orders"), .shareUpdateExclusive)],
        transactionality: .outside, dataEffect: .scans, provides: [index], summary: "(total)"))
    let key = part("foreign_key", "orders", "fk_orders_customer")
    add(
      Operation(
        .addForeignKey, key, ["ALTER TABLE shop.orders ADD CONSTRAINT ... NOT VALID"],
        locks: [
          RelationLock(table("orders"), .shareRowExclusive),
          RelationLock(table("customers"), .shareRowExclusive),
        ], provides: [key], summary: "(customer_id) → shop.customers (id)"))
    add(
      Operation(
        .grantTable, ObjectID("grant", schema: "shop", "orders", qualifier: "table app"),
        ["GRANT SELECT ON shop.orders TO app"], summary: "select to app"))
    add(
      Operation(
        .setComment, ObjectID("comment", schema: "shop", "orders", qualifier: "table"),
        ["COMMENT ON TABLE shop.orders IS 'all orders'"]))
    let view = ObjectID("view", schema: "shop", "sales")
    add(Operation(.createView, view, ["CREATE VIEW shop.sales AS SELECT 1"], provides: [view]))
    add(
      Operation(
        .validate, key, ["ALTER TABLE shop.orders VALIDATE CONSTRAINT fk_orders_customer"],
        locks: [
          RelationLock(table("orders"), .shareUpdateExclusive),
          RelationLock(table("customers"), .rowShare),
        ], transactionality: .ownTransaction, dataEffect: .scans))
    plan.blocked = [
      BlockedOperation(
        Operation(
          .dropTable, table("carts"), ["DROP TABLE shop.carts"], dataEffect: .destroys,
          isDestructive: true, releases: [table("carts")]),
        reason: "destroys data", flag: "--allow-destructive"),
      BlockedOperation(
        Operation(
          .dropColumn, part("column", "customers", "phone"),
          ["ALTER TABLE shop.customers DROP COLUMN phone"], dataEffect: .destroys,
          isDestructive: true),
        reason: "undeclared objects use it: view 'shop.phones'", flag: nil),
    ]
    live.insert(Thing(id: table("carts")))
    live.insert(Thing(id: part("column", "customers", "phone"), owner: table("customers")))
  }
}
