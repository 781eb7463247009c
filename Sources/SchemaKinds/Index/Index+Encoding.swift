import SQLText
public import SchemaCore

extension IndexKind {
  /// The keys of an index in the order in which they are written.
  static let keyOrder = [
    "name", "columns", "unique", "as_constraint", "method", "opclass", "include", "where",
    "nulls_not_distinct", "with", "deferrable", "comment",
  ]

  public static func encode(
    _ object: Index, in context: PlanContext, into draft: inout ProjectDraft
  ) {
    guard let owner = object.owner else { return }
    var entries: [YAMLValue.Entry] = []
    let unnamed = Index(table: object.table, tableKind: object.tableKind, keys: object.keys)
    entries.add("name", object.name, unless: unnamed.name)
    entries.add("columns", .list(object.keys.map { value($0, of: object, draft) }))
    entries.add("unique", object.isUnique)
    entries.add("method", object.method, unless: "btree")
    entries.add("include", object.include)
    entries.add("where", object.predicate)
    entries.add("nulls_not_distinct", object.nullsNotDistinct)
    entries.add("with", object.storage)
    if !object.isValid { draft.omit(object.id, "it is invalid: an interrupted build left it") }
    draft.addItem(object.id, to: "indexes", of: owner, keyOrder: keyOrder, entries)
  }

  private static func value(
    _ key: Index.Key, of index: Index, _ draft: ProjectDraft
  ) -> YAMLValue {
    var options: [YAMLValue.Entry] = []
    options.add("collation", key.collation.written(in: draft, from: index.table.schema))
    options.add("opclass", key.operatorClass.written)
    if key.isDescending { options.add("order", "DESC") }
    // NULLs come first in descending order unless something else is said.
    if key.nullsFirst != key.isDescending {
      options.add("nulls", key.nullsFirst ? "FIRST" : "LAST")
    }
    if key.statistics >= 0 { options.add("statistics", .integer(key.statistics)) }
    if key.column.isEmpty {
      return .mapping([.init("expression", .text(key.expression))] + options)
    }
    return options.isEmpty
      ? .text(key.column) : .mapping([.init("column", .text(key.column))] + options)
  }
}
