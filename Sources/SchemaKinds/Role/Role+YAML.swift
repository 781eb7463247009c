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
    let parents = readParents(from: &reader, into: &declarations.report)
    role.managesMemberships = parents != nil
    let comment = reader.comment(&declarations.report)
    reader.finish(&declarations.report)
    guard let name,
      checkName(name, at: reader.range(of: "role"), into: &declarations.report)
    else { return }
    declarations.declare(role, at: node.range)
    for (parent, range) in parents ?? [] {
      let membership = Membership(member: name, parent: parent)
      declarations.declare(membership, at: range)
      declarations.useRole(parent, by: membership.id, at: range)
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
    from reader: inout MappingReader, into report: inout DiagnosticReport
  ) -> [(text: String, range: SourceRange)]? {
    let alias = roleNames("in", from: &reader, into: &report)
    guard let parents = roleNames("member_of", from: &reader, into: &report) ?? alias
    else { return nil }
    return parents.filter { parent in
      guard parent.text == publicRole || isRoleKeyword(parent.text) else { return true }
      report.error(
        "wrong-value", "a role is a member of named roles, not of \(parent.text)",
        at: parent.range)
      return false
    }
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
