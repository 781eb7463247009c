import SQLText
public import SchemaCore

extension OperationKind {
  // It would fire for what the run itself does: so it comes after nearly everything, and goes
  // before.
  static let createEventTrigger = OperationKind("create_event_trigger", .seeds)
  static let alterEventTrigger = OperationKind("alter_event_trigger", .seeds)
  static let dropEventTrigger = OperationKind("drop_event_trigger", .extensions)
}

extension EventTriggerKind {
  /// An event trigger has no schema: it belongs to the project that declares objects where its
  /// function lives.
  public static func isDropCandidate(_ live: EventTrigger, in context: PlanContext) -> Bool {
    context.dropped.contains { $0.schema == live.function.schema }
      || context.declared.ids.contains { $0.schema == live.function.schema }
      || context.defaultSchema == live.function.schema
  }

  public static func needsReplacement(
    _ old: EventTrigger, by new: EventTrigger, in context: PlanContext
  ) -> Bool {
    var former = old
    former.state = new.state
    return former != new
  }

  public static func create(_ new: EventTrigger, in context: PlanContext) -> [Operation] {
    [
      Operation(
        .createEventTrigger, new.id, [creation(of: new)] + firing(of: new, from: .origin),
        provides: [new.id], reversal: .statements([removal(of: new)]),
        summary: "on \(new.event)")
    ]
  }

  public static func alter(
    _ old: EventTrigger, into new: EventTrigger, in context: PlanContext
  ) -> [Operation] {
    [
      Operation(
        .alterEventTrigger, new.id, firing(of: new, from: old.state), provides: [new.id],
        reversal: .statements(firing(of: old, from: new.state)),
        summary: "\(old.state) → \(new.state)")
    ]
  }

  public static func drop(_ old: EventTrigger, in context: PlanContext) -> [Operation] {
    [
      Operation(
        .dropEventTrigger, old.id, [removal(of: old)],
        isDestructive: !context.isCreated(old.id), releases: [old.id],
        reversal: .statements([creation(of: old)] + firing(of: old, from: .origin)))
    ]
  }

  // MARK: Statements

  private static func creation(of trigger: EventTrigger) -> SQLFragment {
    var sql = "CREATE EVENT TRIGGER \(quotedIdentifier(trigger.name)) "
    sql += "ON \(quotedIdentifier(trigger.event))"
    if !trigger.tags.isEmpty {
      sql += " WHEN TAG IN (\(trigger.tags.map(quotedLiteral).joined(separator: ", ")))"
    }
    return SQLFragment("\(sql) EXECUTE FUNCTION \(trigger.function.sql)()")
  }

  private static func removal(of trigger: EventTrigger) -> SQLFragment {
    SQLFragment("DROP EVENT TRIGGER \(quotedIdentifier(trigger.name))")
  }

  private static func firing(of trigger: EventTrigger, from state: FiringState) -> [SQLFragment] {
    guard trigger.state != state else { return [] }
    return [
      SQLFragment(
        "ALTER EVENT TRIGGER \(quotedIdentifier(trigger.name)) \(trigger.state.verb)")
    ]
  }
}
