import SQLText
public import SchemaCore

extension OperationKind {
  static let renameRole = OperationKind("rename_role", .renames)
}

extension Role {
  public func renamed(by names: Renaming) -> Role {
    var copy = self
    copy.name = names.role(name)
    return copy
  }
}

extension RoleKind {
  /// A role with an MD5 password loses it: its name is the hash's salt.
  public static func rename(
    _ object: Role, from former: String, in context: PlanContext
  ) -> Operation? {
    renaming(.renameRole, object.id, from: former, to: object.name) {
      "ALTER ROLE \($0) RENAME TO \($1)"
    }
  }
}
