import SQLText
public import SchemaCore

extension OperationKind {
  static let createRule = OperationKind("create_rule", .triggers)
  static let alterRule = OperationKind("alter_rule", .triggers)
  static let dropRule = OperationKind("drop_rule", .triggers)
}

extension RuleKind {
  public static func create(_ new: Rule, in context: PlanContext) -> [Operation] {
    [
      Operation(
        .createRule, new.id, [creation(of: new)] + firing(of: new, from: .origin),
        locks: context.locks(.accessExclusive, on: new.relation), provides: [new.id],
        reversal: .statements([removal(of: new)]), summary: summary(of: new))
    ]
  }

  /// CREATE OR REPLACE RULE leaves the firing state as it was.
  public static func alter(_ old: Rule, into new: Rule, in context: PlanContext) -> [Operation] {
    var former = old
    former.state = new.state
    let isSame = former == new
    let locks = context.locks(.accessExclusive, on: new.relation)
    if isSame {
      return [
        Operation(
          .alterRule, new.id, firing(of: new, from: old.state), locks: locks, provides: [new.id],
          reversal: .statements(firing(of: old, from: new.state)),
          summary: "\(old.state) → \(new.state)")
      ]
    }
    return [
      Operation(
        .createRule, new.id,
        [creation(of: new, replacing: true)] + firing(of: new, from: old.state), locks: locks,
        provides: [new.id],
        reversal: .statements(
          [creation(of: old, replacing: true)] + firing(of: old, from: new.state)),
        summary: summary(of: new))
    ]
  }

  public static func drop(_ old: Rule, in context: PlanContext) -> [Operation] {
    [
      Operation(
        .dropRule, old.id, [removal(of: old)],
        locks: context.locks(.accessExclusive, on: old.relation),
        isDestructive: !context.isCreated(old.id), releases: [old.id],
        reversal: .statements([creation(of: old)] + firing(of: old, from: .origin)))
    ]
  }

  // MARK: Statements

  static func creation(
    of rule: Rule, on table: String? = nil, replacing: Bool = false
  ) -> SQLFragment {
    let verb = replacing ? "CREATE OR REPLACE RULE" : "CREATE RULE"
    let relation = table ?? rule.relation.qualifiedName.sql
    return SQLFragment(
      "\(verb) \(quotedIdentifier(rule.name)) AS ON \(rule.event.rawValue) TO \(relation)\n"
        + rule.action)
  }

  private static func removal(of rule: Rule) -> SQLFragment {
    SQLFragment(
      "DROP RULE \(quotedIdentifier(rule.name)) ON \(rule.relation.qualifiedName.sql)")
  }

  private static func firing(of rule: Rule, from state: FiringState) -> [SQLFragment] {
    guard rule.state != state else { return [] }
    return [
      SQLFragment(
        "ALTER TABLE \(rule.relation.qualifiedName.sql) \(rule.state.verb) RULE "
          + quotedIdentifier(rule.name))
    ]
  }

  private static func summary(of rule: Rule) -> String {
    let isInstead = RuleAction(rule.action).isInstead
    return "on \(rule.event.rawValue) do \(isInstead ? "instead" : "also")"
  }
}
