internal import SourceText

/// A table while mixins and extensions are merged into it.
struct TableDraft {
  let table: TableName
  let package: Int
  let mixins: [DocumentNode]
  private let node: DocumentNode
  private var lists: [String: TableParts.List] = [:]
  private var flags: [String: DocumentNode.Entry] = [:]
  /// The names of the columns that came with a mixin.
  private var mixedIn: Set<String> = []
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
  }

  /// The name's place, for notes.
  var range: SourceRange { node["table"]?.range ?? node.range }

  private var columns: [DocumentNode] { lists["columns"]?.items ?? [] }

  private func columnIndex(_ name: String) -> Int? {
    columns.firstIndex { $0.partName?.scalar == name }
  }

  /// Puts the mixins of the table before its own parts.
  mutating func prepend(_ mixins: [Mixin]) {
    guard !mixins.isEmpty else { return }
    isChanged = true
    let own = Set(columns.compactMap { $0.partName?.scalar })
    var merged: [String: TableParts.List] = [:]
    var mixedFlags: [String: DocumentNode.Entry] = [:]
    for mixin in mixins {
      let parts = mixin.parts.resolved(for: table.name)
      for (key, list) in parts.lists where key != "columns" {
        merged[key, default: list.empty].items += list.items
      }
      if let list = parts.lists["columns"] {
        addMixed(list, except: own, to: &merged["columns", default: list.empty].items)
      }
      mixedFlags.merge(parts.flags) { _, later in later }
    }
    for (key, list) in merged {
      lists[key, default: list.empty].items.insert(contentsOf: list.items, at: 0)
    }
    flags.merge(mixedFlags) { own, _ in own }
  }

  /// Adds the columns of a mixin; the later of two mixins wins, in the place of the earlier.
  private mutating func addMixed(
    _ list: TableParts.List, except own: Set<String>, to columns: inout [DocumentNode]
  ) {
    for item in list.items {
      guard let name = item.partName?.scalar else {
        columns.append(item)
        continue
      }
      guard !own.contains(name) else { continue }
      guard let index = columns.firstIndex(where: { $0.partName?.scalar == name }) else {
        columns.append(item)
        mixedIn.insert(name)
        continue
      }
      if mixedIn.contains(name) { columns[index] = item }
    }
  }

  /// Appends the mixins of an extension, which give way to what the table has itself.
  mutating func append(mixins: [Mixin], besides parts: TableParts) {
    let own = Set((parts.lists["columns"]?.items ?? []).compactMap { $0.partName?.scalar })
    for mixin in mixins {
      let mixed = mixin.parts.resolved(for: table.name)
      appendLists(mixed)
      guard let list = mixed.lists["columns"] else { continue }
      var columns = lists["columns"] ?? list.empty
      addMixed(list, except: own, to: &columns.items)
      lists["columns"] = columns
    }
  }

  /// Appends what an extension adds itself, and reports columns that the table has.
  mutating func append(_ parts: TableParts, _ report: inout DiagnosticReport) {
    appendLists(parts)
    guard let list = parts.lists["columns"] else { return }
    for item in list.items {
      guard let name = item.partName, let text = name.scalar, let index = columnIndex(text)
      else {
        lists["columns", default: list.empty].items.append(item)
        continue
      }
      report.error(
        "duplicate-column", "column '\(text)' of table '\(table.name)' is declared twice",
        at: name.range,
        notes: [
          .init("column '\(text)' is first declared here", at: columns[index].partName?.range)
        ])
    }
  }

  private mutating func appendLists(_ parts: TableParts) {
    isChanged = true
    for (key, list) in parts.lists where key != "columns" {
      lists[key, default: list.empty].items += list.items
    }
    flags.merge(parts.flags) { _, later in later }
  }

  /// The table with everything merged; keys it did not have come last.
  var merged: DocumentNode {
    guard isChanged || node["mixins"] != nil else { return node }
    var values: [String: DocumentNode.Entry] = flags
    for (key, list) in lists {
      values[key] = .init(
        key: list.key, value: DocumentNode(.sequence(list.items), range: list.range))
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
