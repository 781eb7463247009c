import SQLText
public import SchemaCore

extension OperationKind {
  static let setPartitionDefault = OperationKind("set_partition_default", .tables)
  static let alterPartitionColumn = OperationKind("alter_partition_column", .tables)
}

extension PartitionColumnKind {
  /// What a table that is attached has of its own it has before.
  public static func create(_ new: PartitionColumn, in context: PlanContext) -> [Operation] {
    guard !context.isAttached(new.table) else { return [] }
    return operations(from: PartitionColumn(table: new.table, column: new.column), to: new, context)
  }

  public static func alter(
    _ old: PartitionColumn, into new: PartitionColumn, in context: PlanContext
  ) -> [Operation] {
    operations(from: old, to: new, context)
  }

  public static func drop(_ old: PartitionColumn, in context: PlanContext) -> [Operation] {
    guard context.declared.column(old.column, of: old.table) != nil else { return [] }
    let new = PartitionColumn(table: old.table, column: old.column)
    return operations(from: old, to: new, context).map { operation in
      var copy = operation
      copy.provides = []
      copy.releases = [old.id]
      return copy
    }
  }

  private static func operations(
    from old: PartitionColumn, to new: PartitionColumn, _ context: PlanContext
  ) -> [Operation] {
    var operations: [Operation] = []
    if old.defaultExpression != new.defaultExpression {
      operations.append(defaultChange(from: old, to: new, context))
    }
    let column = Column(table: new.table, name: new.column, type: TypeName("text"))
    if new.isNotNull, !old.isNotNull, !ColumnKind.isTightenedByKey(column, in: context) {
      operations.append(tightening(of: column, new, in: context))
    }
    if old.isNotNull, !new.isNotNull, !ColumnKind.isHeldByKey(column, in: context),
      !context.declared.inheritsNotNull(new.column, in: new.table)
    {
      operations.append(loosening(of: new, in: context))
    }
    return operations
  }

  // MARK: Default

  private static func defaultChange(
    from old: PartitionColumn, to new: PartitionColumn, _ context: PlanContext
  ) -> Operation {
    let former =
      old.defaultExpression ?? context.live.inheritedDefault(of: old.column, in: old.table)
    let wanted =
      new.defaultExpression ?? context.declared.inheritedDefault(of: new.column, in: new.table)
    let restored = restoredDefaults(of: new.column, below: new.table, in: context)
    return Operation(
      .setPartitionDefault, new.id, [new.setting(wanted)] + restored,
      locks: context.locks(.accessExclusive, on: Table.id(new.table)),
      requires: places(above: new, in: context), provides: [new.id],
      reversal: .statements([old.setting(former)] + restored),
      summary: new.defaultExpression == nil
        ? "the parent's default again" : wanted.isEmpty ? "no default" : wanted)
  }

  /// What the parents' columns become comes before: ALTER of a partitioned table's column
  /// changes those of its partitions too.
  private static func places(
    above column: PartitionColumn, in context: PlanContext
  ) -> Set<ObjectID> {
    Set(
      context.declared.lineage(of: column.table).dropFirst().flatMap {
        [PartitionColumn.id(column.column, of: $0), Column.id(column.column, of: $0)]
      })
  }

  /// Returns what gives partitions their own defaults back after those above them were changed.
  ///
  /// Those that change in the run, or go, have operations of their own.
  static func restoredDefaults(
    of column: String, below table: QualifiedName, in context: PlanContext
  ) -> [SQLFragment] {
    guard context.facts.partitionsByParent[Table.id(table)] != nil else { return [] }
    let kept = context.live.all(PartitionColumn.self).filter { own in
      own.column == column && own.defaultExpression != nil && own.table != table
        && context.live.lineage(of: own.table).contains(table)
        && !context.isDropped(Table.id(own.table))
        && (!context.declared.contains(Table.id(own.table))
          || context.declared.object(own.id, as: PartitionColumn.self)?.defaultExpression
            == own.defaultExpression)
    }
    let ordered = kept.map { (context.live.lineage(of: $0.table).count, $0) }
      .sorted { $0.0 < $1.0 }
    return ordered.map { $0.1.setting($0.1.defaultExpression ?? "") }
  }

  // MARK: NOT NULL

  /// A partition that the run makes has no rows to prove anything by.
  private static func tightening(
    of column: Column, _ new: PartitionColumn, in context: PlanContext
  ) -> Operation {
    var operation = ColumnKind.tightening(of: column, in: context)
    operation.object = new.id
    operation.provides = [new.id]
    operation.requires = places(above: new, in: context).union([Table.id(new.table)])
    guard context.isCreated(Table.id(new.table)) else { return operation }
    operation.kind.phase = .tables
    operation.transactionality = .inTransaction
    operation.dataEffect = .preserves
    operation.statements = [new.altering("SET NOT NULL")]
    operation.summary = "NOT NULL"
    return operation
  }

  private static func loosening(of new: PartitionColumn, in context: PlanContext) -> Operation {
    Operation(
      .alterPartitionColumn, new.id, [new.altering("DROP NOT NULL")],
      locks: context.locks(.accessExclusive, on: Table.id(new.table)), provides: [new.id],
      reversal: .statements([new.altering("SET NOT NULL")]), summary: "nullable")
  }
}

extension PartitionColumn {
  fileprivate func altering(_ action: String) -> SQLFragment {
    SQLFragment("ALTER TABLE \(table.sql) ALTER COLUMN \(quotedIdentifier(column)) \(action)")
  }

  fileprivate func setting(_ expression: String) -> SQLFragment {
    altering(expression.isEmpty ? "DROP DEFAULT" : "SET DEFAULT \(expression)")
  }
}
