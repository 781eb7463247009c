import SQLText
import SchemaCore
import SourceText

/// The storage parameters of a table, an index or a constraint's index (`reloptions`).
public struct StorageParameters: Hashable, Sendable {
  /// The values by names, as the server keeps them: texts.
  public var values: [String: String] = [:]

  /// Creates no parameters: the server's own values hold.
  public init() {}

  /// Creates parameters from `key=value` texts, as pg_class and pg_attribute have them.
  init(_ options: [String], prefix: String = "") {
    for option in options {
      let parts = option.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      values[prefix + parts[0]] = parts.count == 2 ? String(parts[1]) : "true"
    }
  }

  /// Returns the parameters of some names.
  func only(_ names: Set<String>) -> StorageParameters {
    var copy = self
    copy.values = values.filter { names.contains($0.key) }
    return copy
  }

  public var isEmpty: Bool { values.isEmpty }

  private static func sql(_ name: String) -> String {
    let parts = name.split(separator: ".").map { quotedIdentifier(String($0)) }
    return parts.joined(separator: ".")
  }

  private func pairs(_ names: some Sequence<String>) -> String {
    names.sorted().map { "\(Self.sql($0))=\(quotedLiteral(values[$0] ?? ""))" }
      .joined(separator: ", ")
  }

  /// The list in parentheses, empty without parameters.
  var list: String { isEmpty ? "" : "(\(pairs(values.keys)))" }

  /// The clause WITH and a space before it, empty without parameters.
  var clause: String { isEmpty ? "" : " WITH \(list)" }

  /// Returns the actions `SET (...)` and `RESET (...)` that lead here from others.
  func changes(from old: StorageParameters) -> [String] {
    let set = values.keys.filter { values[$0] != old.values[$0] }
    let gone = old.values.keys.filter { values[$0] == nil }.sorted()
    return (set.isEmpty ? [] : ["SET (\(pairs(set)))"])
      + (gone.isEmpty ? [] : ["RESET (\(gone.map(Self.sql).joined(separator: ", ")))"])
  }

  /// The parameters as a map of YAML, sorted by name.
  var value: YAMLValue {
    .mapping(values.sorted { $0.key < $1.key }.map { .init($0.key, .text($0.value)) })
  }

  /// The parameters as a reader of the plan wants them.
  var summary: String {
    values.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
  }
}

extension StorageParameters {
  /// Reads a map of parameters; empty where the key is absent.
  static func read(
    _ key: String, from reader: inout MappingReader, into report: inout DiagnosticReport
  ) -> StorageParameters {
    var parameters = StorageParameters()
    guard let node = reader.value(key) else { return parameters }
    guard let entries = node.entries else {
      report.error(
        "wrong-type", "'\(key)' must be a map of names to values, not \(node.formDescription)",
        at: node.range)
      return parameters
    }
    for entry in entries {
      guard let name = entry.key.scalar, let value = entry.value.scalar else {
        report.error(
          "wrong-type", "a parameter in '\(key)' must be a single value", at: entry.value.range)
        continue
      }
      parameters.values[name.lowercased()] = value
    }
    return parameters
  }
}

extension [YAMLValue.Entry] {
  /// Adds a map of parameters unless there are none.
  mutating func add(_ key: String, _ parameters: StorageParameters) {
    if !parameters.isEmpty { add(key, parameters.value) }
  }
}

extension OperationKind {
  static let alterIndex = OperationKind("alter_index", .tables)
}

/// Returns the operation that changes the parameters of an index, its own or a constraint's.
func alterIndexStorage(
  of object: ObjectID, named index: QualifiedName, on table: ObjectID,
  from old: StorageParameters, to new: StorageParameters, in context: PlanContext
) -> Operation? {
  func statements(_ old: StorageParameters, _ new: StorageParameters) -> [SQLFragment] {
    new.changes(from: old).map { SQLFragment("ALTER INDEX \(index.sql) \($0)") }
  }
  let changes = statements(old, new)
  guard !changes.isEmpty else { return nil }
  return Operation(
    .alterIndex, object, changes, locks: context.locks(.shareUpdateExclusive, on: table),
    provides: [object], reversal: .statements(statements(new, old)),
    summary: new.isEmpty ? "no storage parameters" : "with \(new.summary)")
}
