extension RandomKind {
  static let schema = RandomKind(
    stem: "Sch", privileges: ["USAGE", "CREATE"], hasOwner: true, hasComment: false,
    make: { name, project, generator in
      guard let role = project.roles.first, project.schemas.count < 3 else { return nil }
      // Schemas are never dropped, and what nobody declares is dropped only from those that the
      // project has something in.
      let anchor = project.newName("anchor", &generator)
      project[anchor] = .enumeration(RandomName(schema: name.name, name: anchor), values: [])
      project.pinned.formUnion([name.name, anchor])
      var document = RandomDocument("Sch", name, key: "schema")
      document.head = "schema: \(quoted(name.name))\(token(name.name, .hintLine))"
      // Without any grant nothing is said about the privileges.
      document.entries = [
        .init(
          key: "grants", yaml: "{to: [\(quoted(role))], privileges: [USAGE]}", isItem: true,
          isKept: true, needs: [role])
      ]
      return document
    })
}
