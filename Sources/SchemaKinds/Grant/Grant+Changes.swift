import SQLText
public import SchemaCore

extension GrantKind {
  public static func create(_ new: Grant, in context: PlanContext) -> [Operation] {
    var before = new
    before.grantable = []
    if context.isCreated(new.target) {
      (before.privileges, before.grantable) = inherited(
        by: new.grantee, on: new.target, column: new.column,
        madeBy: context.facts.currentRole, in: context)
    } else {
      before.privileges = baseline(
        of: new.grantee, on: new.target, column: new.column, isNew: false,
        serverVersion: context.serverVersion)
    }
    return alter(before, into: new, in: context)
  }

  public static func alter(
    _ old: Grant, into new: Grant, in context: PlanContext
  ) -> [Operation] {
    let change = GrantChange(from: old, to: new, in: context)
    var operations: [Operation] = []
    if !change.revocations.isEmpty {
      operations.append(
        Operation(
          revokeKind(of: new), new.id, change.revocations + change.keptByColumn,
          provides: [new.id], reversal: .statements(change.undoneRevocations),
          summary: change.revocationSummary))
    }
    if !change.grants.isEmpty {
      operations.append(
        Operation(
          grantKind(of: new), new.id, change.grants, provides: [new.id],
          reversal: .statements(change.undoneGrants), summary: change.grantSummary))
    }
    return operations
  }

  /// Leads back to what the role has on a new object: nothing, but for PUBLIC and the owner.
  public static func drop(_ old: Grant, in context: PlanContext) -> [Operation] {
    var after = old
    after.grantable = []
    after.privileges = baseline(
      of: old.grantee, on: old.target, column: old.column, isNew: false,
      serverVersion: context.serverVersion)
    // A sequence may be used otherwise too: only what INSERT implied goes. A project that only
    // has schema grants says nothing of CREATE.
    if old.target.isColumnSequence || old.target.kind == .schema
      || isOfSerialColumn(old, in: context.declared),
      !listsAllGrants(on: old.target, in: context.declared)
    {
      after.privileges.formUnion(old.privileges.subtracting(["USAGE"]))
      after.grantable = old.grantable.subtracting(["USAGE"])
    }
    let change = GrantChange(from: old, to: after, in: context)
    var operations: [Operation] = []
    if !change.revocations.isEmpty {
      operations.append(
        Operation(
          revokeKind(of: old), old.id, change.revocations + change.keptByColumn,
          releases: [old.id], reversal: .statements(change.undoneRevocations),
          summary: change.revocationSummary))
    }
    if !change.grants.isEmpty {
      operations.append(
        Operation(
          grantKind(of: old), old.id, change.grants, releases: [old.id],
          reversal: .statements(change.undoneGrants), summary: change.grantSummary))
    }
    return operations
  }
}

/// The statements between two states of one grant.
struct GrantChange {
  private let target: String
  private let role: String
  private let column: String?
  /// What is granted without and with the option to hand it on.
  private let plain: Set<String>
  private let handedOn: Set<String>
  private let revoked: Set<String>
  private let revokedOptions: Set<String>
  private let old: Grant
  /// Grants of columns that the revocations take along.
  private(set) var keptByColumn: [SQLFragment] = []

  init(from old: Grant, to new: Grant, in context: PlanContext) {
    self.old = old
    target = GrantChange.targetSQL(new.target, in: context)
    role = roleSQL(
      new.grantee == ownRole ? context.ownerName(of: new.target) : new.grantee)
    column = new.column
    let missing = new.privileges.subtracting(old.privileges)
    plain = missing.subtracting(new.grantable)
    handedOn = new.grantable.subtracting(old.grantable).intersection(new.privileges)
    revoked = old.privileges.subtracting(new.privileges)
    revokedOptions = old.grantable.subtracting(new.grantable).intersection(new.privileges)
    if new.column == nil, Privileges.privilegeClass(of: new.target.kind) == .relation {
      keptByColumn = columnGrants(of: new, in: context)
    }
  }

  /// REVOKE on a table revokes the same privileges on its columns (manual, REVOKE).
  private func columnGrants(of grant: Grant, in context: PlanContext) -> [SQLFragment] {
    GrantKind.grants(on: grant.target, in: context.declared).flatMap { other -> [SQLFragment] in
      guard let column = other.column, other.grantee == grant.grantee else { return [] }
      let lost = other.privileges.intersection(revoked.union(revokedOptions))
      let handedOn = lost.intersection(other.grantable)
      return granting(lost.subtracting(handedOn), column: column)
        + granting(handedOn, column: column, withOption: true)
    }
  }

  var grants: [SQLFragment] {
    granting(plain, column: column) + granting(handedOn, column: column, withOption: true)
  }

  var revocations: [SQLFragment] {
    revoking(revoked) + revoking(revokedOptions, optionOnly: true)
  }

  var undoneGrants: [SQLFragment] {
    let options = handedOn.intersection(old.privileges)
    return revoking(plain.union(handedOn).subtracting(options))
      + revoking(options, optionOnly: true)
  }

  var undoneRevocations: [SQLFragment] {
    let options = revokedOptions.union(revoked.intersection(old.grantable))
    return granting(revoked.subtracting(options), column: column)
      + granting(options, column: column, withOption: true)
  }

  var grantSummary: String {
    let option = plain.isEmpty && !handedOn.isEmpty ? " with grant option" : ""
    return "\(list(plain.union(handedOn))) to \(role)\(option)"
  }

  var revocationSummary: String {
    revoked.isEmpty
      ? "grant option for \(list(revokedOptions)) from \(role)"
      : "\(list(revoked.union(revokedOptions))) from \(role)"
  }

  private func granting(
    _ privileges: Set<String>, column: String?, withOption: Bool = false
  ) -> [SQLFragment] {
    if privileges.isEmpty { return [] }
    let option = withOption ? " WITH GRANT OPTION" : ""
    return [
      SQLFragment("GRANT \(list(privileges, column: column)) ON \(target) TO \(role)\(option)")
    ]
  }

  private func revoking(_ privileges: Set<String>, optionOnly: Bool = false) -> [SQLFragment] {
    if privileges.isEmpty { return [] }
    let option = optionOnly ? "GRANT OPTION FOR " : ""
    let names = list(privileges, column: column)
    return [SQLFragment("REVOKE \(option)\(names) ON \(target) FROM \(role)")]
  }

  private func list(_ privileges: Set<String>, column: String? = nil) -> String {
    let suffix = column.map { " (\(quotedIdentifier($0)))" } ?? ""
    return Privileges.ordered(privileges).map { $0 + suffix }.joined(separator: ", ")
  }

  private static func targetSQL(_ target: ObjectID, in context: PlanContext) -> String {
    if target.isColumnSequence {
      let id = Column.id(target.member, of: target.qualifiedName)
      for snapshot in [context.declared, context.live] {
        if let column = snapshot.object(id, as: Column.self), let identity = column.identity {
          return "SEQUENCE \(identity.sequence(of: column).sql)"
        }
      }
    }
    let noun = Privileges.privilegeClass(of: target.kind)?.noun ?? "TABLE"
    return "\(noun) \(context.sql(ofGrantTarget: target))"
  }
}
