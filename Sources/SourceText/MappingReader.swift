/// Reads the keys of a mapping, remembers which were asked for, and reports the rest.
///
/// Each getter reports a wrong form and then answers as if the key were absent, so that one
/// run finds everything.
public struct MappingReader {
  /// The mapping that is read.
  public let node: DocumentNode
  /// What the mapping describes, for messages: 'table', 'column'.
  public let noun: String
  /// The noun with its article: 'a table', 'an index'.
  private var phrase: String { "\(indefiniteArticle(for: noun)) \(noun)" }
  // Mappings have few keys: going through them beats hashing them.
  private let entries: [DocumentNode.Entry]
  private var asked: [String] = []

  /// Creates a reader, or reports that the node is no mapping and returns nil.
  public init?(_ node: DocumentNode, noun: String, report: inout DiagnosticReport) {
    guard let entries = node.entries else {
      report.error(
        "wrong-type",
        "\(indefiniteArticle(for: noun)) \(noun) must be a map of keys, not "
          + node.formDescription, at: node.range)
      return nil
    }
    self.node = node
    self.noun = noun
    self.entries = entries
    asked.reserveCapacity(16)
  }

  private func entry(_ key: String) -> DocumentNode.Entry? {
    entries.first { $0.key.scalar == key }
  }

  /// Returns whether the mapping has a key, without marking it as known.
  public func has(_ key: String) -> Bool { entry(key) != nil }

  /// Returns the value's node, nil where the key is absent or null; marks the key as known.
  public mutating func value(_ key: String) -> DocumentNode? {
    asked.append(key)
    guard let value = entry(key)?.value, !value.isNull else { return nil }
    return value
  }

  /// Marks keys as known without reading them.
  public mutating func accept(_ keys: some Sequence<String>) {
    asked.append(contentsOf: keys)
  }

  /// Returns a text, nil where the key is absent.
  public mutating func string(_ key: String, _ report: inout DiagnosticReport) -> String? {
    guard let value = value(key) else { return nil }
    guard let text = value.scalar else {
      report.error(
        "wrong-type", "'\(key)' of \(phrase) must be a text, not \(value.formDescription)",
        at: value.range)
      return nil
    }
    return text
  }

  /// Returns a text, and reports its absence.
  public mutating func requiredString(
    _ key: String, _ report: inout DiagnosticReport
  ) -> String? {
    if value(key) == nil {
      report.error("missing-key", "\(phrase) needs the key '\(key)'", at: node.range)
      return nil
    }
    return string(key, &report)
  }

  /// Returns a truth value (`true` or `false`), nil where the key is absent.
  public mutating func bool(_ key: String, _ report: inout DiagnosticReport) -> Bool? {
    guard let value = value(key) else { return nil }
    switch value.scalar {
    case "true", "True", "TRUE": return true
    case "false", "False", "FALSE": return false
    default:
      report.error(
        "wrong-type", "'\(key)' of \(phrase) must be true or false", at: value.range)
      return nil
    }
  }

  /// Returns a whole number, nil where the key is absent.
  public mutating func int(_ key: String, _ report: inout DiagnosticReport) -> Int? {
    guard let value = value(key) else { return nil }
    guard let number = value.scalar.flatMap({ Int($0) }) else {
      report.error(
        "wrong-type", "'\(key)' of \(phrase) must be a whole number", at: value.range)
      return nil
    }
    return number
  }

  /// Returns one of the named words, compared without case, and reports any other.
  public mutating func word(
    _ key: String, of words: [String], _ report: inout DiagnosticReport
  ) -> String? {
    guard let text = string(key, &report), let value = value(key) else { return nil }
    if let match = words.first(where: { $0.lowercased() == text.lowercased() }) { return match }
    let near = nearestSpelling(of: text, among: words)
    report.error(
      "wrong-value",
      "'\(key)' of \(phrase) must be one of \(words.joined(separator: ", ")), not '\(text)'",
      at: value.range, notes: near.map { [.init("did you mean '\($0)'?", at: value.range)] } ?? [])
    return nil
  }

  /// Returns the items of a list; empty where the key is absent.
  public mutating func list(_ key: String, _ report: inout DiagnosticReport) -> [DocumentNode] {
    guard let value = value(key) else { return [] }
    guard let items = value.items else {
      report.error(
        "wrong-type", "'\(key)' of \(phrase) must be a list, not \(value.formDescription)",
        at: value.range)
      return []
    }
    return items
  }

  /// Returns a list of texts, or one text as a list of one; nil where the key is absent.
  public mutating func strings(
    _ key: String, _ report: inout DiagnosticReport
  ) -> [(text: String, range: SourceRange)]? {
    guard let value = value(key) else { return nil }
    let items = value.items ?? [value]
    return items.compactMap { item in
      guard let text = item.scalar, !item.isNull else {
        report.error(
          "wrong-type", "'\(key)' of \(phrase) must be a list of texts", at: item.range)
        return nil
      }
      return (text, item.range)
    }
  }

  /// Returns the object's comment: `comment`, or its alias `description`.
  public mutating func comment(_ report: inout DiagnosticReport) -> String? {
    let alias = string("description", &report)
    return string("comment", &report) ?? alias
  }

  /// The place of a key's value, or of the whole mapping where the key is absent.
  public func range(of key: String) -> SourceRange {
    entry(key)?.value.range ?? node.range
  }

  /// Reports every key that nobody asked for, with the nearest right spelling.
  public func finish(_ report: inout DiagnosticReport) {
    for entry in node.entries ?? [] {
      let key = entry.key.scalar ?? ""
      // What objects were called before is read for all kinds at one place.
      guard !asked.contains(key), key != "renamed_from" else { continue }
      let near = nearestSpelling(of: key, among: asked)
      report.error(
        "unknown-key", "\(phrase) has no key '\(key)'", at: entry.key.range,
        notes: near.map { [.init("did you mean '\($0)'?", at: entry.key.range)] } ?? [])
    }
  }
}

/// Returns 'a' or 'an', as a noun of the format needs it.
private func indefiniteArticle(for noun: String) -> String {
  noun.utf8.first.map { "aeiou".utf8.contains($0) } == true ? "an" : "a"
}
