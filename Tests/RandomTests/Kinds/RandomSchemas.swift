extension RandomKind {
  static let schema = RandomKind(
    stem: "Sch", privileges: ["USAGE", "CREATE"], hasOwner: true, hasComment: false,
    make: { name, project, _ in
      // A schema is never dropped, so all of them are made at the beginning.
      guard let role = project.roles.first, project.schemas.count < 3 else { return nil }
      project.pinned.insert(name.name)
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
