import SQLText
public import SchemaCore

extension UniqueConstraintKind {
  public static var catalog: CatalogQuery<UniqueConstraint>? {
    CatalogQuery(
      presence: .constraints("u"),
      sql: { version in
        ConstraintCatalog.keys(
          "u", nullsNotDistinct: version >= 150_000 ? "i.indnullsnotdistinct" : "false")
      },
      decode: { row, facts in
        let live = LiveKey(row)
        var constraint = UniqueConstraint(
          table: live.table, name: live.name, columns: live.columns)
        constraint.include = live.include
        constraint.deferral = live.deferral
        constraint.storage = live.storage
        constraint.nullsNotDistinct = live.nullsNotDistinct
        live.note(row, as: constraint.id, in: &facts)
        return constraint
      })
  }
}
