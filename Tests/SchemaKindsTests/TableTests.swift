import SQLText
import SchemaCore
import SourceText
import Testing

@testable import SchemaKinds

@Suite struct TableTests {
  private let orders: TableDocument = [
    "table": "orders", "schema": "shop", "rls": true, "force_rls": true,
    "columns": [
      ["name": "id", "type": "bigserial", "primary_key": true],
      ["name": "email", "type": "text", "unique": true, "check": "email <> ''"],
      ["name": "placed_at", "type": "timestamptz", "default": "now() AT TIME ZONE 'utc'"],
      ["name": "Total", "type": "numeric(10, 2)", "nullable": false, "default": "0"],
    ],
    "comment": "What was bought",
  ]

  @Test func decodesPartsAsObjects() {
    let declared = orders.declarations
    #expect(declared.report.diagnostics.isEmpty)
    let table = Table.id(QualifiedName(schema: "shop", name: "orders"))
    let kinds = declared.snapshot.parts(of: table).map(\.kind)
    #expect(
      kinds == [
        .column, .column, .column, .column, .primaryKey, .uniqueConstraint, .check, .comment,
      ])
    let id = declared.snapshot.parts(of: table, as: Column.self)[0]
    #expect(!id.isNullable && id.isSerial && id.type == TypeName("bigint"))
  }

  @Test func createsWithPartsInline() throws {
    let snapshot = orders.declarations.snapshot
    let context = PlanContext.between(Snapshot(), snapshot)
    let table = try #require(snapshot.all(Table.self).first)
    let operations = TableKind.create(table, in: context)
    #expect(operations.map(\.kind.name) == ["create_table", "enable_rls", "force_rls"])
    #expect(operations.allSatisfy { $0.locks.isEmpty })
    #expect(
      operations[0].statements[0].sql.hasPrefix(
        """
        CREATE TABLE shop.orders (
          id bigserial NOT NULL,
          email text,
          placed_at timestamp with time zone DEFAULT (now() AT TIME ZONE 'utc'),
          "Total" numeric(10,2) DEFAULT 0 NOT NULL,
          CONSTRAINT orders_pkey PRIMARY KEY (id),
        """))
    #expect(operations[0].provides.count == 9)
    for column in snapshot.all(Column.self) {
      #expect(ColumnKind.create(column, in: context).isEmpty)
    }
  }

  @Test func partitionKeyIsPartOfCreation() throws {
    let document: TableDocument = [
      "table": "log", "columns": [["name": "at", "type": "timestamptz"]],
      "partition_by": ["strategy": "range", "key": "at"],
    ]
    let snapshot = document.declarations.snapshot
    let table = try #require(snapshot.all(Table.self).first)
    let sql = TableKind.create(table, in: .between(Snapshot(), snapshot))[0].statements[0].sql
    #expect(sql.hasSuffix("PARTITION BY RANGE (at)"))
    var plain = table
    plain.partitionKey = nil
    let context = PlanContext.between(snapshot, snapshot)
    #expect(TableKind.refusal(plain, into: table, in: context) != nil)
    #expect(TableKind.refusal(table, into: table, in: context) == nil)
  }

  @Test func rowSecurityIsTakenOffOnlyDestructively() throws {
    let snapshot = orders.declarations.snapshot
    let table = try #require(snapshot.all(Table.self).first)
    let operations = TableKind.alter(
      table, into: Table(name: table.name), in: .between(snapshot, snapshot))
    #expect(operations.map(\.kind.name) == ["disable_rls", "disable_force_rls"])
    #expect(operations.map(\.isDestructive) == [true, false])
    #expect(operations[0].locks == [RelationLock(table.id, .accessExclusive)])
  }

  @Test func primaryKeySaidTwiceIsOneObject() {
    let once: TableDocument = [
      "table": "t", "primary_key": "id", "primary_key_name": "pk_t",
      "columns": [["name": "id", "type": "int", "primary_key": true]],
    ]
    #expect(once.problems.isEmpty)
    #expect(once.declarations.snapshot.all(PrimaryKey.self).map(\.name) == ["pk_t"])
  }

  private static let mistakes: [(document: TableDocument, code: String)] = [
    (
      [
        "table": "t",
        "columns": [
          ["name": "a", "type": "int", "primary_key": true],
          ["name": "b", "type": "int", "primary_key": true],
        ],
      ], "duplicate-object"
    ),
    (
      [
        "table": "t", "primary_key": ["b"],
        "columns": [
          ["name": "a", "type": "int", "primary_key": true], ["name": "b", "type": "int"],
        ],
      ], "duplicate-object"
    ),
    (
      [
        "table": "t", "primary_key": ["a"],
        "columns": [["name": "a", "type": "int", "nullable": true]],
      ], "wrong-value"
    ),
    (["table": "t"], "missing-key"),
    (["table": "t", "column": [], "columns": [["name": "a", "type": "int"]]], "unknown-key"),
    (
      ["table": "t", "primary_key": ["b"], "columns": [["name": "a", "type": "int"]]],
      "unknown-column"
    ),
  ]

  @Test(arguments: mistakes)
  func reportsWhatIsWrong(document: TableDocument, code: String) {
    #expect(document.declarations.report.diagnostics.map(\.code) == [code])
  }

  @Test func constraintsSaidOnColumnAndTableAreOne() {
    let document: TableDocument = [
      "table": "t", "columns": [["name": "a", "type": "int", "unique": true]],
      "indexes": [["columns": ["a"], "as_constraint": true, "name": "t_a_key"]],
    ]
    #expect(document.problems.isEmpty)
    #expect(document.declarations.snapshot.all(UniqueConstraint.self).map(\.name) == ["t_a_key"])
  }
}
