extension RandomKind {
  static let domain = RandomKind(
    stem: "d", privileges: ["USAGE"], hasOwner: true,
    make: { name, project, generator in
      guard
        let base = generator.pick(
          project.types().filter { $0.sample != "NULL" && $0.group != .serial })
      else { return nil }
      var document = RandomDocument("d", name, key: "domain")
      document.needs = base.key.isEmpty ? [] : [base.key]
      document.entries = [.init(key: "type", yaml: quoted(base.sql), isKept: true)]
      document.type = RandomType(
        sql: name.sql, group: base.group, key: name.name, ownSample: base.sample)
      return document
    },
    entry: { document, project, generator in
      guard let type = document.type else { return nil }
      switch generator.number(below: 4) {
      case 0: return Entry(key: "nullable", yaml: "false")
      case 1:
        let values = type.defaults.filter { !$0.contains(type.sql) }
        return generator.pick(values).map { Entry(key: "default", yaml: quoted($0)) }
      default:
        let name = project.newName("k", &generator)
        let text = quoted(type.condition(over: "VALUE", &generator))
        let rest = generator.oneIn(4) ? ", comment: \"a domain's\"" : ""
        return Entry(
          key: "checks", yaml: "{\(named(name)), expression: \(text)\(rest)}", isItem: true,
          name: name)
      }
    })

  static let compositeType = RandomKind(
    stem: "ct", privileges: ["USAGE"], hasOwner: true,
    make: { name, project, generator in
      var document = RandomDocument("ct", name, key: "type")
      document.type = RandomType(sql: name.sql, group: .composite, key: name.name)
      for index in 0..<2 {
        guard var entry = attribute(&project, &generator) else { return nil }
        // One attribute is always there, and so is the key.
        entry.isKept = index == 0
        document.set(entry)
      }
      return document
    },
    entry: { _, project, generator in attribute(&project, &generator) })

  private static func attribute(
    _ project: inout RandomProject, _ generator: inout SeededGenerator
  ) -> Entry? {
    // What a domain asks of values can't be changed while columns hold it in a composite type.
    let types = project.types().filter { type in
      guard type.group != .serial, type.group != .composite else { return false }
      if case .document(let document)? = project[type.key] { return document.kind != "d" }
      return true
    }
    guard let type = generator.pick(types) else { return nil }
    let name = project.newName("a", &generator)
    let rest = generator.oneIn(4) ? ", comment: \"an attribute's\"" : ""
    return Entry(
      key: "attributes", yaml: "{\(named(name)), type: \(quoted(type.sql))\(rest)}", isItem: true,
      needs: type.key.isEmpty ? [] : [type.key], name: name)
  }

  static let rangeType = RandomKind(
    stem: "rt", privileges: ["USAGE"], hasOwner: true,
    make: { name, project, generator in
      // Nothing in a range type can be changed while columns hold it.
      var document = RandomDocument("rt", name, key: "range")
      document.type = RandomType(sql: name.sql, group: .range, key: name.name)
      let subtype = generator.pick(["bigint", "date", "text", "numeric", "double precision"]) ?? ""
      document.entries = [.init(key: "subtype", yaml: subtype, isKept: true)]
      if subtype == "double precision" {
        document.set(.init(key: "subtype_diff", yaml: "float8mi", isKept: true))
      }
      if subtype == "text" { document.set(.init(key: "collation", yaml: "C", isKept: true)) }
      return document
    })

  static let collation = RandomKind(
    stem: "co", hasOwner: true,
    make: { name, project, generator in
      // A collation can't be changed while columns use it.
      var document = RandomDocument("co", name, key: "collation")
      document.entries = [
        .init(key: "locale", yaml: generator.pick(["C", "POSIX"]) ?? "C", isKept: true)
      ]
      return document
    })
}
