import SQLText
public import SchemaCore
public import SourceText

/// Roles: `role` with its attributes and `member_of`.
public enum RoleKind: ObjectKind {
  public typealias Object = Role
  public static var id: KindID { .role }
  public static var access: Access? { Access("ROLE", hasOwner: false) }
  public static var namespace: Namespace { .role }
  public static var places: [YAMLPlace] { [.document(keys: ["role"])] }

  public static func decode(
    _ node: DocumentNode, in scope: DecodingScope, into declarations: inout Declarations
  ) {
    guard var reader = MappingReader(node, noun: "role", report: &declarations.report)
    else { return }
    let name = reader.requiredString("role", &declarations.report)
    var role = Role(name: name ?? "")
    for attribute in Role.attributes {
      if let value = reader.bool(attribute.key, &declarations.report) {
        role[keyPath: attribute.path] = .set(value)
      }
    }
    if let limit = readConnectionLimit(from: &reader, into: &declarations.report) {
      role.connectionLimit = .set(limit)
    }
    if let moment = reader.string("valid_until", &declarations.report) {
      role.validUntil = .set(moment)
    }
    let parents = readParents(of: name ?? "", from: &reader, into: &declarations.report)
    role.managesMemberships = parents != nil
    let comment = reader.comment(&declarations.report)
    reader.finish(&declarations.report)
    guard let name,
      checkName(name, at: reader.range(of: "role"), into: &declarations.report)
    else { return }
    declarations.declare(role, at: node.range)
    for (membership, range) in parents ?? [] {
      declarations.declare(membership, at: range)
      declarations.useRole(membership.parent, by: membership.id, at: range)
    }
    declarations.declareComment(comment, on: role.id, at: reader.range(of: "comment"))
  }

  private static func readConnectionLimit(
    from reader: inout MappingReader, into report: inout DiagnosticReport
  ) -> Int? {
    guard let limit = reader.int("connection_limit", &report) else { return nil }
    guard limit < Role.unlimitedConnections else { return limit }
    report.error(
      "wrong-value", "'connection_limit' of a role must be -1 (without limit) or more",
      at: reader.range(of: "connection_limit"))
    return nil
  }

  /// Reads `member_of`, or its alias `in`.
  private static func readParents(
    of member: String, from reader: inout MappingReader, into report: inout DiagnosticReport
  ) -> [(membership: Membership, range: SourceRange)]? {
    let alias = reader.value("in")
    guard let node = reader.value("member_of") ?? alias else { return nil }
    var parents: [(membership: Membership, range: SourceRange)] = []
    for item in node.items ?? [node] {
      if item.entries != nil {
        if let parent = readMembership(of: member, item, into: &report) {
          parents.append((parent, item.range))
        }
      } else if let text = item.scalar, !item.isNull {
        parents += roles(in: text, at: item.range).map {
          (Membership(member: member, parent: $0.text), $0.range)
        }
      } else {
        report.error(
          "wrong-type",
          "'member_of' of a role must be a list of roles, not \(item.formDescription)",
          at: item.range)
      }
    }
    return parents.filter { parent in
      let name = parent.membership.parent
      guard name == publicRole || isRoleKeyword(name) else { return true }
      report.error(
        "wrong-value", "a role is a member of named roles, not of \(name)", at: parent.range)
      return false
    }
  }

  /// Reads a membership with its options: `{role, admin, inherit, set}`.
  private static func readMembership(
    of member: String, _ node: DocumentNode, into report: inout DiagnosticReport
  ) -> Membership? {
    guard var reader = MappingReader(node, noun: "membership", report: &report) else { return nil }
    let name = reader.requiredString("role", &report)
    var membership = Membership(member: member, parent: name ?? "")
    if let value = reader.bool("admin", &report) { membership.admin = .set(value) }
    if let value = reader.bool("inherit", &report) { membership.inherit = .set(value) }
    if let value = reader.bool("set", &report) { membership.set = .set(value) }
    reader.finish(&report)
    return name == nil ? nil : membership
  }

  private static func checkName(
    _ name: String, at range: SourceRange, into report: inout DiagnosticReport
  ) -> Bool {
    // PostgreSQL refuses them too (42939), even in quotes.
    if name.hasPrefix("pg_") || name == "public" || name == "none" {
      report.error("invalid-name", "role name '\(name)' is reserved by PostgreSQL", at: range)
      return false
    }
    return checkLength(name, at: range, into: &report)
  }
}
