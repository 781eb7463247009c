extension RandomKind {
  static let operatorFunction = RandomKind(
    stem: "of", hasOwner: true,
    make: { name, _, _ in
      var document = RandomDocument("of", name, key: "name")
      document.head += """

        language: sql
        returns: boolean
        args: [{name: a, type: bigint}, {name: b, type: bigint}]
        """
      document.entries = [.init(key: "body", yaml: "SELECT a > b", isKept: true)]
      return document
    },
    entry: { _, _, generator in
      pick(from: [("volatility", ["immutable"]), ("strict", ["true"])], &generator)
    })

  static let `operator` = RandomKind(
    stem: "op", hasOwner: true, isRenamable: false,
    make: { name, project, generator in
      guard let function = project.pick("of", &generator) else { return nil }
      var document = RandomDocument("op", name, key: "operator")
      document.head =
        "operator: \(quoted(operatorSymbol(name)))\nschema: \(quoted(name.schema))"
      document.needs = [function.name.name]
      document.entries = [
        .init(key: "left", yaml: "bigint", isKept: true),
        .init(key: "right", yaml: "bigint", isKept: true),
        .init(key: "function", yaml: quoted(function.name.reference), isKept: true),
      ]
      return document
    },
    entry: { _, _, generator in
      pick(
        from: [
          ("restrict", ["eqsel", "scalargtsel"]), ("join", ["eqjoinsel"]), ("hashes", ["true"]),
        ], &generator)
    })

  static let cast = RandomKind(
    stem: "ca", isRenamable: false,
    make: { name, project, generator in
      let types = project.types().filter { [.enumeration, .composite].contains($0.group) }
        .filter { type in
          // Casts from domains are ignored, and one cast for two types is all there is.
          if case .document(let document)? = project[type.key], document.kind == "d" {
            return false
          }
          return !project.documents.contains {
            $0.document.kind == "ca" && $0.document.needs == [type.key]
          }
        }
      guard let type = generator.pick(types) else { return nil }
      let target = generator.pick(["bigint", "jsonb", "text"]) ?? ""
      var document = RandomDocument("ca", name, key: "cast")
      document.head = "cast: {from: \(quoted(type.sql)), to: \(target)}\ninout: true"
      document.needs = [type.key]
      return document
    },
    entry: { _, _, _ in Entry(key: "context", yaml: "assignment") })

  static let dictionary = RandomKind(
    stem: "td",
    make: { name, _, _ in
      var document = RandomDocument("td", name, key: "text_search_dictionary")
      document.entries = [.init(key: "template", yaml: "simple", isKept: true)]
      return document
    },
    entry: { _, _, generator in
      pick(
        from: [
          (
            "options",
            [
              "{stopwords: english}", "{accept: \"false\"}",
              "{accept: \"true\", stopwords: german}",
            ]
          )
        ], &generator)
    })

  static let configuration = RandomKind(
    stem: "tc",
    make: { name, _, _ in RandomDocument("tc", name, key: "text_search_configuration") },
    entry: { _, project, generator in
      let own = project.pick("td", &generator)
      let reference = own.map { quoted($0.name.reference) } ?? "english_stem"
      let token = generator.pick(["asciiword", "word", "email"]) ?? ""
      return Entry(
        key: "mappings", yaml: "{\(token): [\(reference), simple], numword: simple}",
        needs: own.map { [$0.name.name] } ?? [])
    })
}

extension RandomProject {
  /// Returns one of the documents of a kind.
  func pick(_ kind: String, _ generator: inout SeededGenerator) -> RandomDocument? {
    generator.pick(documents.filter { $0.document.kind == kind })?.document
  }
}
