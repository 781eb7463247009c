internal import SourceText

/// The keys of a table that mixins and extensions add to.
struct TableParts: Sendable {
  /// The lists that a mixin can have, in the order in which new ones are written.
  static let mixinLists = ["columns", "indexes", "checks", "triggers", "policies", "grants"]
  /// The lists that an extension can have.
  static let extensionLists = mixinLists + ["seeds"]
  static let flags = ["rls", "force_rls"]

  /// A list with the key that it stood under.
  struct List: Sendable {
    var key: DocumentNode
    var items: [DocumentNode]
    var range: SourceRange

    /// The list without its items, to collect those of several.
    var empty: List { List(key: key, items: [], range: range) }
  }

  var lists: [String: List] = [:]
  var flags: [String: DocumentNode.Entry] = [:]

  /// Takes the named keys out of a mapping, and reports those that are no lists.
  init(
    _ node: DocumentNode, lists names: [String], noun: String,
    _ report: inout DiagnosticReport
  ) {
    for entry in node.entries ?? [] {
      guard let key = entry.key.scalar, !entry.value.isNull else { continue }
      if Self.flags.contains(key) {
        flags[key] = entry
      } else if names.contains(key) {
        guard let items = entry.value.items else {
          report.error(
            "wrong-type",
            "'\(key)' of \(noun) must be a list, not \(entry.value.formDescription)",
            at: entry.value.range)
          continue
        }
        lists[key] = List(key: entry.key, items: items, range: entry.value.range)
      }
    }
  }

  /// Returns the parts with every `{table}` replaced.
  func resolved(for table: String) -> TableParts {
    var copy = self
    func replace(_ node: DocumentNode) -> DocumentNode {
      node.replacingTexts { text, _ in text.replacingTableName(with: table) } ?? node
    }
    for (key, list) in lists { copy.lists[key]?.items = list.items.map(replace) }
    for (key, flag) in flags { copy.flags[key]?.value = replace(flag.value) }
    return copy
  }
}

extension DocumentNode {
  /// The name of a column, constraint or other part written as a map.
  var partName: DocumentNode? { self["name"].flatMap { $0.scalar == nil ? nil : $0 } }

  /// Returns the texts of a list of names or of a single name, and reports other forms.
  func names(_ key: String, of noun: String, _ report: inout DiagnosticReport) -> [DocumentNode] {
    guard !isNull else { return [] }
    return (items ?? [self]).filter { item in
      if item.scalar != nil, !item.isNull { return true }
      report.error("wrong-type", "'\(key)' of \(noun) must be a list of names", at: item.range)
      return false
    }
  }
}
