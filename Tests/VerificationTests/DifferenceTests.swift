import Postgres
import TestSupport
import Testing
import Verification

/// Differing rows are counted and named.
@Suite struct DifferenceTests {
  private static let many = """
    CREATE TABLE t (id int PRIMARY KEY, amount numeric, note text);
    INSERT INTO t SELECT i, i / 100.0, 'note ' || i FROM generate_series(1, 200000) i;
    ANALYZE t;
    """

  @Test(arguments: [(VerificationMode.fast, 1), (.portable, 2), (.strict, 3)])
  func oneRowOfManyIsFound(_ mode: VerificationMode, _ jobs: Int) async throws {
    let id = Int.random(in: 1...200_000)
    let result = try await verify(
      Self.many, Self.many + "UPDATE t SET amount = amount + 0.01 WHERE id = \(id)"
    ) {
      $0.mode = mode
      $0.jobs = jobs
      // Many pieces, so that the connections share the table.
      $0.pagesPerPiece = 100
    }
    #expect(result.rows == ["different \(id): amount"])
    let table = result.tables[0]
    #expect(table.isComplete && table.source?.rowCount == 200_000)
    #expect(table.source != table.target)
  }

  @Test func missingExtraAndDifferentRows() async throws {
    let result = try await verify(
      Self.many,
      Self.many + """
        DELETE FROM t WHERE id = 7;
        INSERT INTO t VALUES (300000, 1, NULL);
        UPDATE t SET note = NULL, amount = 0 WHERE id = 100000;
        UPDATE t SET id = -5 WHERE id = 199999;
        """)
    #expect(
      Set(result.rows) == [
        "missing 7", "extra 300000", "different 100000: amount,note", "missing 199999", "extra -5",
      ])
    let value = result.tables[0].differences.first { $0.kind == .different }?.values[0]
    #expect(value?.source == "1000.0000000000000000" && value?.target == "0")
  }

  @Test func noMoreThanWantedAreNamed() async throws {
    let result = try await verify(Self.many, Self.many + "UPDATE t SET note = note || '!'") {
      $0.maxDifferences = 20
    }
    #expect(result.rows.count == 20)
    #expect(!result.tables[0].isComplete)
    #expect(result.rows.allSatisfy { $0.hasSuffix(": note") })
  }

  @Test(arguments: VerificationMode.allCases)
  func duplicatesDontCancelOut(_ mode: VerificationMode) async throws {
    let table = "CREATE TABLE t (v int);"
    let result = try await verify(
      table + "INSERT INTO t VALUES (1), (1), (2), (2)",
      table + "INSERT INTO t VALUES (3), (3), (4), (4)"
    ) { $0.mode = mode }
    let found = result.tables[0]
    #expect(!found.isEqual && found.key.isEmpty && found.differences.isEmpty && !found.isComplete)
    let same = try await verify(
      table + "INSERT INTO t VALUES (1), (1), (2)", table + "INSERT INTO t VALUES (2), (1), (1)"
    ) { $0.mode = mode }
    #expect(same.isEqual)
  }

  @Test func aKeyOfOneSideWillDo() async throws {
    let result = try await verify(
      "CREATE TABLE t (a int, b text, v int, PRIMARY KEY (b, a)); "
        + "INSERT INTO t VALUES (1, 'x', 1), (2, 'x', 2)",
      "CREATE TABLE t (a int, b text, v int); "
        + "INSERT INTO t VALUES (1, 'x', 1), (2, 'x', 2), (2, 'x', 2)")
    #expect(result.tables[0].key == ["b", "a"])
    #expect(result.rows == ["extra x,2"])
  }

  @Test func whatOneSideLacksIsNamed() async throws {
    let result = try await verify(
      "CREATE TABLE t (id int PRIMARY KEY, v int, a int); CREATE TABLE u (); CREATE TABLE e ();",
      "CREATE TABLE t (id int PRIMARY KEY, v int, b int); CREATE TABLE w (); CREATE TABLE e ();")
    let table = try result.table("public.t")
    #expect(table.columnsOnlyInSource == ["a"] && table.columnsOnlyInTarget == ["b"])
    #expect(!table.isEqual && table.differences.isEmpty)
    #expect(try result.table("public.u").onlySide == .source)
    #expect(try result.table("public.w").onlySide == .target)
    #expect(try result.table("public.e").isEqual)
  }

  @Test func partitionsDontMatter() async throws {
    let rows = "INSERT INTO t SELECT i, i * 2 FROM generate_series(0, 999) i;"
    let parts = """
      CREATE TABLE t (v int, id int PRIMARY KEY) PARTITION BY RANGE (id);
      CREATE TABLE a (id int PRIMARY KEY, v int);
      ALTER TABLE t ATTACH PARTITION a FOR VALUES FROM (0) TO (500);
      CREATE TABLE b PARTITION OF t FOR VALUES FROM (500) TO (1000) PARTITION BY RANGE (id);
      CREATE TABLE c PARTITION OF b DEFAULT;
      """
    let fill = rows.replacing("i, i * 2", with: "i * 2, i")
    let plain = "CREATE TABLE t (id int PRIMARY KEY, v int);" + rows
    let same = try await verify(plain, parts + fill)
    #expect(same.isEqual && same.tables.map(\.name) == ["public.t"], "\(same)")
    let different = try await verify(plain, parts + fill + "UPDATE t SET v = 1 WHERE id = 700")
    #expect(different.rows == ["different 700: v"])
  }

  /// More columns than one select list has room for, with two entries each.
  @Test func wideTables() async throws {
    let columns = (1...1000).map { "c\($0) int" }.joined(separator: ", ")
    let table = "CREATE TABLE t (id int PRIMARY KEY, \(columns)); INSERT INTO t VALUES (1)"
    let result = try await verify(table, table + "; UPDATE t SET c1 = 1, c999 = 2")
    #expect(result.rows == ["different 1: c1,c999"])
  }

  @Test func longValuesAreCut() async throws {
    let table = "CREATE TABLE t (id int PRIMARY KEY, v text);"
    let result = try await verify(
      table + "INSERT INTO t VALUES (1, repeat('ä', 100000))",
      table + "INSERT INTO t VALUES (1, repeat('ä', 100001))")
    let value = try #require(result.tables[0].differences.first?.values.first)
    #expect(value.source == String(repeating: "ä", count: 200) + "...")
  }
}
