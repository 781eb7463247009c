/// Foreign keys of one column and of several.
extension RandomProject {
  mutating func changeForeignKeys(
    of table: inout RandomTable, key: String, _ generator: inout SeededGenerator
  ) {
    if !table.foreignKeys.isEmpty, generator.oneIn(3) {
      table.foreignKeys.remove(at: generator.number(below: table.foreignKeys.count))
      return
    }
    guard !table.isUnlogged else { return }
    if generator.oneIn(2) {
      addPair(to: &table, key: key, &generator)
    } else {
      addReference(to: &table, &generator)
    }
  }

  private mutating func addReference(
    to table: inout RandomTable, _ generator: inout SeededGenerator
  ) {
    let targets = tables.filter { !$0.table.primaryKey.isEmpty && !$0.table.isUnlogged }
    guard let (target, found) = generator.pick(targets) else { return }
    let column = table.columns.first { column in
      column.type.sql == "bigint" && column.source.isEmpty
        && !table.foreignKeys.contains { $0.columns.contains(column.name) }
    }
    guard let column else { return }
    table.foreignKeys.append(
      .init(
        name: newName("fk", &generator), columns: [column.name], target: target,
        targetName: found.name, targetColumns: [found.primaryKey], unique: "",
        action: generator.pick(actions) ?? "", rest: generator.pick(rests) ?? ""))
  }

  /// Adds columns for those of another table's unique key, and a foreign key of them.
  private mutating func addPair(
    to table: inout RandomTable, key: String, _ generator: inout SeededGenerator
  ) {
    let targets = tables.filter { $0.key != key && !$0.table.isUnlogged }
    guard let (target, _) = generator.pick(targets),
      let unique = uniqueKey(of: target, &generator), case .table(let found)? = self[target]
    else { return }
    let columns = unique.columns.compactMap { name -> RandomTable.Column? in
      found.columns.first { $0.name == name }.map {
        RandomTable.Column(name: newName("c", &generator), type: $0.type)
      }
    }
    table.columns += columns
    let names = columns.map(\.name)
    let action = generator.pick(actions) ?? ""
    var rest = generator.pick(rests) ?? ""
    if action == "SET NULL", generator.oneIn(2) {
      rest += ", set_columns: [\(quoted(names[0]))]"
    }
    table.foreignKeys.append(
      .init(
        name: newName("fk", &generator), columns: names, target: target, targetName: found.name,
        targetColumns: unique.columns, unique: unique.name, action: action, rest: rest))
  }

  /// Returns a key of several columns, whose values in the one row are known; makes one if need be.
  private mutating func uniqueKey(
    of key: String, _ generator: inout SeededGenerator
  ) -> RandomTable.Part? {
    guard case .table(var table)? = self[key] else { return nil }
    let fitting = table.columns.filter {
      [.number, .text, .truth].contains($0.type.group) && $0.type.key.isEmpty
        && $0.source.isEmpty && !$0.isCounted
    }.map(\.name)
    let found = table.uniques.first { unique in
      unique.columns.count > 1 && !unique.yaml.contains("deferrable")
        && fitting.filter(unique.columns.contains).count == unique.columns.count
    }
    if let found { return found }
    var columns = generator.some(fitting, atMost: 3)
    if table.isPartitioned, let first = table.columns.first?.name, !columns.contains(first) {
      guard fitting.contains(first) else { return nil }
      columns.append(first)
    }
    guard columns.count > 1 else { return nil }
    let name = newName("u", &generator)
    let list = columns.map(quoted).joined(separator: ", ")
    let unique = RandomTable.Part(
      name: name, columns: columns,
      yaml: "{\(named(name)), columns: [\(list)], unique: true, as_constraint: true}")
    table.uniques.append(unique)
    self[key] = .table(table)
    return unique
  }

  /// Takes the foreign keys away whose key in the other table is gone.
  mutating func forgetForeignKeys(to target: String, withoutKey unique: String) {
    for (key, var table) in tables {
      table.foreignKeys.removeAll { $0.target == target && $0.unique == unique }
      self[key] = .table(table)
    }
  }
}

private let actions = ["CASCADE", "RESTRICT", "NO ACTION", "SET NULL"]

private let rests = [
  "", "", ", on_update: CASCADE", ", match: FULL", ", deferrable: true",
  ", initially_deferred: true", ", comment: \"a key's\"",
]
