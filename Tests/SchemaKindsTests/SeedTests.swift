import SQLText
import SchemaCore
import SourceText
import Testing

@testable import SchemaKinds

@Suite struct SeedTests {
  private static let kinds = KindSet([
    TableKind.self, ColumnKind.self, PrimaryKeyKind.self, UniqueConstraintKind.self,
    IndexKind.self, ForeignKeyKind.self, SeedKind.self,
  ])

  private let columns: TableDocument = [
    ["name": "id", "type": "serial", "primary_key": true], ["name": "a", "type": "int"],
    ["name": "b", "type": "varchar(5)", "unique": true], ["name": "j", "type": "json"],
    ["name": "ts", "type": "text[]"],
  ]

  private func declarations(_ seeds: TableDocument, indexes: TableDocument = []) -> Declarations {
    let document: TableDocument = [
      "table": "t", "columns": columns, "indexes": indexes, "seeds": seeds,
    ]
    return decodeProject([document.node], kinds: SeedTests.kinds, defaultSchema: "public")
  }

  private func key(_ seeds: TableDocument, indexes: TableDocument = []) -> [String]? {
    let snapshot = declarations(seeds, indexes: indexes).snapshot
    return snapshot.all(Seed.self).first.flatMap { SeedMatching($0, in: snapshot).key }
  }

  private func statements(_ seeds: TableDocument) -> [String] {
    let snapshot = declarations(seeds).snapshot
    let context = PlanContext.between(Snapshot(), snapshot)
    return snapshot.all(Seed.self).flatMap { SeedKind.create($0, in: context) }
      .flatMap(\.statements).map(\.sql)
  }

  @Test func choosesTheBestKey() {
    let pair: TableDocument = ["columns": ["a", "j"], "unique": true]
    let partial: TableDocument = ["columns": ["a"], "unique": true, "where": "a > 0"]
    let expression: TableDocument = [
      "columns": [["expression": "lower(b)"]], "unique": true,
    ]
    #expect(key([["id": "1", "b": "x"]]) == ["id"])
    #expect(key([["a": "1", "b": "x"]], indexes: [partial]) == ["b"])
    #expect(key([["a": "1", "j": "{}"]], indexes: [partial, pair]) == ["a", "j"])
    #expect(key([["a": "1"]], indexes: [partial, pair, expression]) == ["a"])
    #expect(key([["a": "1"], ["b": "x"]]) == nil)
    #expect(key([["b": "x"], ["b": "null"]]) == nil)
  }

  @Test func insertsWhatIsMissing() {
    #expect(
      statements([["a": "1", "b": "it's"], ["a": "null", "b": "y"]]) == [
        """
        INSERT INTO public.t (a, b)
        SELECT v.a, v.b
        FROM (VALUES (0, '1'::integer, 'it''s'::character varying)) AS v (_sf_row, a, b)
        WHERE NOT EXISTS (SELECT FROM public.t AS t WHERE t.b = v.b)
        ORDER BY v._sf_row
        """,
        """
        INSERT INTO public.t (a, b)
        SELECT v.a, v.b
        FROM (VALUES (1, NULL::integer, 'y'::character varying)) AS v (_sf_row, a, b)
        WHERE NOT EXISTS (SELECT FROM public.t AS t WHERE t.b = v.b)
        ORDER BY v._sf_row
        """,
      ])
  }

  @Test func comparesAllThatIsGivenWithoutAKey() {
    #expect(
      statements([["a": ["__sql": "1 + 1"], "j": ["x": ["1", "two"]], "ts": ["p"]]]) == [
        """
        INSERT INTO public.t (a, j, ts)
        SELECT v.a, v.j, v.ts
        FROM (VALUES (0, (1 + 1)::integer, '{"x": [1, "two"]}'::json, ARRAY['p']::text[])) \
        AS v (_sf_row, a, j, ts)
        WHERE NOT EXISTS (SELECT FROM public.t AS t WHERE t.a IS NOT DISTINCT FROM v.a \
        AND t.j::jsonb = v.j::jsonb AND t.ts = v.ts)
        ORDER BY v._sf_row
        """
      ])
  }

  @Test func rowsThatReadTheTableStandAlone() {
    let reading: TableDocument = ["__sql": "(SELECT max(a) FROM t)"]
    #expect(statements([["a": reading, "b": "x"], ["a": reading, "b": "y"]]).count == 2)
    #expect(statements([["a": "1", "b": "x"], ["a": "2", "b": "y"]]).count == 1)
    #expect(statements([["b": "x", "a": "1"], ["b": "x", "a": "2"]]).count == 1)
  }

  @Test func liveTwinHasTheRowsThatAreThere() throws {
    let snapshot = declarations([["id": "1", "a": "5"], ["id": "2"]]).snapshot
    let seed = try #require(snapshot.all(Seed.self).first)
    let context = PlanContext.between(snapshot, snapshot)
    #expect(
      SeedKind.liveQuestion(seed, in: context) == """
        SELECT v._sf_row, EXISTS (SELECT FROM public.t AS t WHERE t.id = v.id) \
        FROM (VALUES (0, '1'::integer), (1, '2'::integer)) AS v (_sf_row, id)
        """)
    let half = try #require(
      SeedKind.liveObject(for: seed, answer: rows([["0", "t"], ["1", "f"]])))
    #expect(half.rows.map(\.index) == [0])
    #expect(SeedKind.alter(half, into: seed, in: context)[0].summary == "1 row, known by (id)")
    #expect(SeedKind.liveObject(for: seed, answer: rows([["0", "t"], ["1", "t"]])) == seed)
    #expect(SeedKind.liveQuestion(seed, in: .between(Snapshot(), snapshot)) == nil)
  }

  @Test func reportsWhatIsNoRow() {
    let problems = declarations([["nope": "1", "a": "2"], [:], "text"]).report.diagnostics
    #expect(problems.map(\.code) == ["wrong-value", "wrong-type", "unknown-column"])
  }

  @Test func plainJSONKeepsItsTypes() {
    func json(_ text: String, isPlain: Bool = true) -> String {
      SeedValue.list([.scalar(text, isPlain: isPlain)]).json
    }
    for number in ["0", "-1.5", "1e3", "12"] { #expect(json(number) == "[\(number)]") }
    for text in ["012", "1.", ".5", "0x1", "+1", "1e", "-"] {
      #expect(json(text) == "[\"\(text)\"]")
    }
    #expect(json("True") == "[true]")
    #expect(json("true", isPlain: false) == "[\"true\"]")
    #expect(json("a\"\\\n\u{1}") == #"["a\"\\\n\u0001"]"#)
  }

  private struct Answer: RowStorage {
    let values: [[String]]
    func value(_ row: Int, _ column: Int) -> String? { values[row][column] }
  }

  private func rows(_ values: [[String]]) -> [Row] {
    values.indices.map { Row(Answer(values: values), $0) }
  }
}
