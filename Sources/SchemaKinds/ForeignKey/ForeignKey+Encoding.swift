import SQLText
public import SchemaCore

extension ForeignKeyKind {
  /// The keys of a foreign key, on a column or under the table, as they are written.
  private static let keyOrder = [
    "name", "schema", "table", "references", "column", "map", "match", "on_delete", "set_columns",
    "on_update", "deferrable", "initially_deferred", "not_valid", "enforced", "comment",
  ]

  public static func encode(
    _ object: ForeignKey, in context: PlanContext, into draft: inout ProjectDraft
  ) {
    let target = draft.reference(object.referencedTable, from: object.table.schema)
    var entries: [YAMLValue.Entry] = []
    if object.columns.count == 1 {
      entries.add("table", target)
      entries.add("column", object.referencedColumns.first ?? "")
    } else {
      entries.add("references", target)
      let pairs = zip(object.columns, object.referencedColumns)
      entries.add("map", .mapping(pairs.map { .init($0, .text($1)) }))
    }
    addOptions(of: object, to: &entries)
    if object.columns.count == 1 {
      draft.addItem(
        object.id, to: "references", of: Column.id(object.columns[0], of: object.table),
        keyOrder: keyOrder, isBareAlone: true, entries)
    } else {
      draft.addItem(
        object.id, to: "foreign_keys", of: Table.id(object.table), keyOrder: keyOrder, entries)
    }
  }

  private static func addOptions(of key: ForeignKey, to entries: inout [YAMLValue.Entry]) {
    let unnamed = ForeignKey(
      table: key.table, columns: key.columns, referencedTable: key.referencedTable,
      referencedColumns: key.referencedColumns)
    entries.add("name", key.name, unless: unnamed.name)
    if key.matchesFull { entries.add("match", "FULL") }
    entries.add(
      "on_delete", key.onDelete.rawValue, unless: ForeignKey.Action.noAction.rawValue)
    entries.add(
      "on_update", key.onUpdate.rawValue, unless: ForeignKey.Action.noAction.rawValue)
    entries.add("set_columns", key.columnsSetOnDelete)
    entries.add(key.deferral)
    entries.add("not_valid", key.isEnforced && !key.isValid)
    entries.add("enforced", key.isEnforced, unless: true)
  }
}
