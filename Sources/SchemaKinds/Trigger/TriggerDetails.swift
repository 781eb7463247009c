import SQLText
import SchemaCore
import SourceText

/// The keys of a trigger that most triggers have no use for, as they are read.
struct TriggerDetails {
  var updateColumns: [String] = []
  var arguments: [String] = []
  var isConstraint = false
  var deferral = Deferral.notDeferrable
  var otherTable: QualifiedName?
  var oldTable = ""
  var newTable = ""
  var state = FiringState.origin

  func apply(to trigger: inout Trigger) {
    trigger.isConstraint = isConstraint
    trigger.deferral = deferral
    trigger.otherTable = otherTable
    trigger.oldTable = oldTable
    trigger.newTable = newTable
    trigger.state = state
  }
}

extension TriggerKind {
  /// Reads the keys beside name, timing, events, function, level and condition.
  static func readFurther(
    from reader: inout MappingReader, in scope: DecodingScope, into report: inout DiagnosticReport
  ) -> TriggerDetails {
    var details = TriggerDetails()
    details.updateColumns = (reader.strings("update_of", &report) ?? []).map(\.text)
    details.arguments = (reader.strings("arguments", &report) ?? []).map(\.text)
    details.isConstraint = reader.bool("constraint", &report) ?? false
    details.deferral = Deferral.read(from: &reader, into: &report)
    if let text = reader.string("from", &report) {
      details.otherTable = scope.qualifiedName(text, at: reader.range(of: "from"), into: &report)
    }
    details.state = readFiringState(from: &reader, into: &report)
    if let node = reader.value("referencing"),
      var inner = MappingReader(node, noun: "trigger's referencing", report: &report)
    {
      details.oldTable = inner.string("old_table", &report) ?? ""
      details.newTable = inner.string("new_table", &report) ?? ""
      inner.finish(&report)
    }
    return details
  }

  /// What PostgreSQL refuses of the keys that few triggers have (manual, CREATE TRIGGER).
  static func checkFurther(
    _ trigger: Trigger, _ reader: MappingReader, into report: inout DiagnosticReport
  ) {
    if reader.has("update_of"), !trigger.events.contains(.update) {
      report.error(
        "wrong-value", "'update_of' needs the event UPDATE", at: reader.range(of: "update_of"))
    }
    if trigger.isConstraint {
      if trigger.timing != .after || !trigger.isForEachRow {
        report.error(
          "wrong-value", "a constraint trigger runs AFTER its events, for each row",
          at: reader.range(of: "constraint"))
      }
    } else {
      for key in ["deferrable", "initially_deferred", "from"] where reader.has(key) {
        report.error(
          "wrong-value", "'\(key)' is for constraint triggers", at: reader.range(of: key))
      }
    }
    if trigger.relation.kind == .view, trigger.state != .origin {
      report.error(
        "wrong-value", "PostgreSQL keeps triggers of views enabled",
        at: reader.range(of: "enabled"))
    }
  }
}
