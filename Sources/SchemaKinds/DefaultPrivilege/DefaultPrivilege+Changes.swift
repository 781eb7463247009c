import SQLText
public import SchemaCore

extension OperationKind {
  // After all objects are made, so that the project's own have the grants that it writes.
  static let grantDefaultPrivileges = OperationKind("grant_default_privileges", .grants)
  static let revokeDefaultPrivileges = OperationKind("revoke_default_privileges", .grants)
}

extension DefaultPrivilegeKind {
  public static func create(_ new: DefaultPrivilege, in context: PlanContext) -> [Operation] {
    change(from: untouched(new, in: context), to: new, isDrop: false)
  }

  public static func alter(
    _ old: DefaultPrivilege, into new: DefaultPrivilege, in context: PlanContext
  ) -> [Operation] {
    change(from: old, to: new, isDrop: false)
  }

  public static func drop(_ old: DefaultPrivilege, in context: PlanContext) -> [Operation] {
    change(from: old, to: untouched(old, in: context), isDrop: true)
  }

  private static func untouched(
    _ object: DefaultPrivilege, in context: PlanContext
  ) -> DefaultPrivilege {
    var copy = object
    copy.privileges = baseline(of: object, context.serverVersion)
    copy.grantable = []
    return copy
  }

  private static func change(
    from old: DefaultPrivilege, to new: DefaultPrivilege, isDrop: Bool
  ) -> [Operation] {
    let revocations = revocations(from: old, to: new)
    let grants = grants(from: old, to: new)
    let id = new.id
    var operations: [Operation] = []
    if !revocations.isEmpty {
      operations.append(
        Operation(
          .revokeDefaultPrivileges, id, revocations, provides: isDrop ? [] : [id],
          releases: isDrop ? [id] : [], reversal: .statements(Self.grants(from: new, to: old)),
          summary: "on \(new.objects) from \(roleName(of: new))"))
    }
    if !grants.isEmpty {
      operations.append(
        Operation(
          .grantDefaultPrivileges, id, grants, provides: isDrop ? [] : [id],
          releases: isDrop ? [id] : [],
          reversal: .statements(Self.revocations(from: new, to: old)),
          summary: "on \(new.objects) to \(roleName(of: new))"))
    }
    return operations
  }

  private static func grants(
    from old: DefaultPrivilege, to new: DefaultPrivilege
  ) -> [SQLFragment] {
    let missing = new.privileges.subtracting(old.privileges)
    let handedOn = new.grantable.subtracting(old.grantable).intersection(new.privileges)
    return statement("GRANT", missing.subtracting(handedOn), "TO", new)
      + statement("GRANT", handedOn, "TO", new, suffix: " WITH GRANT OPTION")
  }

  private static func revocations(
    from old: DefaultPrivilege, to new: DefaultPrivilege
  ) -> [SQLFragment] {
    let options = old.grantable.subtracting(new.grantable).intersection(new.privileges)
    return statement("REVOKE", old.privileges.subtracting(new.privileges), "FROM", new)
      + statement("REVOKE GRANT OPTION FOR", options, "FROM", new)
  }

  private static func statement(
    _ verb: String, _ privileges: Set<String>, _ preposition: String,
    _ object: DefaultPrivilege, suffix: String = ""
  ) -> [SQLFragment] {
    guard !privileges.isEmpty else { return [] }
    let place = object.schema.isEmpty ? "" : " IN SCHEMA \(quotedIdentifier(object.schema))"
    let names = Privileges.ordered(privileges).joined(separator: ", ")
    return [
      SQLFragment(
        """
        ALTER DEFAULT PRIVILEGES FOR ROLE \(quotedIdentifier(object.creator))\(place) \
        \(verb) \(names) ON \(object.objects.uppercased()) \
        \(preposition) \(roleName(of: object))\(suffix)
        """)
    ]
  }

  private static func roleName(of object: DefaultPrivilege) -> String {
    roleSQL(object.grantee == ownRole ? object.creator : object.grantee)
  }
}
