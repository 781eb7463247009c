import SQLText
public import SchemaCore

extension OperationKind {
  static let grantTable = OperationKind("grant_table", .grants)
  static let revokeTable = OperationKind("revoke_table", .grants)
  static let grantColumn = OperationKind("grant_column", .grants)
  static let revokeColumn = OperationKind("revoke_column", .grants)
  static let grantSequence = OperationKind("grant_sequence", .grants)
  static let revokeSequence = OperationKind("revoke_sequence", .grants)
  static let grantFunction = OperationKind("grant_function", .grants)
  static let revokeFunction = OperationKind("revoke_function", .grants)
  static let grantSchema = OperationKind("grant_schema", .grants)
  static let revokeSchema = OperationKind("revoke_schema", .grants)
}

extension GrantKind {
  public static func create(_ new: Grant, in context: PlanContext) -> [Operation] {
    var nothing = new
    nothing.privileges = []
    nothing.grantable = []
    return alter(nothing, into: new, in: context)
  }

  public static func alter(
    _ old: Grant, into new: Grant, in context: PlanContext
  ) -> [Operation] {
    let change = GrantChange(from: old, to: new, in: context)
    var operations: [Operation] = []
    if !change.revocations.isEmpty, !new.isOwners {
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

  public static func drop(_ old: Grant, in context: PlanContext) -> [Operation] {
    var nothing = old
    nothing.privileges = []
    nothing.grantable = []
    // A sequence may be used otherwise too: only what INSERT implied goes.
    if old.target.kind == .sequence {
      nothing.privileges = old.privileges.subtracting(["USAGE"])
      nothing.grantable = old.grantable.subtracting(["USAGE"])
    }
    let change = GrantChange(from: old, to: nothing, in: context)
    guard !change.revocations.isEmpty, !old.isOwners else { return [] }
    return [
      Operation(
        revokeKind(of: old), old.id, change.revocations + change.keptByColumn,
        releases: [old.id], reversal: .statements(change.undoneRevocations),
        summary: change.revocationSummary)
    ]
  }

  private static func grantKind(of grant: Grant) -> OperationKind {
    switch grant.target.kind {
    case .function: .grantFunction
    case .schema: .grantSchema
    case .sequence: .grantSequence
    default: grant.column == nil ? .grantTable : .grantColumn
    }
  }

  private static func revokeKind(of grant: Grant) -> OperationKind {
    switch grant.target.kind {
    case .function: .revokeFunction
    case .schema: .revokeSchema
    case .sequence: .revokeSequence
    default: grant.column == nil ? .revokeTable : .revokeColumn
    }
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
    role = roleSQL(new.grantee)
    column = new.column
    let missing = new.privileges.subtracting(old.privileges)
    plain = missing.subtracting(new.grantable)
    handedOn = new.grantable.subtracting(old.grantable).intersection(new.privileges)
    revoked = old.privileges.subtracting(new.privileges)
    revokedOptions = old.grantable.subtracting(new.grantable).intersection(new.privileges)
    if new.column == nil, new.target.kind == .table {
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
    switch target.kind {
    case .function: "FUNCTION \(target.qualifiedName.sql)\(target.member)"
    case .schema: "SCHEMA \(quotedIdentifier(target.name))"
    case .sequence: "SEQUENCE \(GrantKind.sequenceName(target, in: context).sql)"
    default: "TABLE \(target.qualifiedName.sql)"
    }
  }
}
