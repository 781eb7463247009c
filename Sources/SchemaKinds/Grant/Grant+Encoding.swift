public import SchemaCore

extension GrantKind {
  /// Writes what a role may do beside the owner, with columns and grant options apart.
  public static func encode(
    _ object: Grant, in context: PlanContext, into draft: inout ProjectDraft
  ) {
    guard object.grantor.isEmpty else {
      return draft.omit(object.id, "'\(object.grantor)' granted it, who isn't the owner")
    }
    var object = object
    // The sequence of a serial or identity column has no document: its column has the grants.
    if let column = columnOfSequence(object.target, in: context, draft) {
      object.target = Grant.sequence(of: column)
      if isImplied(object, in: context) { return }
    }
    let plain = object.privileges.subtracting(object.grantable)
    if object.privileges.isEmpty || !plain.isEmpty {
      add(plain, isGrantable: false, of: object, in: context, to: &draft)
    }
    if !object.grantable.isEmpty {
      add(object.grantable, isGrantable: true, of: object, in: context, to: &draft)
    }
    addMissingSequences(of: object, in: context, to: &draft)
  }

  private static func columnOfSequence(
    _ target: ObjectID, in context: PlanContext, _ draft: ProjectDraft
  ) -> ObjectID? {
    if target.isColumnSequence { return Column.id(target.member, of: target.qualifiedName) }
    guard target.kind == .sequence, !draft.contains(target) else { return nil }
    return context.live.object(target, as: NumberSequence.self)?.ownedBy
  }

  /// INSERT implies USAGE on the sequences of serial columns; where it isn't there, that is said.
  private static func addMissingSequences(
    of grant: Grant, in context: PlanContext, to draft: inout ProjectDraft
  ) {
    guard grant.target.kind == .table, grant.column == nil, grant.grantee != ownRole,
      grant.privileges.contains("INSERT")
    else { return }
    for column in context.live.parts(of: grant.target, as: Column.self) where column.isSerial {
      let sequence = NumberSequence.id(column.ownedSequence ?? column.sequenceName)
      guard !draft.contains(sequence),
        !context.live.contains(Grant.id(on: sequence, to: grant.grantee))
      else { continue }
      let nothing = Grant(
        target: Grant.sequence(of: column.id), grantee: grant.grantee, privileges: [])
      add([], isGrantable: false, of: nothing, in: context, to: &draft)
    }
  }

  /// Whether it is of no use but for INSERT, which an identity column allows without it.
  private static func isImplied(_ grant: Grant, in context: PlanContext) -> Bool {
    let whole = context.live.object(
      Grant.id(on: Table.id(grant.target.qualifiedName), to: grant.grantee), as: Grant.self)
    return grant.privileges == ["USAGE"] && grant.grantable.isEmpty
      && whole?.privileges.contains("INSERT") == true
  }

  /// Columns of one table with the same privileges of one role stand together.
  private static func add(
    _ privileges: Set<String>, isGrantable: Bool, of grant: Grant, in context: PlanContext,
    to draft: inout ProjectDraft
  ) {
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
      entries.append(.init("privileges", .texts(names)))
      entries.add("with_grant_option", isGrantable)
      draft.addItem(
        group, to: grant.target.isColumnSequence ? "sequence_grants" : "grants",
        of: grant.target.isColumnSequence
          ? Column.id(grant.target.member, of: grant.target.qualifiedName) : grant.target,
        keyOrder: ["to", "privileges", "columns", "with_grant_option"], entries)
    }
    if let column = grant.column { draft.append(.text(column), to: "columns", on: group) }
  }
}
