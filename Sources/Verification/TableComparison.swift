import SQLText

/// A column that both sides have.
struct ComparedColumn: Sendable, Hashable {
  var name: String
  var source: RelationColumn
  var target: RelationColumn

  /// Whether the two have different types, so that only texts can be compared.
  var hasTwoTypes: Bool { source.type.name != target.type.name }

  subscript(side: SideName) -> RelationColumn { side == .source ? source : target }
}

/// A table that both sides have, and what of it is compared.
struct TableComparison: Sendable {
  var name: String
  var source: Relation
  var target: Relation
  /// By name, so that the order of columns in the table doesn't matter.
  var columns: [ComparedColumn]
  /// The columns by which rows are known; empty where there is no key.
  var key: [ComparedColumn]
  var columnsOnlyInSource: [String] = []
  var columnsOnlyInTarget: [String] = []
  var excludedColumns: [String] = []
  var remarks: [String] = []

  subscript(side: SideName) -> Relation { side == .source ? source : target }

  /// Matches the columns of a table's two sides.
  init(
    name: String, source: Relation, target: Relation, excluding excluded: Set<String> = []
  ) {
    self.name = name
    self.source = source
    self.target = target
    let names = (source: Set(source.columns.keys), target: Set(target.columns.keys))
    columnsOnlyInSource = names.source.subtracting(names.target).subtracting(excluded).sorted()
    columnsOnlyInTarget = names.target.subtracting(names.source).subtracting(excluded).sorted()
    excludedColumns = excluded.sorted()
    let both = names.source.intersection(names.target).subtracting(excluded).sorted()
    columns = both.compactMap { column in
      guard let left = source.columns[column], let right = target.columns[column] else {
        return nil
      }
      return ComparedColumn(name: column, source: left, target: right)
    }
    key = []
    key = Self.key(source.keys, target.keys, of: columns)
    if key.isEmpty { remarks.append("no common key: rows are counted and hashed, not located") }
    remarks += columns.filter(\.differsInType).map { column in
      "column '\(column.name)' has two types, compared as text: "
        + "\(column.source.typeName), \(column.target.typeName)"
    }
  }

  /// Returns the columns of the best key: one of both sides, else of one of them.
  private static func key(
    _ source: [[String]], _ target: [[String]], of columns: [ComparedColumn]
  ) -> [ComparedColumn] {
    let byName = Dictionary(uniqueKeysWithValues: columns.map { ($0.name, $0) })
    let others = Set(target.map(Set.init))
    let inBoth = source.filter { others.contains(Set($0)) }
    for key in inBoth + source + target where !key.isEmpty {
      let found = key.compactMap { byName[$0] }
      if found.count == key.count { return found }
    }
    return []
  }
}

extension ComparedColumn {
  /// Whether the types differ in more than the schemas that they are in.
  fileprivate var differsInType: Bool {
    func bare(_ name: String) -> String {
      nameParts(name).flatMap(\.last) ?? name
    }
    return bare(source.type.name) != bare(target.type.name)
  }
}
