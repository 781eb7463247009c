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

  /// An owner has all privileges anyway, and what a live object's missing grant means is known.
  public static func isImplied(_ grant: Grant, in context: NormalizationContext) -> Bool {
    guard context.live.contains(grant.target), !context.live.contains(grant.id) else {
      return false
    }
    if isOwners(grant, in: context) { return true }
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
