import SQLText
public import SchemaCore
public import SourceText

/// Event triggers: documents with the key `event_trigger`.
public enum EventTriggerKind: ObjectKind {
  public typealias Object = EventTrigger
  public static var id: KindID { .eventTrigger }
  public static var access: Access? { Access("EVENT TRIGGER") }
  public static var places: [YAMLPlace] { [.document(keys: ["event_trigger"])] }
  public static var dependence: Dependence { .recreated }

  public static func decode(
    _ node: DocumentNode, in scope: DecodingScope, into declarations: inout Declarations
  ) {
    guard var reader = MappingReader(node, noun: "event trigger", report: &declarations.report)
    else { return }
    let name = reader.requiredString("event_trigger", &declarations.report)
    let event = reader.requiredString("event", &declarations.report)
    let function = readFunction(from: &reader, into: &declarations.report)
    let tags = reader.strings("tags", &declarations.report) ?? []
    let state = readFiringState(from: &reader, into: &declarations.report)
    let comment = reader.comment(&declarations.report)
    if let name {
      decodeMembers(
        of: .eventTrigger, owner: EventTrigger.id(name), reader: &reader, in: scope,
        into: &declarations)
    }
    reader.finish(&declarations.report)
    guard let name, let event, let function,
      checkLength(name, at: reader.range(of: "event_trigger"), into: &declarations.report)
    else { return }
    var trigger = EventTrigger(name: name, event: event.lowercased(), function: function)
    trigger.tags = tags.map { $0.text.uppercased() }.sorted()
    trigger.state = state
    declarations.declare(trigger, at: node.range)
    declarations.use(
      .routine(function), as: "trigger function", by: trigger.id, at: reader.range(of: "function"))
    declarations.declareComment(comment, on: trigger.id, at: reader.range(of: "comment"))
  }

  private static func readFunction(
    from reader: inout MappingReader, into report: inout DiagnosticReport
  ) -> QualifiedName? {
    guard let text = reader.requiredString("function", &report) else { return nil }
    guard let function = TriggerFunction(text), function.arguments.isEmpty else {
      report.error(
        "invalid-name", "'\(text)' is not the name of a function without arguments",
        at: reader.range(of: "function"))
      return nil
    }
    return function.name
  }

  public static func encode(
    _ object: EventTrigger, in context: PlanContext, into draft: inout ProjectDraft
  ) {
    var entries: [YAMLValue.Entry] = [.init("event_trigger", .text(object.name))]
    entries.add("event", object.event)
    entries.add("tags", object.tags)
    entries.add("function", draft.routine(object.function, from: draft.defaultSchema))
    entries.add("enabled", object.state.rawValue, unless: FiringState.origin.rawValue)
    let file = draft.fileName(of: QualifiedName(schema: draft.defaultSchema, name: object.name))
    draft.addDocument(
      object.id, path: "event_triggers/\(file)",
      keyOrder: ["event_trigger", "comment", "owner", "event", "tags", "function", "enabled"],
      entries)
  }
}
