import SQLText
public import SchemaCore

extension OperationKind {
  static let renameColumn = OperationKind("rename_column", .renames)
}

extension Column {
  public func renamed(by names: Renaming) -> Column {
    var copy = mappingExpressions { names.text($0, from: table.schema, over: table) }
    copy.table = names.relation(table)
    copy.name = names.column(name, of: table)
    copy.type = names.type(type)
    copy.usingExpression = names.text(usingExpression, from: table.schema, over: table)
    copy.ownedSequence = ownedSequence.map(names.relation)
    copy.collation = collation.renamed(by: names)
    // PostgreSQL leaves the sequence of an identity column its name; the project has it named
    // after the column.
    if let identity, identity.sequenceName == defaultSequenceName.name,
      copy.defaultSequenceName.name != identity.sequenceName
    {
      copy.identity?.followsColumn = true
    }
    copy.followNotNull()
    return copy
  }
}

extension ColumnKind {
  public static func rename(
    _ object: Column, from former: String, in context: PlanContext
  ) -> Operation? {
    if isRenamedByParent(object, in: context) { return nil }
    var operation = renaming(
      .renameColumn, object.id, from: former, to: object.name,
      locks: context.renameLock(Table.id(object.table)), requires: [Table.id(object.table)]
    ) { "ALTER TABLE \(object.table.sql) RENAME COLUMN \($0) TO \($1)" }
    if renamesNotNull(of: object, in: context),
      let live = context.live.object(object.id, as: Column.self),
      let constraint = context.declared.object(object.id, as: Column.self)?
        .notNullRenaming(from: live)
    {
      operation.statements.append(constraint)
    }
    return operation
  }

  /// Whether the operation that renames the column names its NOT NULL constraint too.
  static func renamesNotNull(of column: Column, in context: PlanContext) -> Bool {
    context.renaming.steps.contains { $0.object == column.id }
      && !isRenamedByParent(column, in: context)
      && context.live.object(column.id, as: Column.self)?.notNullConstraint.followsColumn == true
  }

  /// Whether the column is called otherwise by what renames it in a table that it is inherited
  /// from: PostgreSQL does so in the children too, and there only so.
  private static func isRenamedByParent(_ column: Column, in context: PlanContext) -> Bool {
    let parents = context.live.object(Table.id(column.table), as: Table.self)?.parents ?? []
    let columns = parents.map { Column.id(column.name, of: $0) }
    return context.renaming.steps.contains { columns.contains($0.object) }
  }

  public static func mayBeRenamed(
    _ old: Column, to new: Column, in context: PlanContext
  ) -> Bool { old.table == new.table && old.type == new.type }
}
