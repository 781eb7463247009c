public import SchemaCore

extension DefaultPrivilegeKind {
  /// Writes `ALL` out and says who makes the objects.
  public static func normalized(
    _ declared: DefaultPrivilege, in context: NormalizationContext
  ) -> DefaultPrivilege {
    var copy = declared
    if copy.creator.isEmpty { copy.creator = context.facts.currentRole }
    // In a schema privileges are added, so that a creator's own are like any other's.
    if copy.grantee == copy.creator, !copy.schema.isEmpty { copy.grantee = ownRole }
    let all = copy.privilegeClass.privileges(serverVersion: context.facts.serverVersion)
    if copy.privileges.contains(Privileges.all) { copy.privileges = all }
    if copy.grantable.contains(Privileges.all) { copy.grantable = all }
    return copy
  }

  /// Who makes an object has all privileges on it, and some defaults are PostgreSQL's own.
  public static func isImplied(
    _ declared: DefaultPrivilege, in context: NormalizationContext
  ) -> Bool {
    guard !context.live.contains(declared.id) else { return false }
    if declared.grantee == declared.creator { return true }
    return declared.grantable.isEmpty
      && declared.privileges == baseline(of: declared, context.facts.serverVersion)
  }

  /// Returns what a role gets where nobody says anything.
  static func baseline(of object: DefaultPrivilege, _ serverVersion: Int) -> Set<String> {
    guard object.schema.isEmpty else { return [] }
    switch object.grantee {
    case ownRole: return object.privilegeClass.privileges(serverVersion: serverVersion)
    case publicRole: return object.privilegeClass.ofPublic
    default: return []
    }
  }

  /// A project that writes one entry for a role, place and class writes all of them.
  public static func isDropCandidate(
    _ live: DefaultPrivilege, in context: PlanContext
  ) -> Bool {
    var group = live
    group.grantee = ""
    if context.declared.mentioned.contains(group.id) { return true }
    group.creator = ""
    return live.creator == context.facts.currentRole
      && context.declared.mentioned.contains(group.id)
  }
}
