internal import SourceText

/// A table while mixins and extensions are merged into it.
struct TableDraft {
  private struct Column {
    var node: DocumentNode
    var isMixedIn: Bool
    var name: String? { node.partName?.scalar }
  }

  let table: TableName
  let package: Int
  let mixins: [DocumentNode]
  private let node: DocumentNode
  private var columns: [Column] = []
  private var lists: [String: TableParts.List] = [:]
  private var flags: [String: DocumentNode.Entry] = [:]
  private var isChanged = false

  /// Starts with a table as it was written.
  init(
    _ node: DocumentNode, table: TableName, package: Int, _ report: inout DiagnosticReport
  ) {
    self.node = node
    self.table = table
    self.package = package
    mixins = node["mixins"]?.names("mixins", of: "a table", &report) ?? []
    // A wrong form of the table's own keys is reported where tables are decoded.
    var unused = DiagnosticReport()
    let parts = TableParts(node, lists: TableParts.extensionLists, noun: "a table", &unused)
    lists = parts.lists
    flags = parts.flags
    columns = (lists["columns"]?.items ?? []).map { Column(node: $0, isMixedIn: false) }
  }

  /// The name's place, for notes.
  var range: SourceRange { node["table"]?.range ?? node.range }

  /// Puts the mixins of the table before its own parts.
  mutating func prepend(_ mixins: [Mixin]) {
    guard !mixins.isEmpty else { return }
    isChanged = true
    var mixed: [Column] = []
    var merged: [String: TableParts.List] = [:]
    var mixedFlags: [String: DocumentNode.Entry] = [:]
    for mixin in mixins {
      let parts = mixin.parts.resolved(for: table.name)
      for (key, list) in parts.lists {
        merged[key, default: .init(key: list.key, items: [], range: list.range)].items += list.items
      }
      for item in parts.lists["columns"]?.items ?? [] {
        let name = item.partName?.scalar
        if let name, let index = mixed.firstIndex(where: { $0.name == name }) {
          mixed[index].node = item
        } else {
          mixed.append(Column(node: item, isMixedIn: true))
        }
      }
      mixedFlags.merge(parts.flags) { _, later in later }
    }
    let own = Set(columns.compactMap(\.name))
    columns = mixed.filter { $0.name.map { !own.contains($0) } ?? true } + columns
    for (key, list) in merged {
      var result = lists[key] ?? .init(key: list.key, items: [], range: list.range)
      result.items = list.items + result.items
      lists[key] = result
    }
    flags.merge(mixedFlags) { own, _ in own }
  }

  /// Appends the mixins of an extension, which give way to what the table has itself.
  mutating func append(mixins: [Mixin], besides parts: TableParts) {
    let own = Set((parts.lists["columns"]?.items ?? []).compactMap { $0.partName?.scalar })
    for mixin in mixins {
      let mixed = mixin.parts.resolved(for: table.name)
      appendLists(mixed)
      for item in mixed.lists["columns"]?.items ?? [] {
        let name = item.partName?.scalar
        if let name, own.contains(name) { continue }
        if let name, let index = columns.firstIndex(where: { $0.name == name }) {
          if columns[index].isMixedIn { columns[index].node = item }
        } else {
          columns.append(Column(node: item, isMixedIn: true))
        }
      }
    }
  }

  /// Appends what an extension adds itself, and reports columns that the table has.
  mutating func append(_ parts: TableParts, _ report: inout DiagnosticReport) {
    appendLists(parts)
    for item in parts.lists["columns"]?.items ?? [] {
      guard let name = item.partName, let text = name.scalar,
        let other = columns.first(where: { $0.name == text })
      else {
        columns.append(Column(node: item, isMixedIn: false))
        continue
      }
      report.error(
        "duplicate-column", "column '\(text)' of table '\(table.name)' is declared twice",
        at: name.range,
        notes: [
          .init(
            "column '\(text)' is first declared here", at: other.node.partName?.range)
        ])
    }
  }

  private mutating func appendLists(_ parts: TableParts) {
    isChanged = true
    for (key, list) in parts.lists {
      lists[key, default: .init(key: list.key, items: [], range: list.range)].items += list.items
    }
    flags.merge(parts.flags) { _, later in later }
  }

  /// The table with everything merged; keys it did not have come last.
  var merged: DocumentNode {
    guard isChanged || node["mixins"] != nil else { return node }
    var values: [String: DocumentNode.Entry] = flags
    for (key, list) in lists {
      let items = key == "columns" ? columns.map(\.node) : list.items
      values[key] = .init(
        key: list.key, value: DocumentNode(.sequence(items), range: list.range))
    }
    var entries: [DocumentNode.Entry] = []
    for entry in node.entries ?? [] {
      guard let key = entry.key.scalar, key != "mixins" else { continue }
      let new = values.removeValue(forKey: key)
      let isMergeable = entry.value.isNull || entry.value.items != nil || flags[key] != nil
      // What has a wrong form stays as it was written, for the table's decoder to report.
      entries.append(isMergeable ? .init(key: entry.key, value: new?.value ?? entry.value) : entry)
    }
    for key in TableParts.extensionLists + TableParts.flags {
      if let entry = values[key] { entries.append(entry) }
    }
    var copy = node
    copy.content = .mapping(entries)
    return copy
  }
}
