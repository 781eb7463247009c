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
    if object.isConstraint { draft.omit(object.id, "it is a constraint trigger") }
    if !object.oldTable.isEmpty || !object.newTable.isEmpty {
      draft.omit(object.id, "it has transition tables")
    }
    draft.addItem(
      object.id, to: "triggers", of: object.relation,
      keyOrder: ["name", "timing", "events", "for_each", "when", "function", "comment"], entries)
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
