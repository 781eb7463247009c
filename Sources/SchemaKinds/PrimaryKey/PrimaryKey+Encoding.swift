import SQLText
public import SchemaCore

extension PrimaryKeyKind {
  public static func encode(
    _ object: PrimaryKey, in context: PlanContext, into draft: inout ProjectDraft
  ) {
    let table = Table.id(object.table)
    let column = object.columns.count == 1 ? Column.id(object.columns[0], of: object.table) : nil
    if column.map({ draft.set("primary_key", .bool(true), on: $0) }) != true {
      draft.set("primary_key", .texts(object.columns), on: table)
    }
    if object.name != PrimaryKey(table: object.table, columns: object.columns).name {
      draft.set("primary_key_name", .text(object.name), on: table)
    }
    if !object.include.isEmpty { draft.omit(object.id, "it includes columns") }
    if object.deferral != .notDeferrable { draft.omit(object.id, "it is deferrable") }
  }
}
