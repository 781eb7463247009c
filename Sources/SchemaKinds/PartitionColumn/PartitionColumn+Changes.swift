import SQLText
public import SchemaCore

extension OperationKind {
  static let setPartitionDefault = OperationKind("set_partition_default", .tables)
}

extension PartitionColumnKind {
  public static func create(_ new: PartitionColumn, in context: PlanContext) -> [Operation] {
    [change(of: new, from: inherited(new, in: context.live), to: new.defaultExpression, context)]
  }

  public static func alter(
    _ old: PartitionColumn, into new: PartitionColumn, in context: PlanContext
  ) -> [Operation] {
    [change(of: new, from: old.defaultExpression, to: new.defaultExpression, context)]
  }

  public static func drop(_ old: PartitionColumn, in context: PlanContext) -> [Operation] {
    let wanted = inherited(old, in: context.declared)
    var operation = change(of: old, from: old.defaultExpression, to: wanted, context)
    operation.provides = []
    operation.releases = [old.id]
    operation.summary = "the parent's default again"
    return [operation]
  }

  private static func inherited(_ column: PartitionColumn, in snapshot: Snapshot) -> String {
    snapshot.parent(of: column.table).flatMap { snapshot.column(column.column, of: $0) }?
      .defaultExpression ?? ""
  }

  private static func change(
    of column: PartitionColumn, from old: String, to new: String, _ context: PlanContext
  ) -> Operation {
    func setting(_ expression: String) -> SQLFragment {
      let action = expression.isEmpty ? "DROP DEFAULT" : "SET DEFAULT \(expression)"
      return SQLFragment(
        "ALTER TABLE \(column.table.sql) ALTER COLUMN \(quotedIdentifier(column.column)) \(action)")
    }
    return Operation(
      .setPartitionDefault, column.id, [setting(new)],
      locks: context.locks(.accessExclusive, on: Table.id(column.table)), provides: [column.id],
      reversal: .statements([setting(old)]), summary: new)
  }
}
