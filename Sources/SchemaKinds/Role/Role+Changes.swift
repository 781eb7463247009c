import SQLText
public import SchemaCore

extension OperationKind {
  static let createRole = OperationKind("create_role", .roles)
  static let alterRole = OperationKind("alter_role", .roles)
}

extension RoleKind {
  /// Roles belong to the cluster, where other databases use them: none is ever dropped.
  public static func isDropCandidate(_ live: Role, in context: PlanContext) -> Bool { false }

  public static func create(_ new: Role, in context: PlanContext) -> [Operation] {
    var words = Role.attributes.compactMap { attribute -> String? in
      guard let value = new[keyPath: attribute.path].value, value != attribute.isDefault
      else { return nil }
      return value ? attribute.word : "NO\(attribute.word)"
    }
    if let limit = new.connectionLimit.value, limit != Role.unlimitedConnections {
      words.append("CONNECTION LIMIT \(limit)")
    }
    if let moment = new.validUntil.value, !moment.isEmpty {
      words.append("VALID UNTIL \(quotedLiteral(moment))")
    }
    let name = quotedIdentifier(new.name)
    let clauses = words.map { " \($0)" }.joined()
    return [
      Operation(
        .createRole, new.id, [SQLFragment("CREATE ROLE \(name)\(clauses)")], provides: [new.id],
        reversal: .statements([SQLFragment("DROP ROLE \(name)")]),
        summary: words.joined(separator: ", ").lowercased())
    ]
  }

  public static func alter(_ old: Role, into new: Role, in context: PlanContext) -> [Operation] {
    var changes: [(forward: String, back: String)] = []
    for attribute in Role.attributes {
      guard let value = new[keyPath: attribute.path].value,
        let former = old[keyPath: attribute.path].value, value != former
      else { continue }
      let words = [attribute.word, "NO\(attribute.word)"]
      changes.append(value ? (words[0], words[1]) : (words[1], words[0]))
    }
    if let limit = new.connectionLimit.value, let former = old.connectionLimit.value,
      limit != former
    {
      changes.append(("CONNECTION LIMIT \(limit)", "CONNECTION LIMIT \(former)"))
    }
    if let moment = new.validUntil.value, let former = old.validUntil.value, moment != former {
      func words(_ moment: String) -> String {
        "VALID UNTIL \(quotedLiteral(moment.isEmpty ? "infinity" : moment))"
      }
      changes.append((words(moment), words(former)))
    }
    guard !changes.isEmpty else { return [] }
    let role = "ALTER ROLE \(quotedIdentifier(new.name))"
    let forward = changes.map(\.forward).joined(separator: " ")
    let back = changes.map(\.back).joined(separator: " ")
    return [
      Operation(
        .alterRole, new.id, [SQLFragment("\(role) \(forward)")], provides: [new.id],
        reversal: .statements([SQLFragment("\(role) \(back)")]),
        summary: changes.map(\.forward).joined(separator: ", ").lowercased())
    ]
  }

  public static func drop(_ old: Role, in context: PlanContext) -> [Operation] { [] }
}
