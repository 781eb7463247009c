import SQLText
import SchemaCore
import SourceText
import Testing

@testable import SchemaKinds

@Suite struct FunctionTests {
  private func function(_ document: TableDocument) throws -> Function {
    let declarations = RoutineDocument.declarations(document)
    #expect(declarations.report.diagnostics.isEmpty)
    return try #require(declarations.snapshot.all(Function.self).first)
  }

  @Test func writesWhatIsNotDefault() throws {
    let found = try function([
      "name": "billing.f", "language": "sql", "returns": "SETOF varchar(20)",
      "args": [
        ["name": "a", "type": "int8"],
        ["name": "rest", "type": "text[]", "mode": "VARIADIC", "default": "'{}'"],
      ],
      "volatility": "stable", "strict": true, "security": "definer", "rows": "10", "cost": "0.5",
      "set": ["search_path": "public, \"A b\"", "Work_Mem": "64MB"], "body": "SELECT 'x'\n",
    ])
    #expect(found.id.description == "function 'billing.f(bigint, text[])'")
    #expect(
      found.creation(orReplace: true).sql == """
        CREATE OR REPLACE FUNCTION billing.f(a bigint, VARIADIC rest text[] DEFAULT '{}')
        RETURNS SETOF character varying
        LANGUAGE sql
        STABLE STRICT SECURITY DEFINER COST 0.5 ROWS 10
        SET search_path = public, "A b"
        SET work_mem = '64MB'
        AS $$SELECT 'x'
        $$
        """)
    #expect(found.callSQL == "billing.f(bigint, text[])")
  }

  @Test func readsTablesAndOutColumns() throws {
    let table = try function([
      "name": "f", "returns": "TABLE(id int, \"odd name\" numeric(10,2))", "body": "x",
    ])
    #expect(table.outputs.map(\.name) == ["id", "odd name"])
    #expect(table.returnsSet && table.result.sql == "record")
    #expect(table.rows == 1000)
    let single = try function([
      "name": "f", "body": "x", "args": [["name": "x", "type": "int", "mode": "INOUT"]],
    ])
    #expect(single.result.sql == "integer")
    #expect(single.id.member == "(integer)")
  }

  @Test func tellsABodyInStandardSyntax() throws {
    let atomic = try function([
      "name": "f", "language": "sql", "returns": "int", "body": "BEGIN ATOMIC SELECT 1; END;\n",
    ])
    #expect(atomic.body.isEmpty && atomic.sqlBody == "BEGIN ATOMIC SELECT 1; END")
    let plain = try function(["name": "f", "returns": "int", "body": "BEGIN\n  RETURN 1;\nEND;\n"])
    #expect(plain.body == "BEGIN\n  RETURN 1;\nEND;\n" && plain.language == "plpgsql")
  }

  @Test func reportsWhatPostgreSQLRefuses() {
    #expect(
      RoutineDocument.problems([
        "name": "f", "link_symbol": "x", "body": "x", "rows": "5", "volatile": true,
        "args": [
          ["name": "a", "type": "int", "default": "1"], ["name": "b", "type": "int"],
          ["name": "a", "type": "t.c%TYPE"],
        ],
      ]) == [
        "missing-key: an argument after one with a default needs a default too",
        "wrong-value: PostgreSQL does not keep '%TYPE': write the column's type",
        "missing-key: a function needs the key 'returns'",
        "wrong-value: 'link_symbol' is for functions in C",
        "wrong-value: 'rows' is for functions that return a set",
        "unknown-key: a function has no key 'volatile'",
      ])
  }

  @Test func overloadsAreDistinctAndTwinsAreNot() {
    func one(_ type: String) -> TableDocument {
      ["name": "f", "returns": "int", "body": "x", "args": [["type": .scalar(type)]]]
    }
    #expect(RoutineDocument.problems(one("int"), one("bigint")).isEmpty)
    #expect(
      RoutineDocument.problems(one("int"), one("int4"))
        == ["duplicate-object: function 'public.f(integer)' is declared twice"])
  }

  @Test func isReplacedOnlyWhereItMustBe() throws {
    let old = try function([
      "name": "f", "returns": "int", "body": "a",
      "args": [["type": "int"], ["name": "b", "type": "int", "default": "1"]],
    ])
    let context = PlanContext.between(Snapshot(old), Snapshot(old))
    var new = old
    new.body = "b"
    new.arguments[0].name = "now_named"
    #expect(!FunctionKind.needsReplacement(old, by: new, in: context))
    let operation = FunctionKind.alter(old, into: new, in: context)[0]
    #expect(operation.summary == "replaced: argument names, body")
    #expect(!operation.isDestructive)
    guard case .impossible = operation.reversal else { return #expect(Bool(false)) }
    for change in [
      { (function: inout Function) in function.result = TypeName("bigint") },
      { $0.arguments[1].name = "c" }, { $0.arguments[1].hasDefault = false },
    ] {
      var new = old
      change(&new)
      #expect(FunctionKind.needsReplacement(old, by: new, in: context))
    }
  }

  @Test func needsWhatItsBodyNames() throws {
    let sql = try function([
      "name": "f", "language": "sql", "returns": "SETOF t",
      "args": [["name": "n", "type": "int"]],
      "body": "SELECT * FROM t JOIN u ON true WHERE f(n - 1) IS NULL AND g(n)",
    ])
    #expect(
      sql.references == [
        .type(QualifiedName(schema: "", name: "t")),
        .relation(QualifiedName(schema: "", name: "t")),
        .relation(QualifiedName(schema: "", name: "u")),
        .routine(QualifiedName(schema: "", name: "g")),
      ])
    let overload = try function([
      "name": "f", "language": "sql", "returns": "int", "args": [], "body": "SELECT f(1)",
    ])
    #expect(overload.references == [.routine(QualifiedName(schema: "", name: "f"))])
    let procedural = try function([
      "name": "f", "returns": "void",
      "body": "DECLARE a u; b constant s.st := 'x'; c t.id%TYPE; d int; BEGIN PERFORM g(); END",
    ])
    #expect(
      procedural.references == [
        .relation(QualifiedName(schema: "", name: "t")),
        .type(QualifiedName(schema: "", name: "u")),
        .type(QualifiedName(schema: "s", name: "st")),
      ])
  }

  @Test func settingsCompareInOneForm() {
    #expect(
      FunctionConfiguration.settings(["search_path=\"$user\", Public", "TimeZone=a=b"])
        == ["search_path": "\"$user\", public", "timezone": "a=b"])
    for text in ["", "\"\"", "''"] {
      #expect(FunctionConfiguration.canonical(text, of: "search_path") == "''")
    }
    #expect(FunctionConfiguration.canonical(elements: ["A", "b"], of: "search_path") == "\"A\", b")
    #expect(FunctionConfiguration.clause("app.x", "it's") == "SET app.x = 'it''s'")
  }
}
