import SQLText
public import SchemaCore

extension OperationKind {
  // Extensions are put into schemas, so schemas come in their phase at the latest.
  static let createSchema = OperationKind("create_schema", .extensions)
  // After everything that is in it, which is dropped in its own phases.
  static let dropSchema = OperationKind("drop_schema", .comments)
}

extension SchemaKind {
  /// A schema holds what a project doesn't know of, so only another database's state drops it,
  /// and the tool those of views that it made.
  public static func isDropCandidate(_ live: Schema, in context: PlanContext) -> Bool {
    context.isWhole && !live.belongsToExtension || VersionMark.marks(live, in: context.live)
  }

  public static func create(_ new: Schema, in context: PlanContext) -> [Operation] {
    let name = quotedIdentifier(new.name)
    return [
      Operation(
        .createSchema, new.id, [SQLFragment("CREATE SCHEMA \(name)")], provides: [new.id],
        reversal: .statements([SQLFragment("DROP SCHEMA \(name)")]))
    ]
  }

  public static func alter(
    _ old: Schema, into new: Schema, in context: PlanContext
  ) -> [Operation] { [] }

  public static func drop(_ old: Schema, in context: PlanContext) -> [Operation] {
    let name = quotedIdentifier(old.name)
    return [
      Operation(
        .dropSchema, old.id, [SQLFragment("DROP SCHEMA \(name)")], isDestructive: true,
        releases: [old.id],
        reversal: .statements([SQLFragment("CREATE SCHEMA \(name)")]))
    ]
  }
}
