import SQLText
public import SchemaCore

extension OperationKind {
  static let createTrigger = OperationKind("create_trigger", .triggers)
  static let alterTrigger = OperationKind("alter_trigger", .triggers)
  static let dropTrigger = OperationKind("drop_trigger", .triggers)
}

extension TriggerKind {
  /// A constraint trigger can't be replaced in place, nor turned into an ordinary one.
  public static func needsReplacement(
    _ old: Trigger, by new: Trigger, in context: PlanContext
  ) -> Bool {
    (old.isConstraint || new.isConstraint) && !differsInStateOnly(old, new)
  }

  private static func differsInStateOnly(_ old: Trigger, _ new: Trigger) -> Bool {
    var former = old
    former.state = new.state
    if lexicallyEqual(former.condition, new.condition) { former.condition = new.condition }
    return former == new
  }

  public static func create(_ new: Trigger, in context: PlanContext) -> [Operation] {
    [
      Operation(
        .createTrigger, new.id, [creation(of: new)] + firing(of: new, from: .origin),
        locks: context.locks(.shareRowExclusive, on: new.relation), provides: [new.id],
        reversal: .statements([removal(of: new)]), summary: summary(of: new))
    ]
  }

  public static func alter(
    _ old: Trigger, into new: Trigger, in context: PlanContext
  ) -> [Operation] {
    let locks = context.locks(.shareRowExclusive, on: new.relation)
    if differsInStateOnly(old, new) {
      return [
        Operation(
          .alterTrigger, new.id, firing(of: new, from: old.state), locks: locks,
          provides: [new.id], reversal: .statements(firing(of: old, from: new.state)),
          summary: "\(old.state) → \(new.state)")
      ]
    }
    // A replaced trigger is enabled again, whatever the former was.
    return [
      Operation(
        .createTrigger, new.id,
        [creation(of: new, replacing: true)] + firing(of: new, from: .origin), locks: locks,
        provides: [new.id],
        reversal: .statements(
          [creation(of: old, replacing: true)] + firing(of: old, from: .origin)),
        summary: summary(of: new))
    ]
  }

  private static func firing(of trigger: Trigger, from state: FiringState) -> [SQLFragment] {
    guard trigger.state != state else { return [] }
    return [
      SQLFragment(
        "ALTER TABLE \(trigger.relation.qualifiedName.sql) \(trigger.state.verb) TRIGGER "
          + quotedIdentifier(trigger.name))
    ]
  }

  /// DROP TRIGGER takes ACCESS EXCLUSIVE, unlike CREATE TRIGGER.
  public static func drop(_ old: Trigger, in context: PlanContext) -> [Operation] {
    [
      Operation(
        .dropTrigger, old.id, [removal(of: old)],
        locks: context.locks(.accessExclusive, on: old.relation),
        isDestructive: !context.isCreated(old.id), releases: [old.id],
        reversal: .statements([creation(of: old)] + firing(of: old, from: .origin)))
    ]
  }

  private static func removal(of trigger: Trigger) -> SQLFragment {
    let relation = trigger.relation.qualifiedName.sql
    return SQLFragment("DROP TRIGGER \(quotedIdentifier(trigger.name)) ON \(relation)")
  }

  private static func summary(of trigger: Trigger) -> String {
    let level = trigger.isForEachRow ? "row" : "statement"
    return "\(trigger.timing.rawValue) \(eventList(of: trigger)) for each \(level)"
  }

  private static func eventList(of trigger: Trigger) -> String {
    Trigger.Event.allCases.filter(trigger.events.contains).map { event in
      guard event == .update, !trigger.updateColumns.isEmpty else { return event.rawValue }
      let columns = trigger.updateColumns.map(quotedIdentifier).joined(separator: ", ")
      return "UPDATE OF \(columns)"
    }.joined(separator: " OR ")
  }

  /// Returns the statement that makes a trigger.
  ///
  /// - Parameter table: another table to make it on; nil for its own.
  static func creation(
    of trigger: Trigger, on table: QualifiedName? = nil, replacing: Bool = false
  ) -> SQLFragment {
    let verb =
      trigger.isConstraint
      ? "CREATE CONSTRAINT TRIGGER" : replacing ? "CREATE OR REPLACE TRIGGER" : "CREATE TRIGGER"
    var sql = "\(verb) \(quotedIdentifier(trigger.name)) \(trigger.timing.rawValue) "
    sql += "\(eventList(of: trigger)) ON \((table ?? trigger.relation.qualifiedName).sql)"
    if let other = trigger.otherTable { sql += " FROM \(other.sql)" }
    if trigger.isConstraint { sql += trigger.deferral.sql }
    if !trigger.oldTable.isEmpty || !trigger.newTable.isEmpty {
      sql += " REFERENCING"
      if !trigger.oldTable.isEmpty {
        sql += " OLD TABLE AS \(quotedIdentifier(trigger.oldTable))"
      }
      if !trigger.newTable.isEmpty {
        sql += " NEW TABLE AS \(quotedIdentifier(trigger.newTable))"
      }
    }
    sql += trigger.isForEachRow ? " FOR EACH ROW" : " FOR EACH STATEMENT"
    if !trigger.condition.isEmpty { sql += " WHEN (\(trigger.condition))" }
    let arguments = trigger.arguments.map(quotedLiteral).joined(separator: ", ")
    return SQLFragment(sql + " EXECUTE FUNCTION \(trigger.function.sql)(\(arguments))")
  }
}
