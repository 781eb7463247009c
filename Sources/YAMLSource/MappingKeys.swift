internal import SourceText

/// The entries of a mapping while it is read: finds duplicates and applies merge keys.
struct MappingKeys {
  private(set) var entries: [DocumentNode.Entry] = []
  private var indexes: [String: Int] = [:]
  private var mergeIndex: Int?

  /// Below this size a search through the entries is faster than a dictionary.
  private static let searchLimit = 12

  mutating func add(
    _ key: consuming DocumentNode, _ value: consuming DocumentNode,
    _ report: inout DiagnosticReport
  ) {
    guard case .scalar(let name, let style) = key.content else {
      // '{{name}}' without quotes is a map in a map, which only a param can have meant.
      let isParameter = key.items == nil && key.range.start.line == key.range.end.line
      report.error(
        "wrong-key", "a key must be a single value, not \(key.formDescription)", at: key.range,
        notes: isParameter
          ? [.init("a text that starts with '{' must be quoted", at: key.range)] : [])
      return
    }
    if let first = index(of: name) {
      report.error(
        "duplicate-key", "key '\(name)' is written twice", at: key.range,
        notes: [.init("key '\(name)' is first written here", at: entries[first].key.range)])
      return
    }
    if name == "<<", style == .plain { mergeIndex = entries.count }
    entries.append(.init(key: key, value: value))
    guard entries.count > Self.searchLimit else { return }
    if indexes.isEmpty {
      for (index, entry) in entries.enumerated() { indexes[entry.key.scalar ?? ""] = index }
    } else {
      indexes[name] = entries.count - 1
    }
  }

  private func index(of name: String) -> Int? {
    indexes.isEmpty
      ? entries.firstIndex { $0.key.scalar == name }
      : indexes[name]
  }

  /// Returns the entries with those of a merge key `<<` in its place; written keys win.
  func mergedEntries(_ report: inout DiagnosticReport) -> [DocumentNode.Entry] {
    guard let mergeIndex else { return entries }
    let value = entries[mergeIndex].value
    var merged: [DocumentNode.Entry] = []
    var names = Set(entries.lazy.compactMap(\.key.scalar))
    names.remove("<<")
    for source in value.items ?? [value] {
      guard let sourceEntries = source.entries else {
        report.error(
          "wrong-type",
          "a merge key '<<' takes a map or a list of maps, not "
            + source.formDescription, at: source.range)
        continue
      }
      for entry in sourceEntries where names.insert(entry.key.scalar ?? "").inserted {
        merged.append(entry)
      }
    }
    var all = entries
    all.replaceSubrange(mergeIndex...mergeIndex, with: merged)
    return all
  }
}
