public import SchemaCore

extension GrantKind {
  /// Returns what a role has on an object that nobody granted anything on.
  ///
  /// - Parameter isNew: whether the run makes the object, so that schema public isn't initdb's.
  static func baseline(
    of grantee: String, on target: ObjectID, column: String?, isNew: Bool, serverVersion: Int
  ) -> Set<String> {
    guard column == nil, let kind = Privileges.privilegeClass(of: target.kind) else { return [] }
    switch grantee {
    case ownRole: return kind.privileges(serverVersion: serverVersion)
    case publicRole:
      return target == Schema.id("public") && !isNew ? initialOfPublic : kind.ofPublic
    default: return []
    }
  }

  /// Returns what default privileges give a role on an object that another role makes now.
  static func inherited(
    by grantee: String, on target: ObjectID, column: String?, madeBy creator: String,
    in context: PlanContext
  ) -> (privileges: Set<String>, grantable: Set<String>) {
    let baseline = baseline(
      of: grantee, on: target, column: column, isNew: true, serverVersion: context.serverVersion)
    guard column == nil, let kind = Privileges.privilegeClass(of: target.kind),
      let objects = DefaultPrivilege.classes.first(where: { $0.privileges.letter == kind.letter })?
        .objects
    else { return (baseline, []) }
    func entry(in schema: String) -> DefaultPrivilege? {
      let id = DefaultPrivilege.id(of: creator, in: schema, on: objects, to: grantee)
      return context.live.object(id, as: DefaultPrivilege.self)
    }
    let everywhere = entry(in: "")
    let here = target.schema.isEmpty ? nil : entry(in: target.schema)
    return (
      (everywhere?.privileges ?? baseline).union(here?.privileges ?? []),
      (everywhere?.grantable ?? []).union(here?.grantable ?? [])
    )
  }

  /// Whether a live grant says no more than what default privileges gave.
  static func isInherited(_ live: Grant, in context: PlanContext) -> Bool {
    let creator = context.facts.owners[live.target] ?? context.facts.currentRole
    let inherited = inherited(
      by: live.grantee, on: live.target, column: live.column, madeBy: creator, in: context)
    return live.privileges.isSubset(of: inherited.privileges)
      && live.grantable.isSubset(of: inherited.grantable)
  }

  /// An owner has all privileges anyway, and what a live object's missing grant means is known.
  public static func isImplied(_ grant: Grant, in context: NormalizationContext) -> Bool {
    let target =
      grant.target.isColumnSequence
      ? Column.id(grant.target.member, of: grant.target.qualifiedName) : grant.target
    guard !context.live.contains(grant.id) else { return false }
    if isOwners(grant, in: context) { return true }
    guard context.live.contains(target) else { return false }
    let baseline = baseline(
      of: grant.grantee, on: grant.target, column: grant.column, isNew: false,
      serverVersion: context.facts.serverVersion)
    return grant.privileges == baseline && grant.grantable.isEmpty
  }

  /// Whether the role is the one that owns the object, as declared or else as it is.
  static func isOwners(_ grant: Grant, in context: NormalizationContext) -> Bool {
    let declared = context.declared.object(Owner.id(of: grant.target), as: Owner.self)?.role
    let owner = declared ?? context.facts.owners[grant.target] ?? context.facts.currentRole
    return grant.grantee == owner
  }
}
