/// What a table has beside its columns and their constraints.
extension RandomProject {
  mutating func changeOptions(
    of table: inout RandomTable, key: String, _ generator: inout SeededGenerator
  ) {
    let removable = table.options.indices.filter { table.options[$0].key != "owner" }
    if generator.oneIn(3), let index = generator.pick(removable) {
      if table.options[index].key != "unlogged" || isFree(table, key) {
        table.options.remove(at: index)
      }
      return
    }
    guard let option = option(of: table, key: key, &generator) else { return }
    table.options.removeAll { $0.key == option.key }
    table.options.append(option)
  }

  private func option(
    of table: RandomTable, key: String, _ generator: inout SeededGenerator
  ) -> RandomTable.Clause? {
    if generator.oneIn(4) {
      let named = table.grants.map(\.needs)
      // An owner's own grants are PostgreSQL's to make, and a sequence goes with its table.
      let columns = Set(table.columns.map(\.name))
      guard
        !documents.contains(where: {
          $0.document.entries.contains {
            $0.key == "owned_by" && !columns.isDisjoint(with: $0.needs)
          }
        })
      else { return nil }
      let free = roles.filter { !named.contains($0) }
      return generator.pick(free).map { .init(key: "owner", yaml: quoted($0), needs: $0) }
    }
    guard !table.isPartitioned else { return nil }
    switch generator.number(below: 4) {
    case 0 where isFree(table, key): return .init(key: "unlogged", yaml: "true")
    case 1:
      let values = ["{fillfactor: 70}", "{fillfactor: 90, autovacuum_enabled: false}"]
      return generator.pick(values).map { .init(key: "storage_parameters", yaml: $0) }
    case 2:
      return generator.pick(["full", "nothing"]).map { .init(key: "replica_identity", yaml: $0) }
    default:
      let index = table.indexes.first {
        !$0.yaml.contains("where:") && !$0.yaml.contains("method:")
      }
      return index.map { .init(key: "cluster_on", yaml: quoted($0.name), needs: $0.name) }
    }
  }

  /// Whether nothing asks that the table is or isn't logged: a foreign key, a publication.
  private func isFree(_ table: RandomTable, _ key: String) -> Bool {
    table.foreignKeys.isEmpty
      && !tables.contains { $0.table.foreignKeys.contains { $0.target == key } }
      && !documents.contains { $0.document.uses(key) }
  }

  mutating func changeRules(of table: inout RandomTable, _ generator: inout SeededGenerator) {
    if takesAway(&table.rules, &generator) { return }
    guard let column = generator.pick(table.columns) else { return }
    let name = newName("ru", &generator)
    var yaml = named(name)
    if generator.oneIn(2) {
      // Rows have to come in and to be changed, so nothing else is done instead.
      yaml += ", event: DELETE, instead: true, commands: nothing"
    } else {
      let side = generator.oneIn(2) ? ("UPDATE", "OLD") : ("INSERT", "NEW")
      let text = column.type.condition(
        over: "\(side.1).\(identifier(column.name))", &generator)
      yaml += ", event: \(side.0), where: \(quoted(text)), "
      yaml += "commands: [\(quoted("DELETE FROM \(table.name.sql) WHERE false"))]"
    }
    if generator.oneIn(4) { yaml += ", enabled: disabled" }
    if generator.oneIn(4) { yaml += ", comment: \"a rule's\"" }
    table.rules.append(.init(name: name, columns: [column.name], yaml: "{\(yaml)}"))
  }

  mutating func changeExclusions(
    of table: inout RandomTable, _ generator: inout SeededGenerator
  ) {
    if takesAway(&table.exclusions, &generator) { return }
    let fitting = table.columns.filter { [.range, .number, .text].contains($0.type.group) }
    guard let column = generator.pick(fitting) else { return }
    let isRange = column.type.group == .range
    let name = newName("x", &generator)
    var yaml = "\(named(name)), using: \(isRange ? "gist" : "btree"), elements: "
    yaml += "[{column: \(quoted(column.name)), operator: \"\(isRange ? "&&" : "=")\"}]"
    if generator.oneIn(3) { yaml += ", where: \(quoted(condition(over: column, &generator)))" }
    if generator.oneIn(3) { yaml += ", initially_deferred: true" }
    if generator.oneIn(4) { yaml += ", comment: \"an exclusion's\"" }
    table.exclusions.append(.init(name: name, columns: [column.name], yaml: "{\(yaml)}"))
  }

  // MARK: Partitions

  /// Makes a table a partitioned one by its first column; the row is in a partition that stays.
  mutating func partition(_ table: inout RandomTable, _ generator: inout SeededGenerator) {
    table.strategy = generator.pick(["range", "list", "hash"]) ?? ""
    guard table.strategy == "hash" else {
      table.partitions = [newPartition("default: true", &generator)]
      return
    }
    table.partitions = (0..<2).map {
      newPartition("modulus: 2, remainder: \($0)", &generator)
    }
  }

  private mutating func newPartition(
    _ bound: String, _ generator: inout SeededGenerator
  ) -> RandomTable.Part {
    let name = newName("tp", &generator)
    return .init(name: name, columns: [], yaml: "{\(named(name)), \(bound)}")
  }

  /// Adds a partition for values that nobody has, or takes one away.
  mutating func changePartitions(
    of table: inout RandomTable, _ generator: inout SeededGenerator
  ) {
    if table.partitions.count > 1, table.strategy != "hash", generator.oneIn(3) {
      table.partitions.remove(at: 1 + generator.number(below: table.partitions.count - 1))
      return
    }
    guard let key = table.columns.first?.name, table.strategy != "hash" else { return }
    let number = 100 * (1 + keys.count) + 100_000 * names.count
    var bound =
      table.strategy == "range" ? "from: [\(number)], to: [\(number + 10)]" : "in: [\(number)]"
    if generator.oneIn(3) {
      let inner = newPartition("default: true", &generator)
      bound +=
        ", partition_by: {strategy: list, key: [\(quoted(key))]}, partitions: [\(inner.yaml)]"
    } else if let column = generator.pick(table.columns), generator.oneIn(2) {
      let check = newName("k", &generator)
      let text = condition(over: column, &generator)
      bound += ", checks: [{\(named(check)), expression: \(quoted(text))}]"
      var made = newPartition(bound, &generator)
      made.columns = [column.name]
      table.partitions.append(made)
      return
    }
    table.partitions.append(newPartition(bound, &generator))
  }
}
