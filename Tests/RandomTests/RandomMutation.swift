/// Changes of a random project, each of which leaves a valid one.
extension RandomProject {
  /// Returns a project of some objects.
  static func initial(rolePrefix: String, _ generator: inout SeededGenerator) -> RandomProject {
    var project = RandomProject(rolePrefix: rolePrefix)
    let role = rolePrefix + "base"
    project[role] = .role(RandomRole(name: role))
    project.pinned.insert(role)
    // Of what a database has, the last one declares the others too.
    for kind in [RandomKind.schema, .schema, .wrapper, .server, .publication, .defaultPrivileges] {
      if let key = project.add(kind, &generator) { project.pinned.insert(key) }
    }
    for _ in 0..<12 { project.add(&generator) }
    return project
  }

  /// Makes one random change.
  mutating func mutate(_ generator: inout SeededGenerator) {
    switch generator.number(below: 12) {
    case 0, 1, 2: add(&generator)
    case 3:
      let removable = keys.filter { !pinned.contains($0) && !isUsedRole($0) }
      if let key = generator.pick(removable), keys.count > 5 { remove(key) }
    case 4, 5: changeOther(&generator)
    case 6: renameSomething(&generator)
    default: changeTable(&generator)
    }
  }

  /// Whether a role is named by a grant or a policy.
  ///
  /// What a role has that the project no longer names is left alone, so it has to go before.
  private func isUsedRole(_ key: String) -> Bool {
    guard case .role? = objects[key] else { return false }
    return objects.values.contains { $0.uses(role: key) }
  }

  private mutating func add(_ generator: inout SeededGenerator) {
    switch generator.number(below: 10) {
    case 0: addEnumeration(&generator)
    case 1: addFunction(&generator)
    case 2:
      let name = rolePrefix + newName("r", &generator)
      self[name] = .role(RandomRole(name: name))
    case 3, 4: addView(&generator)
    case 5, 6, 7: addDocument(&generator)
    default: addTable(&generator)
    }
  }

  mutating func name(_ stem: String, _ generator: inout SeededGenerator) -> RandomName {
    RandomName(
      schema: generator.oneIn(4) ? generator.pick(schemas) ?? "public" : "public",
      name: newName(stem, &generator))
  }

  private mutating func addEnumeration(_ generator: inout SeededGenerator) {
    let name = name("e", &generator)
    let values = ["v", "Big", "it's"].map { newName($0, &generator) }
    self[name.name] = .enumeration(name, values: values)
  }

  private mutating func addFunction(_ generator: inout SeededGenerator) {
    let name = name("f", &generator)
    let isTrigger = generator.oneIn(2)
    let arguments =
      isTrigger || generator.oneIn(2)
      ? [] : [(name: "a", type: "int8", value: "1"), (name: "b b", type: "varchar", value: "'x'")]
    self[name.name] = .function(
      RandomFunction(name: name, isTrigger: isTrigger, arguments: arguments, variant: 1))
  }

  private mutating func addTable(_ generator: inout SeededGenerator) {
    let name = name("t", &generator)
    var id = RandomTable.Column(name: newName("id", &generator), type: RandomType.builtIn[1])
    id.isNullable = false
    var table = RandomTable(name: name, columns: [id])
    if !generator.oneIn(4) { table.primaryKey = id.name }
    if generator.oneIn(5) {
      partition(&table, &generator)
    } else if generator.oneIn(5) {
      // A change of a parent's type takes the compression off the children's columns.
      let others = tables.filter { item in
        !item.table.isPartitioned
          && !item.table.columns.contains { $0.clauses.contains { $0.key == "compression" } }
      }
      table.parents = generator.some(others, atMost: 2).map { ($0.key, $0.table.name) }
    }
    for _ in 0..<(1 + generator.number(below: 5)) { addColumn(to: &table, &generator) }
    self[name.name] = .table(table)
    for _ in 0..<3 { changeParts(of: name.name, &generator) }
  }

  // MARK: What a column can be

  /// The types that the project has, its own among them.
  func types() -> [RandomType] {
    let own = keys.compactMap { key -> RandomType? in
      switch objects[key] {
      case .enumeration(let name, let values):
        return values.first.map {
          RandomType(
            sql: name.sql, group: .enumeration, key: key, ownSample: token($0, .literal))
        }
      case .document(let document): return document.type
      default: return nil
      }
    }
    return RandomType.builtIn + own + own
  }

  mutating func addColumn(to table: inout RandomTable, _ generator: inout SeededGenerator) {
    guard let type = generator.pick(types()) else { return }
    var column = RandomTable.Column(name: newName("c", &generator), type: type)
    let source = generator.pick(
      table.columns.filter { [.number, .text].contains($0.type.group) && $0.source.isEmpty })
    if let source, generator.oneIn(6) {
      let isText = source.type.group == .text
      let name = identifier(source.name)
      column.type = isText ? .text : .bigint
      column.source = source.name
      column.expression = isText ? "lower(\(name))" : "(\(name) * 2)::bigint"
    } else {
      column.isNullable = !generator.oneIn(3) || type.group == .composite
      setDefault(of: &column, &generator)
      // The row that is there has to have a value.
      if !column.isNullable || isNotNull(type) {
        column.expression =
          column.expression.isEmpty ? type.defaults.first ?? "" : column.expression
        if column.expression.isEmpty, type.group != .serial { column.isNullable = true }
      }
      if type.group == .serial { column.isNullable = false }
      for _ in 0..<2 { changeClause(of: &column, in: table, &generator) }
      // An identity may have come and gone.
      if column.expression.isEmpty, !column.isCounted { column.isNullable = true }
    }
    if generator.oneIn(5) { column.comment = "column's \"comment\"" }
    table.columns.append(column)
  }

