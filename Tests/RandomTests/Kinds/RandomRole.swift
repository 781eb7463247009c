/// A random role with attributes; all databases of a server share it.
struct RandomRole: Sendable {
  var name: String
  var comment = "made"
  /// An attribute that isn't written any more stays as it is.
  var attributes: [RandomTable.Clause] = []
  /// The roles that it is a member of; nil where nothing is said about that.
  var parents: [String]?

  var yaml: String {
    var lines = ["role: \(quoted(name))", "comment: \(quoted(comment))"]
    lines += attributes.map { "\($0.key): \($0.yaml)" }
    if let parents {
      lines.append("member_of: [\(parents.map(quoted).joined(separator: ", "))]")
    }
    return lines.joined(separator: "\n")
  }
}

extension RandomProject {
  /// Gives a role another comment, another attribute or other memberships.
  func change(_ role: inout RandomRole, _ generator: inout SeededGenerator) {
    switch generator.number(below: 4) {
    case 0: role.comment += "!"
    case 1:
      // Those that stand before, so that no role becomes a member of itself.
      let earlier = Array(roles.prefix { $0 != role.name })
      role.parents = generator.oneIn(3) ? [] : generator.some(earlier, atMost: 2)
    default:
      guard let attribute = generator.pick(attributes),
        let value = generator.pick(attribute.values)
      else { return }
      role.attributes.removeAll { $0.key == attribute.key }
      if !generator.oneIn(4) { role.attributes.append(.init(key: attribute.key, yaml: value)) }
    }
  }
}

private let attributes: [(key: String, values: [String])] = [
  ("login", ["true", "false"]), ("inherit", ["true", "false"]), ("createdb", ["true", "false"]),
  ("createrole", ["true", "false"]), ("bypassrls", ["true", "false"]),
  ("replication", ["true", "false"]), ("connection_limit", ["-1", "0", "7"]),
  ("valid_until", ["2030-01-01 00:00:00+00", "infinity", "2031-05-06 07:08+02"]),
]
