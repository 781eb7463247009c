extension RandomKind {
  /// What one role's objects of one class give others: the role itself makes none.
  static let defaultPrivileges = RandomKind(
    stem: "dp", hasComment: false, isRenamable: false,
    make: { name, project, generator in
      guard let creator = generator.pick(project.roles), let objects = generator.pick(classes)
      else { return nil }
      var group = "{for: \(quoted(creator)), on: \(objects.name)"
      if objects.name != "schemas", generator.oneIn(2) { group += ", in: \(quoted(name.schema))" }
      group += "}"
      let isTaken = project.documents.contains {
        $0.document.kind == "dp" && $0.document.entries.first?.yaml == group
      }
      guard !isTaken else { return nil }
      // Entries that the project does not write any more are left alone.
      project.pinned.insert(name.name)
      var document = RandomDocument("dp", name, key: "default_privileges")
      document.head = "# default privileges"
      document.needs = [creator]
      document.entries = [
        .init(key: "default_privileges", yaml: group, isItem: true, isKept: true)
      ]
      return document
    },
    entry: { document, project, generator in
      guard let group = document.entries.first?.yaml,
        let objects = classes.first(where: { group.contains("on: \($0.name)") })
      else { return nil }
      var privileges = generator.some(objects.privileges, atMost: 3)
      var needs: [String] = []
      var grantee = generator.pick(["PUBLIC", "OWNER"]) ?? ""
      var option = ""
      if generator.oneIn(3) {
        if group.contains("in:") {
          grantee = "PUBLIC"
        } else if generator.oneIn(2) {
          privileges = []
        }
      } else {
        let others = project.roles.filter { !document.needs.contains($0) }
        guard let role = generator.pick(others) else { return nil }
        (grantee, needs) = (quoted(role), [role])
        if generator.oneIn(3) { option = ", with_grant_option: true" }
      }
      let list = privileges.joined(separator: ", ")
      return Entry(
        key: "default_privileges",
        yaml:
          "\(group.dropLast()), grants: [{to: \(grantee), privileges: [\(list)]\(option)}]}",
        isItem: true, needs: needs)
    })

  private static let classes: [(name: String, privileges: [String])] = [
    ("tables", ["SELECT", "INSERT", "UPDATE", "TRUNCATE", "TRIGGER"]),
    ("sequences", ["USAGE", "SELECT", "UPDATE"]), ("functions", ["EXECUTE"]),
    ("types", ["USAGE"]), ("schemas", ["USAGE", "CREATE"]),
  ]
}
