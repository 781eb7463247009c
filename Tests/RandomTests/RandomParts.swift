extension RandomProject {
  /// Adds a part to a table, or takes one away.
  mutating func changeParts(of key: String, _ generator: inout SeededGenerator) {
    guard case .table(var table)? = objects[key] else { return }
    let before = Set(table.uniques.map(\.name))
    switch generator.number(below: 14) {
    case 0, 1: changeIndexes(of: &table, &generator)
    case 2: changeChecks(of: &table, &generator)
    case 3: changeUniques(of: &table, &generator)
    case 4: changeTriggers(of: &table, &generator)
    case 5: changePolicies(of: &table, &generator)
    case 6: changeGrants(of: &table, &generator)
    case 7: table.hasRowSecurity.toggle()
    case 8: changeRules(of: &table, &generator)
    case 9 where !table.isPartitioned: changeExclusions(of: &table, &generator)
    case 10, 11: changeOptions(of: &table, key: key, &generator)
    case 9,
      12 where table.isPartitioned:
      changePartitions(of: &table, &generator)
    default: changeForeignKeys(of: &table, key: key, &generator)
    }
    self[key] = .table(table)
    let kept = Set(table.uniques.map(\.name))
    for unique in before.subtracting(kept).sorted() {
      forgetForeignKeys(to: key, withoutKey: unique)
    }
  }

  func takesAway(
    _ parts: inout [RandomTable.Part], _ generator: inout SeededGenerator
  ) -> Bool {
    guard !parts.isEmpty, generator.oneIn(3) else { return false }
    parts.remove(at: generator.number(below: parts.count))
    return true
  }

  private mutating func changeIndexes(
    of table: inout RandomTable, _ generator: inout SeededGenerator
  ) {
    if takesAway(&table.indexes, &generator) {
      table.forgetClustering()
      return
    }
    // Built online on each partition first, their indexes have names of the tool's there, and of
    // the server's in a new database.
    if table.isPartitioned, !table.partitions.isEmpty { return }
    let name = newName("i", &generator)
    let columns = generator.some(table.columns, atMost: 2)
    guard let first = columns.first else { return }
    var mentioned = columns.map(\.name)
    var keys = columns.map { column in
      switch generator.number(below: 4) {
      case 0: "{column: \(quoted(column.name)), order: DESC, nulls: LAST}"
      case 1 where column.type.group == .text:
        "{expression: \(quoted("lower(\(identifier(column.name)))"))}"
      default: quoted(column.name)
      }
    }
    var (rest, needs) = ("", "")
    if generator.oneIn(4) {
      rest += ", where: \(quoted(condition(over: first, &generator)))"
    }
    if first.type.group == .json, generator.oneIn(2) {
      keys = [quoted(first.name)]
      mentioned = [first.name]
      rest += ", method: gin"
    } else if generator.oneIn(5) {
      keys = [quoted(first.name)]
      mentioned = [first.name]
      rest += ", method: hash"
    } else if let own = operatorClass(for: first, &generator), generator.oneIn(2) {
      keys = ["{column: \(quoted(first.name)), opclass: \(quoted(own.name.sql))}"]
      mentioned = [first.name]
      needs = own.key
    } else if generator.oneIn(4), let other = generator.pick(table.columns) {
      mentioned.append(other.name)
      rest += ", include: [\(quoted(other.name))]"
    }
    table.indexes.append(
      .init(
        name: name, columns: mentioned,
        yaml: "{\(named(name)), columns: [\(keys.joined(separator: ", "))]\(rest)}", needs: needs))
  }

  private mutating func changeChecks(
    of table: inout RandomTable, _ generator: inout SeededGenerator
  ) {
    if takesAway(&table.checks, &generator) { return }
    guard let column = generator.pick(table.columns) else { return }
    let name = newName("k", &generator)
    let text = condition(over: column, &generator)
    var rest = generator.oneIn(4) ? ", comment: \"a check's\"" : ""
    if generator.oneIn(4) { rest += ", not_valid: true" }
    if generator.oneIn(4), !table.isPartitioned { rest += ", no_inherit: true" }
    table.checks.append(
      .init(
        name: name, columns: [column.name],
        yaml: "{\(named(name)), expression: \(quoted(text))\(rest)}"))
  }

  private mutating func changeUniques(
    of table: inout RandomTable, _ generator: inout SeededGenerator
  ) {
    if takesAway(&table.uniques, &generator) { return }
    let name = newName("u", &generator)
    var columns = generator.some(table.columns.map(\.name), atMost: 3)
    if table.isPartitioned, let key = table.columns.first?.name, !columns.contains(key) {
      columns.append(key)
    }
    let list = columns.map(quoted).joined(separator: ", ")
    let deferrable = generator.oneIn(3) ? ", deferrable: initially_deferred" : ""
    table.uniques.append(
      .init(
        name: name, columns: columns,
        yaml: """
          {\(named(name)), columns: [\(list)], unique: true, as_constraint: true\
          \(deferrable)}
          """))
  }

  private mutating func changeTriggers(
    of table: inout RandomTable, _ generator: inout SeededGenerator
  ) {
    if takesAway(&table.triggers, &generator) { return }
    let functions = keys(where: {
      if case .function(let function) = $0 { function.isTrigger } else { false }
    })
    guard let key = generator.pick(functions), case .function(let function)? = objects[key],
      let column = generator.pick(table.columns)
    else { return }
    let name = newName("g", &generator)
    let timing = generator.oneIn(2) ? "BEFORE" : "AFTER"
    var text = "\(named(name)), timing: \(timing), "
    text += "function: \(quoted(function.name.reference)), "
    var columns: [String] = []
    if generator.oneIn(2), column.source.isEmpty {
      columns = [column.name]
      text += "events: [UPDATE], for_each: ROW, "
      text += "when: \(quoted("NEW.\(identifier(column.name)) IS NOT NULL"))"
    } else {
      text +=
        generator.oneIn(3)
        ? "events: [TRUNCATE], for_each: STATEMENT" : "events: [INSERT, DELETE], for_each: ROW"
    }
    table.triggers.append(.init(name: name, columns: columns, yaml: "{\(text)}", needs: key))
  }

  private mutating func changePolicies(
    of table: inout RandomTable, _ generator: inout SeededGenerator
  ) {
    if takesAway(&table.policies, &generator) { return }
    guard let column = generator.pick(table.columns) else { return }
    let name = newName("p", &generator)
    let text = quoted(condition(over: column, &generator))
    let role = generator.pick(keys(where: { if case .role = $0 { true } else { false } }))
    var yaml = "\(named(name)), "
    switch generator.number(below: 4) {
    case 0: yaml += "for: INSERT, check: \(text)"
    case 1: yaml += "for: SELECT, using: \(text), permissive: false"
    case 2: yaml += "using: \(text), check: \(text)"
    default: yaml += "for: DELETE, using: \(text)"
    }
    if let role { yaml += ", to: [\(quoted(role))]" }
    table.policies.append(
      .init(
        name: name, columns: [column.name], yaml: "{\(yaml)}", needs: role ?? ""))
  }

  private mutating func changeGrants(
    of table: inout RandomTable, _ generator: inout SeededGenerator
  ) {
    if takesAway(&table.grants, &generator) { return }
    let roles = keys(where: { if case .role = $0 { true } else { false } })
    guard let role = generator.pick(roles), !table.grants.contains(where: { $0.needs == role })
    else { return }
    let privileges = generator.some(["SELECT", "INSERT", "UPDATE", "REFERENCES"], atMost: 3)
    var yaml = "to: \(quoted(role)), privileges: [\(privileges.joined(separator: ", "))]"
    var columns: [String] = []
    if generator.oneIn(3) {
      columns = generator.some(table.columns.map(\.name), atMost: 2)
      yaml += ", columns: [\(columns.map(quoted).joined(separator: ", "))]"
    }
    if generator.oneIn(4) { yaml += ", with_grant_option: true" }
    table.grants.append(.init(name: role, columns: columns, yaml: "{\(yaml)}", needs: role))
  }
}
