import SQLText
public import SchemaCore

extension OperationKind {
  static let grantMembership = OperationKind("grant_membership", .roles)
  static let revokeMembership = OperationKind("revoke_membership", .roles)
}

extension MembershipKind {
  /// Exactly the declared memberships remain of a role whose document lists them.
  public static func isDropCandidate(_ live: Membership, in context: PlanContext) -> Bool {
    context.declared.object(Role.id(live.member), as: Role.self)?.managesMemberships == true
  }

  public static func create(_ new: Membership, in context: PlanContext) -> [Operation] {
    [
      Operation(
        .grantMembership, new.id, [grant(new, in: context)],
        requires: parents(of: new, in: context).union(hindrances(of: new, in: context)),
        provides: [new.id], reversal: .statements(revocations(of: new, in: context)),
        summary: "'\(new.member)' becomes a member of '\(new.parent)'")
    ]
  }

  public static func refusal(
    _ old: Membership, into new: Membership, in context: PlanContext
  ) -> String? {
    guard context.serverVersion < 160_000, old.inherit != new.inherit || old.set != new.set
    else { return nil }
    return "'inherit' and 'set' of a membership need PostgreSQL 16"
  }

  /// Granting again changes the options; before PostgreSQL 16 it takes none away.
  public static func alter(
    _ old: Membership, into new: Membership, in context: PlanContext
  ) -> [Operation] {
    func statement(_ from: Membership, _ to: Membership) -> SQLFragment {
      guard context.serverVersion < 160_000, from.admin.value == true, to.admin.value != true
      else { return grant(to, in: context) }
      return SQLFragment(
        "REVOKE ADMIN OPTION FOR \(quotedIdentifier(to.parent)) FROM \(quotedIdentifier(to.member))"
      )
    }
    return [
      Operation(
        .grantMembership, new.id, [statement(old, new)], provides: [new.id],
        reversal: .statements([statement(new, old)]),
        summary: "options of '\(new.member)' as a member of '\(new.parent)'")
    ]
  }

  public static func drop(_ old: Membership, in context: PlanContext) -> [Operation] {
    [
      Operation(
        .revokeMembership, old.id, revocations(of: old, in: context), isDestructive: true,
        provides: [revoked(old)], releases: [old.id],
        reversal: .statements([grant(old, in: context)]),
        summary: "'\(old.member)' is no longer a member of '\(old.parent)'")
    ]
  }

  private static func grant(_ membership: Membership, in context: PlanContext) -> SQLFragment {
    var options: [String] = []
    if context.serverVersion >= 160_000 {
      let all = [("ADMIN", membership.admin), ("INHERIT", membership.inherit)]
      for (word, setting) in all + [("SET", membership.set)] {
        guard let value = setting.value, word != "ADMIN" || value || isLive(membership, context)
        else { continue }
        options.append("\(word) \(value ? "TRUE" : "FALSE")")
      }
    } else if membership.admin.value == true {
      options.append("ADMIN OPTION")
    }
    let clause = options.isEmpty ? "" : " WITH \(options.joined(separator: ", "))"
    return SQLFragment(
      "GRANT \(quotedIdentifier(membership.parent)) TO \(quotedIdentifier(membership.member))"
        + clause)
  }

  private static func isLive(_ membership: Membership, _ context: PlanContext) -> Bool {
    context.live.contains(membership.id)
  }

  /// From PostgreSQL 16 on a REVOKE takes away one grantor's grant only, by default one's own.
  private static func revocations(
    of membership: Membership, in context: PlanContext
  ) -> [SQLFragment] {
    let names = (quotedIdentifier(membership.parent), quotedIdentifier(membership.member))
    let statement = "REVOKE \(names.0) FROM \(names.1)"
    guard context.serverVersion >= 160_000, !membership.grantors.isEmpty else {
      return [SQLFragment(statement)]
    }
    return membership.grantors.map {
      SQLFragment("\(statement) GRANTED BY \(quotedIdentifier($0))")
    }
  }

  // MARK: Order

  /// The memberships of the parent, so that grants come from the top down.
  private static func parents(of new: Membership, in context: PlanContext) -> Set<ObjectID> {
    let memberships = context.declared.parts(of: Role.id(new.parent), as: Membership.self)
    return Set(memberships.map(\.id).filter(context.isCreated))
  }

  /// The revocations without which a grant would close a circle, which PostgreSQL refuses.
  private static func hindrances(of new: Membership, in context: PlanContext) -> Set<ObjectID> {
    var found: Set<ObjectID> = []
    var visited: Set<String> = []
    var waiting = [new.parent]
    while let role = waiting.popLast() {
      guard visited.insert(role).inserted else { continue }
      for membership in context.live.parts(of: Role.id(role), as: Membership.self) {
        if context.isDropped(membership.id) { found.insert(revoked(membership)) }
        waiting.append(membership.parent)
      }
    }
    return visited.contains(new.member) ? found : []
  }

  /// Stands for a membership that is gone.
  private static func revoked(_ membership: Membership) -> ObjectID {
    var id = membership.id
    id.qualifier = "revoked"
    return id
  }
}
