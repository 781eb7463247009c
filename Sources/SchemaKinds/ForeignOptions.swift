import SQLText
import SchemaCore
import SourceText

/// The options of a wrapper, server, foreign table or column, by name.
typealias ForeignOptions = [String: String]

extension ForeignOptions {
  /// Reads `name=value` as the catalogs keep it.
  init(catalog elements: [String]) {
    self.init()
    for element in elements {
      let parts = element.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      self[String(parts[0])] = parts.count == 2 ? String(parts[1]) : ""
    }
  }

  private func clause(_ body: String) -> String { body.isEmpty ? "" : " OPTIONS (\(body))" }

  /// The clause that makes the options with a leading space, empty without any.
  var creation: String {
    clause(
      sorted { $0.key < $1.key }.map { "\(quotedIdentifier($0.key)) \(quotedLiteral($0.value))" }
        .joined(separator: ", "))
  }

  /// Returns the clause that leads from other options to these, empty where they are equal.
  func change(from old: ForeignOptions) -> String {
    let names = Set(keys).union(old.keys).sorted()
    let parts = names.compactMap { name -> String? in
      let option = quotedIdentifier(name)
      guard let value = self[name] else { return "DROP \(option)" }
      if old[name] == value { return nil }
      return "\(old[name] == nil ? "ADD" : "SET") \(option) \(quotedLiteral(value))"
    }
    return clause(parts.joined(separator: ", "))
  }

  /// The options as YAML has them.
  var encoded: YAMLValue {
    .mapping(sorted { $0.key < $1.key }.map { YAMLValue.Entry($0.key, .text($0.value)) })
  }
}

extension MappingReader {
  /// Reads a mapping of names to texts; empty where the key is absent.
  mutating func options(_ key: String, _ report: inout DiagnosticReport) -> ForeignOptions {
    guard let node = value(key) else { return [:] }
    return foreignOptions(in: node, noun: key, into: &report)
  }
}

/// Returns the options that a mapping of names to texts gives.
func foreignOptions(
  in node: DocumentNode, noun: String, into report: inout DiagnosticReport
) -> ForeignOptions {
  guard let inner = MappingReader(node, noun: noun, report: &report) else { return [:] }
  var options: ForeignOptions = [:]
  for entry in inner.node.entries ?? [] {
    guard let name = entry.key.scalar else { continue }
    guard let text = entry.value.scalar else {
      report.error(
        "wrong-type", "option '\(name)' must be a text, not \(entry.value.formDescription)",
        at: entry.value.range)
      continue
    }
    options[name] = text
  }
  return options
}
