import SQLText
import Testing

/// The names that a text may need, found by tokens.
@Suite struct SQLReferencesTests {
  private func names(_ found: Set<QualifiedName>) -> [String] { found.map(\.description).sorted() }

  @Test(arguments: [
    ("SELECT * FROM a", ["a"]),
    ("SELECT * FROM s.a JOIN b ON true", ["b", "s.a"]),
    ("SELECT * FROM a, b AS x, c", ["a", "b", "c"]),
    ("SELECT * FROM ONLY a", ["a"]),
    ("SELECT (SELECT max(id) FROM b) FROM a WHERE x IN (SELECT y FROM c)", ["a", "b", "c"]),
    ("WITH t AS (SELECT * FROM a) SELECT * FROM t", ["a"]),
    ("WITH RECURSIVE t (n) AS (SELECT 1 UNION ALL SELECT n FROM t) SELECT * FROM t", []),
    ("WITH t AS MATERIALIZED (SELECT * FROM a) SELECT * FROM t", ["a"]),
    ("SELECT a IS DISTINCT FROM b", []),
    ("SELECT * FROM \"Mixed\".\"Name\"", ["Mixed.Name"]),
    ("SELECT 'FROM a'", []),
    ("INSERT INTO a SELECT * FROM b", ["a", "b"]),
    ("SELECT * FROM LATERAL (SELECT * FROM a) x", ["a"]),
    ("SELECT * FROM a UNION SELECT * FROM b", ["a", "b"]),
  ]) func relations(sql: String, expected: [String]) {
    #expect(names(SQLReferences(in: sql).relations) == expected)
  }

  @Test(arguments: [
    ("lower(name) = 'x'", ["lower"]), ("app.f(g(1))", ["app.f", "g"]), ("a + b", []),
    ("SELECT * FROM make_rows(1) r", ["make_rows"]),
  ]) func functions(sql: String, expected: [String]) {
    #expect(names(SQLReferences(in: sql).functions) == expected)
  }

  @Test(arguments: [
    ("'open'::status", ["status"]), ("x::app.status", ["app.status"]),
    ("CAST(x AS app.status)", ["app.status"]),
  ]) func types(sql: String, expected: [String]) {
    #expect(names(SQLReferences(in: sql).types) == expected)
  }

  @Test(arguments: [
    ("DECLARE r orders%ROWTYPE; BEGIN END", ["orders"]),
    ("DECLARE x app.orders.total%TYPE; BEGIN END", ["app.orders"]),
    ("BEGIN x := 7 % 2; END", []),
  ]) func typesInFunctionBodies(body: String, expected: [String]) {
    #expect(names(SQLReferences(inPLpgSQL: body).relations) == expected)
  }
}
