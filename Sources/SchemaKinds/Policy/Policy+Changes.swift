import SQLText
public import SchemaCore

extension OperationKind {
  static let createPolicy = OperationKind("create_policy", .rowSecurity)
  static let alterPolicy = OperationKind("alter_policy", .rowSecurity)
  static let dropPolicy = OperationKind("drop_policy", .rowSecurity)
}

extension PolicyKind {
  /// ALTER POLICY changes neither command nor mode, and can't take a condition away.
  public static func needsReplacement(
    _ old: Policy, by new: Policy, in context: PlanContext
  ) -> Bool {
    old.command != new.command || old.isPermissive != new.isPermissive
      || (!old.using.isEmpty && new.using.isEmpty) || (!old.check.isEmpty && new.check.isEmpty)
  }

  public static func create(_ new: Policy, in context: PlanContext) -> [Operation] {
    [
      Operation(
        .createPolicy, new.id, [creation(of: new)],
        locks: context.locks(.accessExclusive, on: Table.id(new.table)), provides: [new.id],
        reversal: .statements([removal(of: new)]), summary: summary(of: new))
    ]
  }

  public static func alter(
    _ old: Policy, into new: Policy, in context: PlanContext
  ) -> [Operation] {
    let reversal: Reversal =
      needsReplacement(new, by: old, in: context)
      ? .statements([removal(of: new), creation(of: old)])
      : .statements([change(from: new, to: old)])
    return [
      Operation(
        .alterPolicy, new.id, [change(from: old, to: new)],
        locks: context.locks(.accessExclusive, on: Table.id(new.table)), provides: [new.id],
        reversal: reversal, summary: summary(from: old, to: new))
    ]
  }

  public static func drop(_ old: Policy, in context: PlanContext) -> [Operation] {
    [
      Operation(
        .dropPolicy, old.id, [removal(of: old)],
        locks: context.locks(.accessExclusive, on: Table.id(old.table)),
        isDestructive: !context.isCreated(old.id), releases: [old.id],
        reversal: .statements([creation(of: old)]))
    ]
  }

  /// Returns the statement that makes a policy.
  ///
  /// - Parameter table: another table to make it on; nil for its own.
  static func creation(of policy: Policy, on table: QualifiedName? = nil) -> SQLFragment {
    var sql = "CREATE POLICY \(quotedIdentifier(policy.name)) ON \((table ?? policy.table).sql)"
    if !policy.isPermissive { sql += " AS RESTRICTIVE" }
    sql += " FOR \(policy.command.rawValue) TO \(roleList(policy))"
    return SQLFragment(sql + conditions(using: policy.using, check: policy.check))
  }

  private static func change(from old: Policy, to new: Policy) -> SQLFragment {
    var sql = "ALTER POLICY \(quotedIdentifier(new.name)) ON \(new.table.sql)"
    if old.roles != new.roles { sql += " TO \(roleList(new))" }
    return SQLFragment(
      sql
        + conditions(
          using: old.using != new.using ? new.using : "",
          check: old.check != new.check ? new.check : ""))
  }

  private static func removal(of policy: Policy) -> SQLFragment {
    SQLFragment("DROP POLICY \(quotedIdentifier(policy.name)) ON \(policy.table.sql)")
  }

  private static func conditions(using: String, check: String) -> String {
    (using.isEmpty ? "" : " USING (\(using))") + (check.isEmpty ? "" : " WITH CHECK (\(check))")
  }

  private static func roleList(_ policy: Policy) -> String {
    policy.roles.map(roleSQL).joined(separator: ", ")
  }

  private static func summary(of policy: Policy) -> String {
    let mode = policy.isPermissive ? "" : "restrictive, "
    return "\(mode)for \(policy.command.rawValue) to \(policy.roles.joined(separator: ", "))"
  }

  private static func summary(from old: Policy, to new: Policy) -> String {
    var parts: [String] = []
    if old.roles != new.roles { parts.append("to \(new.roles.joined(separator: ", "))") }
    if old.using != new.using { parts.append("using") }
    if old.check != new.check { parts.append("check") }
    return parts.joined(separator: ", ")
  }
}
