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

  /// Whether a declared parent of the table gives it the column too: then it is the parent's to
  /// drop.
  static func isGivenByParent(_ live: Column, in context: PlanContext) -> Bool {
    let table = context.declared.object(Table.id(live.table), as: Table.self)
    return table?.parents.contains {
      names(of: $0, in: context.declared).contains(live.name)
    } == true
  }

  /// A table's columns with those from its parents.
  static func columns(of table: QualifiedName, in snapshot: Snapshot) -> [Column] {
    let parents = snapshot.object(Table.id(table), as: Table.self)?.parents ?? []
    return parents.flatMap { columns(of: $0, in: snapshot) }
      + snapshot.parts(of: Table.id(table), as: Column.self)
  }

  static func names(of table: QualifiedName, in snapshot: Snapshot) -> [String] {
    columns(of: table, in: snapshot).map(\.name)
  }
}
