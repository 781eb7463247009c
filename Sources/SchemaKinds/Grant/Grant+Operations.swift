import SchemaCore

extension OperationKind {
  /// Granting and revoking by the word of a privilege class.
  fileprivate static let grants: [String: (grant: OperationKind, revoke: OperationKind)] = [
    "table": (OperationKind("grant_table", .grants), OperationKind("revoke_table", .grants)),
    "column": (OperationKind("grant_column", .grants), OperationKind("revoke_column", .grants)),
    "sequence": (
      OperationKind("grant_sequence", .grants), OperationKind("revoke_sequence", .grants)
    ),
    "function": (
      OperationKind("grant_function", .grants), OperationKind("revoke_function", .grants)
    ),
    "schema": (OperationKind("grant_schema", .grants), OperationKind("revoke_schema", .grants)),
    "type": (OperationKind("grant_type", .grants), OperationKind("revoke_type", .grants)),
    "language": (
      OperationKind("grant_language", .grants), OperationKind("revoke_language", .grants)
    ),
    "foreign_data_wrapper": (
      OperationKind("grant_foreign_data_wrapper", .grants),
      OperationKind("revoke_foreign_data_wrapper", .grants)
    ),
    "foreign_server": (
      OperationKind("grant_foreign_server", .grants),
      OperationKind("revoke_foreign_server", .grants)
    ),
  ]
}

extension GrantKind {
  static func grantKind(of grant: Grant) -> OperationKind { operationKinds(of: grant).grant }
  static func revokeKind(of grant: Grant) -> OperationKind { operationKinds(of: grant).revoke }

  private static func operationKinds(
    of grant: Grant
  ) -> (grant: OperationKind, revoke: OperationKind) {
    let word =
      grant.column == nil
      ? Privileges.privilegeClass(of: grant.target.kind)?.word ?? "table" : "column"
    guard let kinds = OperationKind.grants[word] else {
      preconditionFailure("there are no operations for grants on a \(word)")
    }
    return kinds
  }
}
