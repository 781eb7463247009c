import SQLText
public import SchemaCore

extension TriggerKind {
  public static func encode(
    _ object: Trigger, in context: PlanContext, into draft: inout ProjectDraft
  ) {
    var entries: [YAMLValue.Entry] = [.init("name", .text(object.name))]
    entries.add("timing", object.timing.rawValue)
    entries.add("events", .texts(events(of: object)))
    let impliesRow = !object.events.contains(.truncate)
    if object.isForEachRow != impliesRow {
      entries.add("for_each", object.isForEachRow ? "ROW" : "STATEMENT")
    }
    entries.add("when", object.condition)
    entries.add("function", function(of: object, draft))
    entries.add("constraint", object.isConstraint)
    switch object.deferral {
    case .notDeferrable: break
    case .initiallyImmediate: entries.add("deferrable", true)
    case .initiallyDeferred: entries.add("initially_deferred", true)
    }
    if let other = object.otherTable {
      entries.add("from", draft.reference(other, from: object.relation.schema))
    }
    var tables: [YAMLValue.Entry] = []
    tables.add("old_table", object.oldTable)
    tables.add("new_table", object.newTable)
    if !tables.isEmpty { entries.add("referencing", .mapping(tables)) }
    entries.add("enabled", object.state.rawValue, unless: FiringState.origin.rawValue)
    draft.addItem(
      object.id, to: "triggers", of: object.relation,
      keyOrder: [
        "name", "timing", "events", "for_each", "constraint", "deferrable", "initially_deferred",
        "from", "referencing", "when", "function", "enabled", "comment",
      ], entries)
  }

  private static func events(of trigger: Trigger) -> [String] {
    Trigger.Event.allCases.filter(trigger.events.contains).map { event in
      guard event == .update, !trigger.updateColumns.isEmpty else { return event.rawValue }
      let columns = trigger.updateColumns.map(quotedIdentifier)
      return "UPDATE OF \(columns.joined(separator: ", "))"
    }
  }

  private static func function(of trigger: Trigger, _ draft: ProjectDraft) -> String {
    let name = draft.routine(trigger.function, from: trigger.relation.schema)
    guard !trigger.arguments.isEmpty else { return name }
    return "\(name)(\(trigger.arguments.map(quotedLiteral).joined(separator: ", ")))"
  }
}
