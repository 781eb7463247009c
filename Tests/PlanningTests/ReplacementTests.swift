import Planning
import SchemaCore
import Testing

@Suite struct ReplacementTests {
  private let table = thing("table", "t")
  private let view = thing("view", "v", needs: [relation("t")])

  @Test func undeclaredTableIsBlockedWithoutTheFlag() {
    let result = planned(declared: [], live: [table])
    #expect(result.plan.isEmpty)
    #expect(result.plan.blocked.map(\.flag) == ["--allow-destructive"])
    let allowed = planned(
      declared: [], live: [table], configure: { $0.allowsDestructive = true })
    #expect(allowed.sql == ["drop t"])
  }

  @Test func undeclaredTableOfAnUnmanagedSchemaIsLeftAlone() {
    var other = table
    other.id.schema = "other"
    #expect(planned(declared: [], live: [other]).plan.blocked.isEmpty)
  }

  @Test func changedViewTakesItsDependentsAlong() {
    let outer = thing("view", "outer", needs: [relation("v")])
    let changed = thing("view", "v", needs: [relation("t")], version: 2)
    let result = planned(
      declared: [table, changed, outer], live: [table, view, outer],
      dependents: [table.id: [view.id], view.id: [outer.id]])
    #expect(result.sql == ["drop outer", "drop v", "create v", "create outer"])
    #expect(result.plan.operations.allSatisfy { !$0.operation.isDestructive })
  }

  @Test func partsOfAReplacedViewAreMadeAgainAlsoWhenNobodyDeclaresThem() {
    let changed = thing("view", "v", needs: [relation("t")], version: 2)
    let declared = thing("grant", "app", of: view.id)
    let undeclared = thing("grant", "dba", of: view.id)
    let result = planned(
      declared: [table, changed, declared], live: [table, view, declared, undeclared],
      dependents: [table.id: [view.id]])
    #expect(result.sql == ["drop v", "create v", "create v.app", "create v.dba"])
    #expect(result.plan.blocked.map(\.operation.object) == [undeclared.id])
  }

  @Test func undeclaredDependentHindersTheChangeByName() {
    let changed = thing("view", "v", needs: [relation("t")], version: 2)
    var foreign = thing("view", "report", needs: [relation("v")])
    foreign.id.schema = "other"
    let result = planned(
      declared: [table, changed], live: [table, view, foreign],
      dependents: [view.id: [foreign.id]])
    #expect(result.plan.isEmpty)
    #expect(
      result.plan.blocked.first?.reason == "undeclared objects use it: view 'other.report'")
  }

  @Test func droppedThingsLeaveInTheOrderOfTheirUse() {
    let result = planned(
      declared: [], live: [table, view], dependents: [table.id: [view.id]],
      configure: { $0.allowsDestructive = true })
    #expect(result.sql == ["drop v", "drop t"])
  }
}