  func setDefault(
    of column: inout RandomTable.Column, _ generator: inout SeededGenerator
  ) {
    (column.expression, column.needs) = ("", "")
    guard generator.oneIn(2), !column.isCounted else { return }
    let functions = keys.filter { key in
      guard case .function(let function)? = objects[key] else { return false }
      return !function.isTrigger && function.arguments.allSatisfy { !$0.value.isEmpty }
    }
    if column.type.sql == "bigint", let key = generator.pick(functions),
      case .function(let function)? = objects[key]
    {
      (column.expression, column.needs) = ("\(function.name.sql)()", key)
    } else {
      column.expression = generator.pick(column.type.defaults) ?? ""
    }
  }

  func condition(
    over column: RandomTable.Column, _ generator: inout SeededGenerator
  ) -> String {
    column.type.condition(over: identifier(column.name), &generator)
  }

  /// The columns of a table or view, by the names that it shows.
  func columns(of key: String) -> [RandomTable.Column] {
    switch objects[key] {
    case .table(let table): return table.columns
    case .view(let view):
      let all = columns(of: view.source)
      return view.columns.compactMap { name in all.first { $0.name == name } }
    default: return []
    }
  }

  // MARK: Changes of what is there

  private mutating func changeOther(_ generator: inout SeededGenerator) {
    let others = keys(where: { if case .table = $0 { false } else { true } })
    guard let key = generator.pick(others) else { return }
    switch objects[key] {
    case .enumeration(let name, var values):
      if values.count > 1, generator.oneIn(3) {
        // Rows hold the first one.
        values.remove(at: 1 + generator.number(below: values.count - 1))
      } else {
        let place = values.isEmpty ? 0 : 1 + generator.number(below: values.count)
        values.insert(newName("v", &generator), at: place)
      }
      self[key] = .enumeration(name, values: values)
    case .function(var function):
      function.variant += 1
      if generator.oneIn(3) { function.isStrict.toggle() }
      if generator.oneIn(3) { function.comment = "variant \(function.variant)" }
      self[key] = .function(function)
    case .view(var view):
      change(&view, &generator)
      self[key] = .view(view)
      let shown = Set(view.columns)
      for other in keys {
        guard case .view(let above)? = objects[other], above.source == key,
          !shown.isSuperset(of: above.columns)
        else { continue }
        remove(other)
      }
    case .document(var document):
      change(&document, &generator)
      self[key] = .document(document)
    case .role(var role):
      change(&role, &generator)
      self[key] = .role(role)
    default: break
    }
  }

  private mutating func changeTable(_ generator: inout SeededGenerator) {
    guard let (key, found) = generator.pick(tables) else { return }
    var table = found
    switch generator.number(below: 12) {
    case 0, 1:
      addColumn(to: &table, &generator)
      self[key] = .table(table)
    case 2:
      let droppable = table.columns.dropFirst().map(\.name)
      if let column = generator.pick(droppable) { removeColumn(column, of: key) }
    case 3: changeType(in: key, &generator)
    case 4:
      table.comment = table.comment.isEmpty ? "it's a table\nof two lines" : ""
      self[key] = .table(table)
    case 5:
      let plain = table.columns.indices.filter {
        let column = table.columns[$0]
        return column.source.isEmpty && !column.isCounted && column.name != table.primaryKey
          && column.type.group != .composite
      }
      if let index = generator.pick(plain) {
        table.columns[index].isNullable.toggle()
        setDefault(of: &table.columns[index], &generator)
        self[key] = .table(table)
      }
    case 6, 7:
      if let index = generator.pick(table.columns.indices) {
        changeClause(of: &table.columns[index], in: table, &generator)
        self[key] = .table(table)
      }
    default: changeParts(of: key, &generator)
    }
  }

  /// Gives a column another type of its group, and takes away what may not fit it.
  private mutating func changeType(in key: String, _ generator: inout SeededGenerator) {
    guard case .table(var table)? = objects[key] else { return }
    let bound = Set(tables.flatMap { $0.table.foreignKeys.flatMap(\.targetColumns) })
      .union(table.foreignKeys.flatMap(\.columns)).union([table.primaryKey])
      .union(table.isPartitioned ? table.columns.prefix(1).map(\.name) : [])
    let free = table.columns.indices.filter { index in
      let column = table.columns[index]
      return column.source.isEmpty && !column.isCounted && !bound.contains(column.name)
        && [.number, .text, .time].contains(column.type.group)
    }
    guard let index = generator.pick(free) else { return }
    let group = table.columns[index].type.group
    guard let type = generator.pick(types().filter { $0.group == group }) else { return }
    table.columns[index].type = type
    table.columns[index].clauses.removeAll { !$0.needs.isEmpty }
    setDefault(of: &table.columns[index], &generator)
    // An operator class is for one type.
    let name = table.columns[index].name
    table.indexes.removeAll { !$0.needs.isEmpty && $0.columns.contains(name) }
    table.forgetClustering()
    self[key] = .table(table)
  }
}
