import SQLText
public import SchemaCore

extension PrimaryKeyKind {
  public static func encode(
    _ object: PrimaryKey, in context: PlanContext, into draft: inout ProjectDraft
  ) {
    let table = Table.id(object.table)
    let unnamed = PrimaryKey(table: object.table, columns: object.columns)
    guard isPlain(object, in: context) else {
      var entries: [YAMLValue.Entry] = [.init("columns", .texts(object.columns))]
      entries.add("name", object.name, unless: unnamed.name)
      entries.add("include", object.include)
      entries.add("with", object.storage)
      entries.add(object.deferral)
      draft.addItem(
        object.id, to: "primary_key", of: table, keyOrder: TableKey.keyOrder, isBareAlone: true,
        entries)
      return
    }
    let column = object.columns.count == 1 ? Column.id(object.columns[0], of: object.table) : nil
    if column.map({ draft.set("primary_key", .bool(true), on: $0) }) != true {
      draft.set("primary_key", .texts(object.columns), on: table)
    }
    if object.name != unnamed.name {
      draft.set("primary_key_name", .text(object.name), on: table)
    }
  }

  /// Whether its columns and its name say it all.
  private static func isPlain(_ key: PrimaryKey, in context: PlanContext) -> Bool {
    key.include.isEmpty && key.storage.isEmpty && key.deferral == .notDeferrable
      && !context.live.contains(Comment.id(on: key.id))
  }
}
