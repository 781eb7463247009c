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
    copy.collation.name = collation.name.map(names.inSchema)
    copy.usingExpression = names.text(usingExpression, from: table.schema, over: table)
    copy.ownedSequence = ownedSequence.map(names.relation)
    return copy
  }
}

extension ColumnKind {
  public static func rename(
    _ object: Column, from former: String, in context: PlanContext
  ) -> Operation? {
    renaming(
      .renameColumn, object.id, from: former, to: object.name,
      locks: context.renameLock(Table.id(object.table)), requires: [Table.id(object.table)]
    ) { "ALTER TABLE \(object.table.sql) RENAME COLUMN \($0) TO \($1)" }
  }

  public static func mayBeRenamed(
    _ old: Column, to new: Column, in context: PlanContext
  ) -> Bool { old.table == new.table && old.type == new.type }
}
