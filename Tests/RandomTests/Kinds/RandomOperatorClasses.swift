extension RandomKind {
  static let operatorFamily = RandomKind(
    stem: "opf", hasOwner: true,
    make: { name, _, _ in RandomDocument("opf", name, key: "operator_family") },
    entry: { document, _, generator in
      // What a class has is for two of its type, what a family has beside for two types.
      let types = ", left: bigint, right: integer"
      if generator.oneIn(3) {
        let yaml = "{support: 1, function: btint84cmp\(types)}"
        return document.has("functions")
          ? nil : Entry(key: "functions", yaml: yaml, isItem: true)
      }
      return strategy(of: document, types: types, &generator)
    })

  static let operatorClass = RandomKind(
    stem: "oc", hasOwner: true,
    make: { name, project, generator in
      var document = RandomDocument("oc", name, key: "operator_class")
      let isText = generator.oneIn(2)
      document.entries = [
        .init(key: "type", yaml: isText ? "text" : "bigint", isKept: true),
        .init(
          key: "operators", yaml: "{strategy: 3, operator: \"=\"}", isItem: true, isKept: true),
        .init(
          key: "functions", yaml: "{support: 1, function: \(isText ? "bttextcmp" : "btint8cmp")}",
          isItem: true, isKept: true),
      ]
      let families = project.documents.filter { found in
        found.document.kind == "opf"
          && !project.documents.contains {
            $0.document.kind == "oc" && $0.document.needs.contains(found.key)
          }
      }
      if let family = generator.pick(families), generator.oneIn(2) {
        document.needs = [family.key]
        document.set(
          .init(key: "family", yaml: quoted(family.document.name.reference), isKept: true))
      }
      return document
    },
    entry: { document, project, generator in
      let isText = document.entries.first?.yaml == "text"
      if generator.oneIn(4) {
        guard !document.entries.contains(where: { $0.yaml.contains("support: 4") }) else {
          return nil
        }
        let function = isText ? "btvarstrequalimage" : "btequalimage"
        return Entry(
          key: "functions", yaml: "{support: 4, function: \(function)(oid)}", isItem: true)
      }
      let own = isText ? nil : project.pick("op", &generator)
      return strategy(of: document, own: own, &generator)
    })

  /// An operator of btree that the class or family doesn't have yet.
  private static func strategy(
    of document: RandomDocument, types: String = "", own: RandomDocument? = nil,
    _ generator: inout SeededGenerator
  ) -> Entry? {
    let number = 1 + generator.number(below: 5)
    guard !document.entries.contains(where: { $0.yaml.contains("strategy: \(number)") }) else {
      return nil
    }
    let symbol = ["<", "<=", "=", ">=", ">"][number - 1]
    var entry = Entry(
      key: "operators", yaml: "{strategy: \(number), operator: \"\(symbol)\"\(types)}",
      isItem: true)
    if let own, number == 5 {
      let name = "\(written(own.name.schema)).\(operatorSymbol(own.name))"
      entry.yaml = "{strategy: 5, operator: \(quoted(name))}"
      entry.needs = [own.name.name]
    }
    return entry
  }

  /// The number of a stable name, in characters that operators are made of.
  static func operatorSymbol(_ name: RandomName) -> String {
    "@" + String(name.name.compactMap(\.wholeNumberValue).map { Array("~!@#%^&|?`")[$0] })
  }
}

extension RandomProject {
  /// Returns one of the operator classes for a column's type.
  func operatorClass(
    for column: RandomTable.Column, _ generator: inout SeededGenerator
  ) -> (key: String, name: RandomName)? {
    let fitting = documents.filter {
      $0.document.kind == "oc" && $0.document.entries.first?.yaml == column.type.sql
    }
    return generator.pick(fitting).map { ($0.key, $0.document.name) }
  }
}
