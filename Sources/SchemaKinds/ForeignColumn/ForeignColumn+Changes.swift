import SQLText
public import SchemaCore

extension OperationKind {
  static let setForeignOptions = OperationKind("set_foreign_options", .tables)
}

extension ForeignColumnKind {
  public static func create(_ new: ForeignColumn, in context: PlanContext) -> [Operation] {
    [change(of: new, from: [:], to: new.options, in: context)]
  }

  public static func alter(
    _ old: ForeignColumn, into new: ForeignColumn, in context: PlanContext
  ) -> [Operation] {
    [change(of: new, from: old.options, to: new.options, in: context)]
  }

  public static func drop(_ old: ForeignColumn, in context: PlanContext) -> [Operation] {
    [change(of: old, from: old.options, to: [:], in: context)]
  }

  private static func change(
    of column: ForeignColumn, from old: [String: String], to new: [String: String],
    in context: PlanContext
  ) -> Operation {
    let alter =
      "ALTER FOREIGN TABLE \(column.table.sql) ALTER COLUMN \(quotedIdentifier(column.column))"
    return Operation(
      .setForeignOptions, column.id, [SQLFragment(alter + new.change(from: old))],
      locks: context.locks(.accessExclusive, on: Table.id(column.table)),
      provides: new.isEmpty ? [] : [column.id], releases: new.isEmpty ? [column.id] : [],
      reversal: .statements([SQLFragment(alter + old.change(from: new))]))
  }
}
