import SQLText
public import SchemaCore

extension OperationKind {
  static let createUserMapping = OperationKind("create_user_mapping", .roles)
  static let alterUserMapping = OperationKind("alter_user_mapping", .roles)
  static let dropUserMapping = OperationKind("drop_user_mapping", .roles)
}

extension UserMappingKind {
  /// Only a project that has mappings of a server says that others are too many.
  public static func isDropCandidate(_ live: UserMapping, in context: PlanContext) -> Bool {
    !context.declared.parts(of: ForeignServer.id(live.server), as: UserMapping.self).isEmpty
  }

  public static func create(_ new: UserMapping, in context: PlanContext) -> [Operation] {
    [
      Operation(
        .createUserMapping, new.id,
        [statement("CREATE USER MAPPING", new, options(of: new).creation)],
        provides: [new.id], reversal: .statements([removal(of: new)]))
    ]
  }

  public static func alter(
    _ old: UserMapping, into new: UserMapping, in context: PlanContext
  ) -> [Operation] {
    let change = options(of: new).change(from: options(of: old))
    return [
      Operation(
        .alterUserMapping, new.id, [statement("ALTER USER MAPPING", new, change)],
        provides: [new.id],
        reversal: .impossible("the former secrets are not kept"),
        summary: "of '\(new.role)' on '\(new.server)'")
    ]
  }

  public static func drop(_ old: UserMapping, in context: PlanContext) -> [Operation] {
    [
      Operation(
        .dropUserMapping, old.id, [removal(of: old)], isDestructive: true,
        releases: [old.id], reversal: .impossible("the mapping's secrets are not kept"))
    ]
  }

  static func removal(of mapping: UserMapping) -> SQLFragment {
    statement("DROP USER MAPPING", mapping, "")
  }

  private static func options(of mapping: UserMapping) -> ForeignOptions {
    mapping.options ?? [:]
  }

  private static func statement(
    _ verb: String, _ mapping: UserMapping, _ clause: String
  ) -> SQLFragment {
    var fragment = SQLFragment(
      "\(verb) FOR \(roleSQL(mapping.role)) SERVER \(quotedIdentifier(mapping.server))\(clause)")
    fragment.variables = EnvironmentVariables.names(in: clause)
    return fragment
  }
}
