import Planning
import SQLText
import SchemaCore
import Testing

@Suite struct OrderTests {
  @Test func sameInputInAnyOrderGivesTheSamePlan() {
    let things = [
      thing("view", "v"), thing("table", "b"), thing("table", "a"), thing("function", "f"),
    ]
    let expected = ["create f", "create a", "create b", "create v"]
    #expect(planned(declared: things).sql == expected)
    #expect(planned(declared: things.reversed()).sql == expected)
  }

  @Test func functionThatNeedsATableComesAfterIt() {
    let result = planned(declared: [
      thing("function", "f", needs: [relation("t")]), thing("table", "t"),
    ])
    #expect(result.sql == ["create t", "create f"])
    #expect(result.plan.operations[1].phase == .tables)
  }

  @Test func functionThatNeedsAViewIsNotPulledByItsGrant() {
    let function = thing("function", "f", needs: [relation("v")])
    let result = planned(declared: [
      function, thing("grant", "g", of: function.id), thing("view", "v", needs: [relation("t")]),
      thing("table", "t"),
    ])
    #expect(result.sql == ["create t", "create v", "create f", "create f.g"])
    #expect(result.plan.operations.map(\.phase) == [.tables, .views, .views, .grants])
  }

  @Test func viewThatATableNeedsThroughAFunctionIsPulledIntoTheTablesPhase() {
    let result = planned(declared: [
      thing("table", "z", needs: [routine("f")]), thing("view", "v", needs: [relation("a")]),
      thing("function", "f", needs: [relation("v")]), thing("table", "a"),
    ])
    #expect(result.sql == ["create a", "create v", "create f", "create z"])
    #expect(result.plan.steps == [.transaction(0..<4, isBootstrap: false)])
    #expect(result.plan.operations.allSatisfy { $0.phase == .tables })
  }

  @Test func circleIsNamed() {
    let result = planned(declared: [
      thing("view", "a", needs: [relation("b")]), thing("view", "b", needs: [relation("c")]),
      thing("view", "c", needs: [relation("a")]), thing("table", "t"),
    ])
    guard case .cycle(let ids)? = result.problems.first else {
      Issue.record("no cycle was reported")
      return
    }
    #expect(Set(ids.map(\.name)) == ["a", "b", "c"])
  }

  @Test func concurrentIndexStandsBetweenTwoTransactions() {
    let table = thing("table", "t")
    let result = planned(
      declared: [
        table, thing("table", "u"), thing("index", "i", of: table.id), thing("view", "v"),
      ],
      live: [table])
    #expect(result.sql == ["create u", "create t.i", "create v"])
    #expect(
      result.plan.steps == [
        .transaction(0..<1, isBootstrap: false), .outside(1),
        .transaction(2..<3, isBootstrap: false),
      ])
  }

  @Test func perTableModeCutsAtEachTable() {
    let result = planned(
      declared: [thing("table", "a"), thing("table", "b")],
      configure: { $0.transactions = .perTable })
    #expect(result.plan.steps.count == 2)
  }

  @Test func bootstrapTablesComeFirstWithWhatTheyNeed() {
    let boot = thing("table", "z", needs: [routine("f")])
    let result = planned(
      declared: [thing("table", "a"), boot, thing("function", "f"), thing("function", "g")],
      configure: { $0.bootstrap = [boot.id] })
    #expect(result.sql == ["create f", "create z", "create g", "create a"])
    #expect(result.plan.steps.first == .transaction(0..<2, isBootstrap: true))
  }

  @Test func bootstrapTableMayNotNeedAnOrdinaryOne() {
    let boot = thing("table", "z", needs: [relation("a")])
    let result = planned(
      declared: [thing("table", "a"), boot], configure: { $0.bootstrap = [boot.id] })
    #expect(result.problems == [.bootstrapNeeds(ObjectID("table", schema: "public", "a"))])
  }

  /// For random graphs every operation comes after what it needs, whatever the input's order.
  @Test(arguments: 0..<40) func randomGraphsAreInOrder(seed: UInt64) {
    var random = SplitMix(state: seed)
    let kinds: [KindID] = ["table", "view", "function"]
    var things: [Thing] = []
    for number in 0..<30 {
      let needs = things.filter { _ in random.next() % 6 == 0 }.map { Reference.object($0.id) }
      things.append(thing(kinds[Int(random.next() % 3)], "n\(number)", needs: needs))
    }
    let result = planned(declared: things.shuffled(using: &random))
    let order = Dictionary(
      uniqueKeysWithValues: result.plan.operations.enumerated().map { ($1.operation.object, $0) })
    #expect(order.count == things.count)
    for thing in things {
      for case .object(let need) in thing.references {
        #expect(order[need]! < order[thing.id]!)
      }
    }
    #expect(planned(declared: things.shuffled(using: &random)).sql == result.sql)
  }
}

/// A small seeded generator, so that a failing case comes back.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}
