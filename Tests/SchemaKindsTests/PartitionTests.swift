import SQLText
import SchemaCore
import Testing

@testable import SchemaKinds

@Suite struct PartitionTests {
  private func partition(_ keys: [(String, TableDocument)]) -> TableDocument {
    .map([("table", "p"), ("partition_of", .map([("table", "app.t")] + keys))])
  }

  @Test func readsBounds() throws {
    for (keys, bound) in [
      (
        [("from", ["2024-01-01", "MINVALUE"]), ("to", ["5", "it's"])],
        "FOR VALUES FROM ('2024-01-01', MINVALUE) TO (5, 'it''s')"
      ),
      (
        [("in", ["a", "012", .map([("__sql", "upper('x')")])])],
        "FOR VALUES IN ('a', '012', upper('x'))"
      ),
      ([("modulus", "4"), ("remainder", "0")], "FOR VALUES WITH (modulus 4, remainder 0)"),
      ([("default", true)], "DEFAULT"),
    ] as [([(String, TableDocument)], String)] {
      let declarations = partition(keys).declarations
      #expect(partition(keys).problems == [])
      let table = try #require(declarations.snapshot.all(Table.self).first)
      #expect(table.partition?.bound == bound)
      #expect(table.owner == Table.id(QualifiedName(schema: "app", name: "t")))
    }
  }

  @Test func refusesHalfBounds() {
    for keys in [
      [("from", ["1"])], [("modulus", "4")], [], [("default", true), ("in", ["a"])],
    ] as [[(String, TableDocument)]] {
      #expect(partition(keys).problems.contains { $0.hasPrefix("partition-bound") })
    }
  }

  @Test func writesLiveBoundsAsTheyAreRead() {
    let draft = ProjectDraft(defaultSchema: "public")
    func written(_ bound: String) -> YAMLValue {
      Table.Partition(of: QualifiedName(schema: "public", name: "t"), bound: bound)
        .encoded(in: draft)
    }
    let parent = YAMLValue.Entry("table", .text("t"))
    #expect(
      written("FOR VALUES FROM ('a, b', MINVALUE) TO (5, 'it''s')")
        == .mapping([
          parent, .init("from", .texts(["a, b", "MINVALUE"])),
          .init("to", .list([.plain("5"), .text("it's")])),
        ]))
    #expect(
      written("FOR VALUES IN ('MAXVALUE', NULL)")
        == .mapping([
          parent,
          .init("in", .list([.mapping([.init("__sql", .text("'MAXVALUE'"))]), .plain("null")])),
        ]))
    #expect(
      written("FOR VALUES WITH (modulus 4, remainder 3)")
        == .mapping([
          parent, .init("modulus", .plain("4")), .init("remainder", .plain("3")),
        ]))
  }

  @Test func detachesConcurrentlyOnlyWithoutADefault() throws {
    let parent = QualifiedName(schema: "public", name: "t")
    let name = QualifiedName(schema: "public", name: "p")
    var live = Snapshot()
    live.insert(Table(name: parent))
    var old = Table(name: name)
    old.partition = .init(of: parent, bound: "FOR VALUES IN (1)")
    live.insert(old)
    var declared = Snapshot()
    declared.insert(Table(name: parent))
    declared.insert(Table(name: name))
    var context = PlanContext.between(live, declared)
    let online = try #require(TableKind.alter(old, into: Table(name: name), in: context).first)
    #expect(online.transactionality == .outside && online.statements.count == 3)
    context.facts.defaultPartitions = [Table.id(parent)]
    let plain = try #require(TableKind.alter(old, into: Table(name: name), in: context).first)
    #expect(plain.transactionality == .inTransaction && plain.statements.count == 1)
  }
}
