import SQLText
public import SchemaCore

extension PrimaryKeyKind {
  public static var catalog: CatalogQuery<PrimaryKey>? {
    CatalogQuery(
      presence: .constraints("p"),
      sql: { _ in ConstraintCatalog.keys("p", nullsNotDistinct: "false") },
      decode: { row, facts in
        let live = LiveKey(row)
        var key = PrimaryKey(table: live.table, name: live.name, columns: live.columns)
        key.include = live.include
        key.storage = live.storage
        key.deferral = live.deferral
        live.note(row, as: key.id, in: &facts)
        return key
      })
  }
}
