import SQLText
public import SchemaCore

extension OperationKind {
  // Extensions are put into schemas, so schemas come in their phase at the latest.
  static let createSchema = OperationKind("create_schema", .extensions)
}

extension SchemaKind {
  /// A schema holds what the project doesn't know of, so it is never dropped.
  public static func isDropCandidate(_ live: Schema, in context: PlanContext) -> Bool { false }

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

  public static func drop(_ old: Schema, in context: PlanContext) -> [Operation] { [] }
}
