import SQLText
public import SchemaCore
public import SourceText

/// Triggers: `triggers` of a table or view.
public enum TriggerKind: ObjectKind {
  public typealias Object = Trigger
  public static var id: KindID { .trigger }
  public static var places: [YAMLPlace] {
    [.member(of: .table, key: "triggers"), .member(of: .view, key: "triggers")]
  }

  public static func decode(
    _ node: DocumentNode, in scope: DecodingScope, into declarations: inout Declarations
  ) {
    guard let relation = scope.owner else { return }
    for item in listItems(node, noun: "triggers", into: &declarations.report) {
      decodeTrigger(item, of: relation, in: scope, into: &declarations)
    }
  }

  private static func decodeTrigger(
    _ node: DocumentNode, of relation: ObjectID, in scope: DecodingScope,
    into declarations: inout Declarations
  ) {
    guard var reader = MappingReader(node, noun: "trigger", report: &declarations.report)
    else { return }
    let name = reader.requiredString("name", &declarations.report)
    let timing = readTiming(from: &reader, into: &declarations.report)
    let events = readEvents(from: &reader, into: &declarations.report)
    let function = readFunction(from: &reader, into: &declarations.report)
    let level = reader.word("for_each", of: ["ROW", "STATEMENT"], &declarations.report)
    let condition = reader.string("when", &declarations.report)
    let more = readFurther(from: &reader, in: scope, into: &declarations.report)
    let comment = reader.comment(&declarations.report)
    reader.finish(&declarations.report)
    declarations.useColumns(in: reader.node["when"], of: relation)
    guard let name, let timing, let events, let function,
      checkLength(name, at: reader.range(of: "name"), into: &declarations.report)
    else { return }
    var trigger = Trigger(
      relation: relation, name: name, timing: timing, events: events.events,
      function: function.name)
    var columns: Set<String> = []
    trigger.updateColumns = (events.columns + more.updateColumns).filter {
      columns.insert($0).inserted
    }
    trigger.arguments = function.arguments + more.arguments
    trigger.isForEachRow = level.map { $0 == "ROW" } ?? !events.events.contains(.truncate)
    more.apply(to: &trigger)
    trigger.condition = condition.map { trimmed($0) } ?? ""
    check(trigger, reader, into: &declarations.report)
    declarations.declare(trigger, at: node.range)
    declarations.use(
      .routine(function.name), as: "trigger function", by: trigger.id,
      at: reader.range(of: "function"))
    if relation.kind == .table {
      for column in trigger.updateColumns {
        declarations.useColumn(
          column, of: relation, as: "trigger column",
          at: reader.range(of: reader.has("update_of") ? "update_of" : "events"))
      }
    }
    declarations.declareComment(comment, on: trigger.id, at: reader.range(of: "comment"))
  }

  private static func readTiming(
    from reader: inout MappingReader, into report: inout DiagnosticReport
  ) -> Trigger.Timing? {
    guard reader.requiredString("timing", &report) != nil else { return nil }
    let words = Trigger.Timing.allCases.map(\.rawValue)
    return reader.word("timing", of: words, &report).flatMap(Trigger.Timing.init)
  }

  private static func readEvents(
    from reader: inout MappingReader, into report: inout DiagnosticReport
  ) -> (events: Set<Trigger.Event>, columns: [String])? {
    guard reader.value("events") != nil else {
      report.error("missing-key", "a trigger needs the key 'events'", at: reader.node.range)
      return nil
    }
    var events: Set<Trigger.Event> = []
    var columns: [String] = []
    for (text, range) in reader.strings("events", &report) ?? [] {
      guard let read = TriggerEvents(text) else {
        report.error(
          "wrong-value",
          "'events' of a trigger must be INSERT, UPDATE, UPDATE OF columns, DELETE or TRUNCATE, "
            + "not '\(text)'", at: range)
        continue
      }
      events.formUnion(read.events)
      columns += read.columns
    }
    return events.isEmpty ? nil : (events, columns)
  }

  private static func readFunction(
    from reader: inout MappingReader, into report: inout DiagnosticReport
  ) -> TriggerFunction? {
    guard let text = reader.requiredString("function", &report) else { return nil }
    guard let function = TriggerFunction(text) else {
      report.error(
        "invalid-name", "'\(text)' is not a function's name", at: reader.range(of: "function"))
      return nil
    }
    return function
  }

  /// What PostgreSQL refuses whatever the table looks like (manual, CREATE TRIGGER).
  private static func check(
    _ trigger: Trigger, _ reader: MappingReader, into report: inout DiagnosticReport
  ) {
    let isOnView = trigger.relation.kind == .view
    if trigger.timing == .insteadOf, !isOnView {
      report.error(
        "wrong-value", "INSTEAD OF triggers are for views", at: reader.range(of: "timing"))
    } else if trigger.timing == .insteadOf, !trigger.isForEachRow {
      report.error(
        "wrong-value", "INSTEAD OF triggers run for each row", at: reader.range(of: "for_each"))
    } else if trigger.timing == .insteadOf, !trigger.condition.isEmpty {
      report.error(
        "wrong-value", "INSTEAD OF triggers have no condition", at: reader.range(of: "when"))
    } else if isOnView, trigger.timing != .insteadOf, trigger.isForEachRow {
      report.error(
        "wrong-value", "BEFORE and AFTER triggers of a view run for each statement",
        at: reader.range(of: "for_each"))
    }
    if trigger.events.contains(.truncate), trigger.isForEachRow || isOnView {
      report.error(
        "wrong-value", "TRUNCATE triggers are for tables and run for each statement",
        at: reader.range(of: "events"))
    }
    checkFurther(trigger, reader, into: &report)
  }
}
