import SQLText
public import SchemaCore

extension RoleKind {
  public static func encode(
    _ object: Role, in context: PlanContext, into draft: inout ProjectDraft
  ) {
    var entries: [YAMLValue.Entry] = [.init("role", .text(object.name))]
    for attribute in Role.attributes {
      guard let value = object[keyPath: attribute.path].value else { continue }
      entries.add(attribute.key, value, unless: attribute.isDefault)
    }
    if let limit = object.connectionLimit.value, limit != Role.unlimitedConnections {
      entries.append(.init("connection_limit", .integer(limit)))
    }
    entries.add("valid_until", object.validUntil.value ?? "")
    draft.addDocument(
      object.id,
      path: "roles/\(draft.fileName(of: QualifiedName(schema: "", name: object.name)))",
      keyOrder: ["role", "comment"] + Role.attributes.map(\.key) + [
        "connection_limit", "valid_until", "member_of",
      ], entries)
  }
}

extension MembershipKind {
  /// Adds to the `member_of` of the member.
  public static func encode(
    _ object: Membership, in context: PlanContext, into draft: inout ProjectDraft
  ) {
    let isWritten = draft.append(
      written(object), to: "member_of", on: Role.id(object.member))
    if !isWritten { draft.omit(object.id, "its member is not written") }
  }

  /// The name alone, or with the options that aren't what a plain GRANT gives.
  private static func written(_ membership: Membership) -> YAMLValue {
    var entries: [YAMLValue.Entry] = [.init("role", .text(membership.parent))]
    entries.add("admin", membership.admin.value ?? false)
    entries.add("inherit", membership.inherit.value ?? true, unless: true)
    entries.add("set", membership.set.value ?? true, unless: true)
    return entries.count == 1 ? .text(writtenRole(membership.parent)) : .mapping(entries)
  }
}
