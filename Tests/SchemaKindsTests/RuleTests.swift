import Testing

@testable import SchemaKinds

@Suite struct RuleTests {
  @Test func takesActionsApart() {
    let none = RuleAction(" DO INSTEAD NOTHING;")
    #expect(none.isInstead && none.commands.isEmpty && none.condition.isEmpty)
    let one = RuleAction("WHERE (old.a = (1)) DO  DELETE FROM t WHERE (t.b = ');')")
    #expect(!one.isInstead && one.condition == "(old.a = (1))")
    #expect(one.commands == ["DELETE FROM t WHERE (t.b = ');')"])
    let several = RuleAction("DO ALSO ( INSERT INTO t VALUES (1, (2));\n UPDATE t SET a = ';';\n)")
    #expect(several.commands == ["INSERT INTO t VALUES (1, (2))", "UPDATE t SET a = ';'"])
  }

  @Test func putsActionsTogether() {
    let action = RuleAction(condition: "a -- why", isInstead: true, commands: ["x", "y -- z"])
    #expect(action.sql == "WHERE (a -- why\n) DO INSTEAD (\nx\n;\ny -- z\n)")
    #expect(RuleAction(action.sql).commands == ["x", "y"])
  }
}
