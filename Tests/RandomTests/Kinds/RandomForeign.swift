extension RandomKind {
  static let wrapper = RandomKind(
    stem: "fw", privileges: ["USAGE"],
    make: { name, _, _ in
      var document = RandomDocument("fw", name, key: "foreign_data_wrapper")
      document.head =
        "foreign_data_wrapper: \(quoted(name.name))\(token(name.name, .hintLine))"
      return document
    },
    entry: { _, _, generator in
      pick(from: [("options", ["{a: \"1\"}", "{b: it's, \"C d\": \"2\"}"])], &generator)
    })

  static let server = RandomKind(
    stem: "fs", privileges: ["USAGE"],
    make: { name, project, generator in
      guard let wrapper = project.pick("fw", &generator) else { return nil }
      var document = RandomDocument("fs", name, key: "server")
      document.head = """
        server: \(quoted(name.name))\(token(name.name, .hintLine))
        foreign_data_wrapper: \(quoted(wrapper.name.name))
        """
      document.needs = [wrapper.name.name]
      return document
    },
    entry: { _, _, generator in
      pick(
        from: [
          ("options", ["{host: away, dbname: x}", "{host: \"it's\"}"]),
          ("version", ["\"1\"", "\"2.0\""]),
        ], &generator)
    })

  static let foreignTable = RandomKind(
    stem: "ft", privileges: ["SELECT", "INSERT"], hasOwner: true,
    make: { name, project, generator in
      guard let server = project.pick("fs", &generator) else { return nil }
      var document = RandomDocument("ft", name, key: "foreign_table")
      document.head += "\nserver: \(quoted(server.name.name))"
      document.needs = [server.name.name]
      guard var first = column(&project, &generator) else { return nil }
      first.isKept = first.needs.isEmpty
      document.entries = [first]
      return first.isKept ? document : nil
    },
    entry: { _, project, generator in
      switch generator.number(below: 3) {
      case 0:
        pick(from: [("options", ["{table_name: far}", "{schema_name: \"a b\"}"])], &generator)
      default: column(&project, &generator)
      }
    })

  private static func column(
    _ project: inout RandomProject, _ generator: inout SeededGenerator
  ) -> Entry? {
    guard let type = generator.pick(project.types().filter { $0.group != .serial })
    else { return nil }
    let name = project.newName("c", &generator)
    var yaml = "\(named(name)), type: \(quoted(type.sql))"
    if generator.oneIn(3) { yaml += ", nullable: false" }
    if generator.oneIn(3) { yaml += ", foreign_options: {column_name: \"it's\"}" }
    if generator.oneIn(3) { yaml += ", comment: far" }
    if generator.oneIn(3), let value = generator.pick(type.defaults) {
      yaml += ", default: \(quoted(value))"
    }
    return Entry(
      key: "columns", yaml: "{\(yaml)}", isItem: true, needs: type.key.isEmpty ? [] : [type.key],
      name: name)
  }

  static let publication = RandomKind(
    stem: "pu",
    make: { name, _, _ in
      var document = RandomDocument("pu", name, key: "publication")
      document.head = "publication: \(quoted(name.name))\(token(name.name, .hintLine))"
      // A published UPDATE asks for a replica identity when it is made.
      document.entries = [.init(key: "publish", yaml: "[insert, truncate]", isKept: true)]
      return document
    },
    entry: { document, project, generator in
      if generator.oneIn(4) {
        return Entry(
          key: "publish", yaml: generator.pick(["[insert]", "truncate"]) ?? "", isKept: true)
      }
      let free = project.tables.filter { !document.uses($0.key) && $0.table.canBePublished }
      guard let (key, table) = generator.pick(free) else { return nil }
      var yaml = "table: \(quoted(table.name.reference))"
      var needs = [key]
      let plain = table.columns.filter { $0.source.isEmpty && $0.type.key.isEmpty }
      if generator.oneIn(2) {
        let columns = generator.some(plain.map(\.name), atMost: 3)
        if !columns.isEmpty {
          yaml += ", columns: [\(columns.map(quoted).joined(separator: ", "))]"
        }
        needs += columns
      }
      if let column = generator.pick(plain), generator.oneIn(2) {
        let condition = column.type.condition(over: identifier(column.name), &generator)
        yaml += ", where: \(quoted(condition))"
        needs.append(column.name)
      }
      return Entry(key: "tables", yaml: "{\(yaml)}", isItem: true, needs: needs)
    })
}
