import SQLText
public import SchemaCore
public import SourceText

/// Rules: `rules` of a table or view.
public enum RuleKind: ObjectKind {
  public typealias Object = Rule
  public static var id: KindID { .rule }
  public static var places: [YAMLPlace] {
    [.member(of: .table, key: "rules"), .member(of: .view, key: "rules")]
  }
  public static var dependence: Dependence { .recreated }

  public static func decode(
    _ node: DocumentNode, in scope: DecodingScope, into declarations: inout Declarations
  ) {
    guard let relation = scope.owner else { return }
    for item in listItems(node, noun: "rules", into: &declarations.report) {
      decodeRule(item, of: relation, into: &declarations)
    }
  }

  private static func decodeRule(
    _ node: DocumentNode, of relation: ObjectID, into declarations: inout Declarations
  ) {
    guard var reader = MappingReader(node, noun: "rule", report: &declarations.report)
    else { return }
    let name = reader.requiredString("name", &declarations.report)
    let events = Rule.Event.allCases.map(\.rawValue)
    let event = reader.has("event") ? reader.word("event", of: events, &declarations.report) : nil
    if event == nil, !reader.has("event") {
      declarations.report.error(
        "missing-key", "a rule needs the key 'event'", at: reader.node.range)
    }
    let condition = reader.string("where", &declarations.report) ?? ""
    let isInstead = reader.bool("instead", &declarations.report) ?? false
    let commands = readCommands(from: &reader, into: &declarations.report)
    let state = readFiringState(from: &reader, into: &declarations.report)
    let comment = reader.comment(&declarations.report)
    reader.finish(&declarations.report)
    declarations.useColumns(in: reader.node["where"], of: relation)
    guard let name, let event = event.flatMap(Rule.Event.init), let commands,
      checkLength(name, at: reader.range(of: "name"), into: &declarations.report)
    else { return }
    let action = RuleAction(
      condition: trimmed(condition), isInstead: isInstead, commands: commands)
    var rule = Rule(relation: relation, name: name, event: event, action: action.sql)
    rule.state = state
    declarations.declare(rule, at: node.range)
    declarations.declareComment(comment, on: rule.id, at: reader.range(of: "comment"))
  }

  /// A list of commands, one command, or `nothing`.
  private static func readCommands(
    from reader: inout MappingReader, into report: inout DiagnosticReport
  ) -> [String]? {
    guard let found = reader.strings("commands", &report) else {
      report.error(
        "missing-key", "a rule needs the key 'commands', a list or 'nothing'",
        at: reader.node.range)
      return nil
    }
    let commands = found.map { statementText($0.text) }
    if commands.count == 1, lexicallyEqual(commands[0], "nothing") { return [] }
    if let empty = zip(commands, found).first(where: { $0.0.isEmpty }) {
      report.error("wrong-value", "a command of a rule can't be empty", at: empty.1.range)
      return nil
    }
    return commands
  }

  /// The keys of a rule in the order in which they are written.
  private static let keyOrder = [
    "name", "event", "where", "instead", "commands", "enabled", "comment",
  ]

  public static func encode(
    _ object: Rule, in context: PlanContext, into draft: inout ProjectDraft
  ) {
    let action = RuleAction(object.action)
    var entries: [YAMLValue.Entry] = [.init("name", .text(object.name))]
    entries.add("event", object.event.rawValue)
    entries.add("where", action.condition)
    entries.add("instead", action.isInstead)
    entries.add(
      "commands", action.commands.isEmpty ? .text("nothing") : .texts(action.commands))
    entries.add("enabled", object.state.rawValue, unless: FiringState.origin.rawValue)
    draft.addItem(
      object.id, to: "rules", of: object.relation, keyOrder: keyOrder, entries)
  }
}

/// Reads `enabled` of a trigger, rule or event trigger.
func readFiringState(
  from reader: inout MappingReader, into report: inout DiagnosticReport
) -> FiringState {
  let words = FiringState.allCases.map(\.rawValue)
  return reader.word("enabled", of: words, &report).flatMap(FiringState.init) ?? .origin
}
