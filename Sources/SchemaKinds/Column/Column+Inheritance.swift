import SQLText
import SchemaCore

extension ColumnKind {
  /// Whether the column gets its declared type by the change of a parent's column.
  static func isRetypedByParent(_ column: Column, in context: PlanContext) -> Bool {
    guard let table = context.live.object(Table.id(column.table), as: Table.self),
      let declared = context.declared.object(table.id, as: Table.self)
    else { return false }
    return table.parents.contains { parent in
      let id = Column.id(column.name, of: parent)
      guard declared.parents.contains(parent),
        let new = context.declared.object(id, as: Column.self),
        let old = context.live.object(id, as: Column.self)
      else { return false }
      let isChanged = old.type != new.type || old.collation != new.collation
      return new.type == column.type && new.collation == column.collation
        && (isChanged || isRetypedByParent(new, in: context))
    }
  }
}
