import SQLText
public import SchemaCore

extension OperationKind {
  static let setViewDefault = OperationKind("set_view_default", .views)
  static let dropViewDefault = OperationKind("drop_view_default", .views)
}

extension ViewDefaultKind {
  public static func create(_ new: ViewDefault, in context: PlanContext) -> [Operation] {
    [setting(new, reversal: removal(of: new), in: context)]
  }

  public static func alter(
    _ old: ViewDefault, into new: ViewDefault, in context: PlanContext
  ) -> [Operation] {
    [setting(new, reversal: addition(of: old), in: context)]
  }

  /// Nothing but the default goes, so it needs no consent.
  public static func drop(_ old: ViewDefault, in context: PlanContext) -> [Operation] {
    [
      Operation(
        .dropViewDefault, old.id, [removal(of: old)],
        locks: context.locks(.accessExclusive, on: View.id(old.view)), releases: [old.id],
        reversal: .statements([addition(of: old)]), summary: old.expression)
    ]
  }

  private static func setting(
    _ new: ViewDefault, reversal: SQLFragment, in context: PlanContext
  ) -> Operation {
    Operation(
      .setViewDefault, new.id, [addition(of: new)],
      locks: context.locks(.accessExclusive, on: View.id(new.view)), provides: [new.id],
      reversal: .statements([reversal]), summary: new.expression)
  }

  private static func addition(of object: ViewDefault) -> SQLFragment {
    SQLFragment("\(alteration(of: object)) SET DEFAULT \(object.expression)")
  }

  private static func removal(of object: ViewDefault) -> SQLFragment {
    SQLFragment("\(alteration(of: object)) DROP DEFAULT")
  }

  private static func alteration(of object: ViewDefault) -> String {
    "ALTER VIEW \(object.view.sql) ALTER COLUMN \(quotedIdentifier(object.column))"
  }
}
