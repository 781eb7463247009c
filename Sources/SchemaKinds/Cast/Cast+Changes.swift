import SQLText
public import SchemaCore

extension OperationKind {
  static let createCast = OperationKind("create_cast", .types, isFloating: true)
  static let dropCast = OperationKind("drop_cast", .types)
}

extension CastKind {
  /// A cast between built-in types belongs to no schema that the project could manage.
  public static func isDropCandidate(_ live: Cast, in context: PlanContext) -> Bool {
    !live.id.schema.isEmpty
  }

  /// Nothing in a cast can be changed.
  public static func needsReplacement(
    _ old: Cast, by new: Cast, in context: PlanContext
  ) -> Bool { true }

  public static func create(_ new: Cast, in context: PlanContext) -> [Operation] {
    [
      Operation(
        .createCast, new.id, [creation(of: new)], provides: [new.id],
        reversal: .statements([removal(of: new)]), summary: new.context.rawValue)
    ]
  }

  public static func alter(_ old: Cast, into new: Cast, in context: PlanContext) -> [Operation] {
    []
  }

  public static func drop(_ old: Cast, in context: PlanContext) -> [Operation] {
    [
      Operation(
        .dropCast, old.id, [removal(of: old)], isDestructive: true, releases: [old.id],
        reversal: .statements([creation(of: old)]), summary: old.context.rawValue)
    ]
  }

  private static func creation(of cast: Cast) -> SQLFragment {
    var sql = "CREATE CAST (\(cast.source.sql) AS \(cast.target.sql))"
    switch cast.method {
    case .function(let function): sql += " WITH FUNCTION \(function.sql)"
    case .textual: sql += " WITH INOUT"
    case .binary: sql += " WITHOUT FUNCTION"
    }
    if cast.context != .explicit { sql += " AS \(cast.context.rawValue.uppercased())" }
    return SQLFragment(sql)
  }

  private static func removal(of cast: Cast) -> SQLFragment {
    SQLFragment("DROP CAST (\(cast.source.sql) AS \(cast.target.sql))")
  }
}
