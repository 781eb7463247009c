import SQLText
import SchemaCore
import SourceText
import Testing

@testable import SchemaKinds

@Suite struct IndexTests {
  private func table(_ index: TableDocument, isPartitioned: Bool = false) -> TableDocument {
    var entries: [(String, TableDocument)] = [
      ("table", "t"),
      (
        "columns",
        [
          ["name": "a", "type": "int"], ["name": "b", "type": "text"],
          ["name": "c", "type": "text"],
        ]
      ), ("indexes", [index]),
    ]
    if isPartitioned {
      entries.append(("partition_by", ["strategy": "range", "key": ["a"]]))
    }
    return .map(entries)
  }

  private func creation(_ index: TableDocument) throws -> String {
    let snapshot = table(index).declarations.snapshot
    let object = try #require(snapshot.all(Index.self).first)
    return IndexKind.create(object, in: .between(Snapshot(), snapshot))[0].statements[0].sql
  }

  @Test func writesEveryPart() throws {
    #expect(
      try creation(["columns": ["a", ["column": "b", "order": "DESC", "nulls": "LAST"]]])
        == "CREATE INDEX idx_t_a_b ON public.t USING btree (a, b DESC NULLS LAST)")
    #expect(
      try creation([
        "columns": [["expression": "lower(b)"]], "unique": true, "include": ["a"],
        "nulls_not_distinct": true, "where": "a > 0",
      ])
        == "CREATE UNIQUE INDEX idx_t_expr ON public.t USING btree ((lower(b))) INCLUDE (a) "
        + "NULLS NOT DISTINCT WHERE a > 0")
    #expect(
      try creation(["columns": ["b"], "name": "g", "method": "gin", "opclass": "gin_trgm_ops"])
        == "CREATE INDEX g ON public.t USING gin (b gin_trgm_ops)")
  }

  @Test func constraintIsItsOwnKind() throws {
    let document = table([
      "columns": ["a", "b"], "as_constraint": true, "deferrable": "initially_deferred",
    ])
    #expect(document.problems.isEmpty)
    let snapshot = document.declarations.snapshot
    #expect(snapshot.all(Index.self).isEmpty)
    let constraint = try #require(snapshot.all(UniqueConstraint.self).first)
    #expect(constraint.name == "uq_t_a_b" && constraint.deferral == .initiallyDeferred)
  }

  private static let mistakes: [TableDocument] = [
    ["columns": [["column": "a", "order": "DESC"]], "as_constraint": true],
    ["columns": [["expression": "a + 1"]], "as_constraint": true],
    ["columns": ["a"], "as_constraint": true, "where": "a > 0"],
    ["columns": ["a"], "as_constraint": true, "method": "hash"],
    ["columns": ["b"], "as_constraint": true, "opclass": "text_pattern_ops"],
    ["columns": ["a"], "deferrable": "initially_deferred"],
    ["columns": ["a"], "nulls_not_distinct": true],
    ["columns": []], ["columns": [["column": "a", "expression": "a"]]],
  ]

  @Test(arguments: mistakes)
  func rejects(document: TableDocument) {
    #expect(table(document).declarations.report.diagnostics.map(\.code) == ["wrong-value"])
  }

  @Test func namesColumnsThatAreNotThere() {
    #expect(
      table(["columns": ["d"], "include": ["e"]]).declarations.report.diagnostics.map(\.code)
        == ["unknown-column", "unknown-column"])
  }

  /// The index and the context of a live table in which it changes.
  private func change(
    _ old: TableDocument, _ new: TableDocument, isPartitioned: Bool = false
  ) throws -> (old: Index, new: Index, context: PlanContext) {
    let live = table(old, isPartitioned: isPartitioned).declarations.snapshot
    let declared = table(new, isPartitioned: isPartitioned).declarations.snapshot
    return (
      try #require(live.all(Index.self).first), try #require(declared.all(Index.self).first),
      .between(live, declared)
    )
  }

  @Test func changedIndexIsBuiltBesideTheOldOne() throws {
    let (old, new, context) = try change(
      ["columns": ["a"], "name": "i"], ["columns": ["a", "b"], "name": "i"])
    let operations = IndexKind.alter(old, into: new, in: context)
    #expect(operations.map(\.transactionality) == [.outside])
    #expect(
      operations[0].statements.map(\.sql) == [
        "DROP INDEX CONCURRENTLY IF EXISTS public._sf_new_i",
        "CREATE INDEX CONCURRENTLY _sf_new_i ON public.t USING btree (a, b)",
        "DROP INDEX CONCURRENTLY public.i", "ALTER INDEX public._sf_new_i RENAME TO i",
      ])
  }

  @Test func invalidIndexIsRebuiltUnderItsName() throws {
    var (old, new, context) = try change(
      ["columns": ["a"], "name": "i"], ["columns": ["a"], "name": "i"])
    old.isValid = false
    #expect(
      IndexKind.alter(old, into: new, in: context)[0].statements.map(\.sql) == [
        "DROP INDEX CONCURRENTLY public.i",
        "CREATE INDEX CONCURRENTLY i ON public.t USING btree (a)",
      ])
  }

  @Test func partitionsAreIndexedOneByOne() throws {
    var (_, new, context) = try change(
      ["columns": ["b"]], ["columns": ["a"], "name": "i"], isPartitioned: true)
    let partition = Table.id(QualifiedName(schema: "public", name: "t_1"))
    context.facts.partitionsByParent[try #require(new.owner)] = [
      LivePartition(partition, isOrdinary: true)
    ]
    let operations = IndexKind.create(new, in: context)
    #expect(operations.map(\.transactionality) == [.outside])
    let name = "t_1_i_\(StableHash(of: [new.creation(.plain).sql]).hexadecimal.prefix(8))"
    #expect(
      operations[0].statements.map(\.sql) == [
        "CREATE INDEX i ON ONLY public.t USING btree (a)",
        "DROP INDEX CONCURRENTLY IF EXISTS public.\(name)",
        "CREATE INDEX CONCURRENTLY \(name) ON public.t_1 USING btree (a)",
        "ALTER INDEX public.i ATTACH PARTITION public.\(name)",
      ])
  }

  @Test func dropsConcurrentlyAndLeftoversFreely() throws {
    var (old, _, context) = try change(["columns": ["a"]], ["columns": ["b"]])
    let drop = IndexKind.drop(old, in: context)[0]
    #expect(drop.statements.map(\.sql) == ["DROP INDEX CONCURRENTLY public.idx_t_a"])
    #expect(drop.isDestructive && drop.transactionality == .outside)
    old.name = "_sf_new_i"
    context.live.insert(old)
    #expect(!IndexKind.drop(old, in: context)[0].isDestructive)
  }

  @Test func splitsExpressionsAtTheirCommas() {
    #expect(
      IndexKind.commaSeparated("lower(a), (b || ','::text), COALESCE(a, b)")
        == ["lower(a)", "(b || ','::text)", "COALESCE(a, b)"])
  }
}
