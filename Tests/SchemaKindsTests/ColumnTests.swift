import SQLText
import SchemaCore
import SourceText
import Testing

@testable import SchemaKinds

@Suite struct ColumnTests {
  private func table(_ column: TableDocument) -> TableDocument {
    ["table": "t", "columns": [column]]
  }

  private func column(_ document: TableDocument) throws -> Column {
    try #require(table(document).declarations.snapshot.all(Column.self).first)
  }

  /// The operations for a live column that becomes another.
  private func change(_ old: TableDocument, _ new: TableDocument) throws -> [Operation] {
    let live = table(old).declarations.snapshot
    let declared = table(new).declarations.snapshot
    return ColumnKind.alter(
      try column(old), into: try column(new), in: .between(live, declared))
  }

  @Test func defaultsAreExpressionsAndNullIsNone() throws {
    #expect(
      try column(["name": "a", "type": "bool", "default": false]).defaultExpression == "false")
    #expect(try column(["name": "a", "type": "int", "default": "null"]).defaultExpression == "")
  }

  @Test func referencesAreForeignKeys() throws {
    let document = table([
      "name": "b", "type": "int",
      "references": [
        "table": "billing.invoices", "column": "id", "on_delete": "cascade",
        "initially_deferred": true,
      ],
    ])
    #expect(document.problems.isEmpty)
    let key = try #require(document.declarations.snapshot.all(ForeignKey.self).first)
    #expect(key.name == "fk_t_b_invoices" && !key.isNamed)
    #expect(key.referencedTable == QualifiedName(schema: "billing", name: "invoices"))
    #expect(key.onDelete == .cascade && key.deferral == .initiallyDeferred)
  }

  private static let mistakes: [(document: TableDocument, code: String)] = [
    (["name": "a", "type": "int", "default": "1", "generated": "2"], "wrong-value"),
    (["name": "a", "type": "serial", "default": "1"], "wrong-value"),
    (["name": "a", "type": "serial", "nullable": true], "wrong-value"),
    (["name": "a", "type": "int", "unique_name": "u"], "wrong-value"),
    (["name": "a"], "missing-key"),
    (["name": "a", "type": "int", "defalt": "1"], "unknown-key"),
    (["name": "a", "type": "int", "expand": ["transform": "b::int"]], "missing-key"),
    (["name": "a", "type": "serial", "expand": ["from": "b"]], "wrong-value"),
    (["name": "a", "type": "int", "expand": ["from": "a"]], "wrong-value"),
    (["name": "a", "type": "int", "expand": ["from": "b", "batch_size": "0"]], "wrong-value"),
  ]

  @Test(arguments: mistakes)
  func reportsWhatIsWrong(document: TableDocument, code: String) {
    #expect(table(document).declarations.report.diagnostics.map(\.code) == [code])
  }

  @Test func addsNotNullWithoutDefaultInTwoSteps() throws {
    let snapshot = table(["name": "a", "type": "int", "nullable": false]).declarations.snapshot
    var live = Snapshot()
    live.insert(try #require(snapshot.all(Table.self).first))
    let operations = ColumnKind.create(
      try #require(snapshot.all(Column.self).first), in: .between(live, snapshot))
    #expect(operations.map(\.kind.name) == ["add_column", "tighten_not_null"])
    #expect(operations[0].statements.map(\.sql) == ["ALTER TABLE public.t ADD COLUMN a integer"])
    #expect(operations[1].transactionality == .ownTransaction)
    #expect(
      operations[1].statements.map(\.sql) == [
        "ALTER TABLE public.t DROP CONSTRAINT IF EXISTS _sf_nn_a, "
          + "ADD CONSTRAINT _sf_nn_a CHECK (a IS NOT NULL) NOT VALID",
        "ALTER TABLE public.t VALIDATE CONSTRAINT _sf_nn_a",
        "ALTER TABLE public.t ALTER COLUMN a SET NOT NULL",
        "ALTER TABLE public.t DROP CONSTRAINT _sf_nn_a",
      ])
  }

  @Test func typeChangeTakesTheDefaultAlong() throws {
    let operations = try change(
      ["name": "a", "type": "int", "default": "1"],
      ["name": "a", "type": "text", "default": "'1'"])
    #expect(
      operations.flatMap(\.statements).map(\.sql) == [
        "ALTER TABLE public.t ALTER COLUMN a DROP DEFAULT, "
          + "ALTER COLUMN a TYPE text USING a::text, ALTER COLUMN a SET DEFAULT '1'"
      ])
    #expect(operations[0].dataEffect == .rewrites && !operations[0].isDestructive)
  }

  @Test func serialTakesItsSequenceAlong() throws {
    let operations = try change(
      ["name": "a", "type": "serial"], ["name": "a", "type": "bigserial"])
    #expect(
      operations.flatMap(\.statements).map(\.sql) == [
        "ALTER TABLE public.t ALTER COLUMN a TYPE bigint USING a::bigint",
        "ALTER SEQUENCE public.t_a_seq AS bigint",
      ])
  }

  @Test func becomesSerialAfterItsHighestValue() throws {
    let operations = try change(
      ["name": "a", "type": "int", "nullable": false], ["name": "a", "type": "serial"])
    #expect(
      operations.flatMap(\.statements).map(\.sql) == [
        "CREATE SEQUENCE public.t_a_seq AS integer OWNED BY public.t.a",
        "SELECT setval('public.t_a_seq', GREATEST(max(a), 0) + 1, false) FROM public.t",
        "ALTER TABLE public.t ALTER COLUMN a SET DEFAULT nextval('public.t_a_seq')",
      ])
  }

  @Test func generatedColumns() throws {
    let old = try column(["name": "a", "type": "int", "generated": "b + 1"])
    let new = try column(["name": "a", "type": "int", "generated": "b + 2"])
    let plain = try column(["name": "a", "type": "int"])
    var context = PlanContext.between(Snapshot(), Snapshot())
    let rebuilding = ColumnKind.alter(old, into: new, in: context)[0]
    #expect(
      rebuilding.statements.map(\.sql) == [
        "ALTER TABLE public.t DROP COLUMN a",
        "ALTER TABLE public.t ADD COLUMN a integer GENERATED ALWAYS AS (b + 2) STORED",
      ])
    #expect(!rebuilding.isDestructive)
    #expect(ColumnKind.alter(plain, into: new, in: context)[0].isDestructive)
    #expect(
      ColumnKind.alter(old, into: plain, in: context)[0].statements[0].sql
        == "ALTER TABLE public.t ALTER COLUMN a DROP EXPRESSION")
    context.facts.serverVersion = 170_000
    #expect(
      ColumnKind.alter(old, into: new, in: context)[0].statements[0].sql
        == "ALTER TABLE public.t ALTER COLUMN a SET EXPRESSION AS (b + 2)")
  }

  @Test func typeChangeRebuildsGeneratedColumns() throws {
    func document(_ type: TableDocument) -> TableDocument {
      [
        "table": "t",
        "columns": [
          ["name": "a", "type": type], ["name": "g", "type": "int", "generated": "a + 1"],
        ],
        "indexes": [["columns": ["g"]]],
      ]
    }
    let live = document("int").declarations.snapshot
    let declared = document("bigint").declarations.snapshot
    let id = Column.id("a", of: QualifiedName(schema: "public", name: "t"))
    let operations = ColumnKind.alter(
      try #require(live.object(id, as: Column.self)),
      into: try #require(declared.object(id, as: Column.self)), in: .between(live, declared))
    #expect(
      operations.flatMap(\.statements).map(\.sql) == [
        "ALTER TABLE public.t DROP COLUMN g",
        "ALTER TABLE public.t ALTER COLUMN a TYPE bigint USING a::bigint",
        "ALTER TABLE public.t ADD COLUMN g integer GENERATED ALWAYS AS (a + 1) STORED",
        "CREATE INDEX idx_t_g ON public.t USING btree (g)",
      ])
  }

  @Test func leftoverCheckIsTakenOff() throws {
    var old = try column(["name": "a", "type": "int", "nullable": false])
    let new = old
    old.tighteningCheck = "_sf_nn_\(old.name)"
    #expect(
      ColumnKind.alter(old, into: new, in: .between(Snapshot(), Snapshot()))
        .flatMap(\.statements).map(\.sql) == [
          "ALTER TABLE public.t DROP CONSTRAINT _sf_nn_a"
        ])
  }

  @Test func normalizingTakesOverWhatYAMLCannotSay() throws {
    var live = try column(["name": "a", "type": "serial"])
    live.ownedSequence = QualifiedName(schema: "public", name: "t_a_seq")
    let written = try column([
      "name": "a", "type": "int", "nullable": false, "default": "nextval('t_a_seq'::regclass)",
    ])
    var snapshot = Snapshot()
    snapshot.insert(live)
    let context = NormalizationContext(
      facts: LiveFacts(), declared: Snapshot(), live: snapshot, defaultSchema: "public",
      declaredTypes: [:])
    #expect(ColumnKind.normalized(written, in: context) == live)
  }

  private static let typeChanges: [(old: String, new: String, narrows: Bool, rewrites: Bool)] = [
    ("int", "bigint", false, true), ("bigint", "int", true, true),
    ("varchar(10)", "varchar(20)", false, false), ("varchar(20)", "varchar(10)", true, true),
    ("varchar(10)", "text", false, false), ("text", "varchar(10)", true, true),
    ("text", "varchar", false, false), ("int", "text", false, true),
    ("numeric(10,2)", "numeric(12,2)", false, false),
    ("numeric(10,2)", "numeric(12,4)", false, true),
    ("numeric(10,2)", "numeric(10,4)", true, true), ("numeric(10,2)", "numeric", false, false),
    ("numeric", "numeric(10,2)", true, true), ("int", "numeric", false, true),
    ("int", "numeric(10,2)", true, true), ("double precision", "real", true, true),
    ("timestamptz", "date", true, true), ("date", "timestamptz", false, true),
    ("timestamp(3)", "timestamp", false, false), ("text", "uuid", true, true),
    ("uuid", "text", false, true), ("int[]", "bigint[]", false, true),
    ("text", "text[]", true, true), ("order_status", "text", false, true),
    ("interval day to second(3)", "interval", false, true),
    ("text", "order_status", true, true), ("text", "citext", false, false),
  ]

  @Test(arguments: typeChanges)
  func judgesTypeChanges(old: String, new: String, narrows: Bool, rewrites: Bool) {
    let change = TypeChange(old: TypeName(old), new: TypeName(new))
    #expect(change.isNarrowing == narrows)
    #expect(change.rewritesTable == rewrites)
  }
}
