public import SchemaCore

extension GrantKind {
  /// Writes what a role may do beside the owner, with columns and grant options apart.
  public static func encode(
    _ object: Grant, in context: PlanContext, into draft: inout ProjectDraft
  ) {
    if object.isOwners { return }
    switch object.target.kind {
    case .sequence:
      if !isImplied(object, in: context) {
        draft.omit(object.id, "grants on a serial column's sequence follow INSERT")
      }
    case .schema: addSchemaGrant(object, to: &draft)
    default:
      let plain = object.privileges.subtracting(object.grantable)
      add(plain, isGrantable: false, of: object, in: context, to: &draft)
      add(object.grantable, isGrantable: true, of: object, in: context, to: &draft)
    }
  }

  private static func isImplied(_ grant: Grant, in context: PlanContext) -> Bool {
    let whole = context.live.object(
      Grant.id(on: Table.id(grant.target.qualifiedName), to: grant.grantee), as: Grant.self)
    return grant.privileges == ["USAGE"] && grant.grantable.isEmpty
      && whole?.privileges.contains("INSERT") == true
  }

  private static func addSchemaGrant(_ grant: Grant, to draft: inout ProjectDraft) {
    let file = ExtensionKind.extensionsFile(in: &draft)
    let group = ObjectID(.grant, "", qualifier: "schemas:\(grant.grantee)")
    if !draft.contains(group) {
      draft.addItem(
        group, to: "schema_grants", of: file, keyOrder: ["to", "schemas"],
        [.init("to", .text(writtenRole(grant.grantee)))])
    }
    draft.append(.text(grant.target.name), to: "schemas", on: group)
  }

  /// Columns of one table with the same privileges of one role stand together.
  private static func add(
    _ privileges: Set<String>, isGrantable: Bool, of grant: Grant, in context: PlanContext,
    to draft: inout ProjectDraft
  ) {
    guard !privileges.isEmpty else { return }
    let available = Privileges.available(
      on: grant.target.kind, column: grant.column, serverVersion: context.serverVersion)
    let names =
      privileges == available ? [Privileges.all] : Privileges.ordered(privileges)
    let group = ObjectID(
      .grant, schema: grant.target.schema, grant.target.name, member: grant.target.member,
      qualifier: "\(grant.target.kind) \(grant.column != nil) \(isGrantable) "
        + "\(names.joined(separator: ",")):\(grant.grantee)")
    if !draft.contains(group) {
      var entries: [YAMLValue.Entry] = [.init("to", .text(writtenRole(grant.grantee)))]
      entries.add("privileges", .texts(names))
      entries.add("with_grant_option", isGrantable)
      draft.addItem(
        group, to: "grants", of: grant.target,
        keyOrder: ["to", "privileges", "columns", "with_grant_option"], entries)
    }
    if let column = grant.column { draft.append(.text(column), to: "columns", on: group) }
  }
}
