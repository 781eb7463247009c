import SQLText
public import SchemaCore

extension ForeignKeyKind {
  public static var catalog: CatalogQuery<ForeignKey>? {
    CatalogQuery(presence: .constraints("f"), sql: query(serverVersion:), decode: decode)
  }

  @Sendable private static func query(serverVersion: Int) -> String {
    let setOnDelete =
      serverVersion >= 150_000
      ? """
      CASE WHEN c.confdelsetcols IS NOT NULL THEN ARRAY(
        SELECT a.attname FROM unnest(c.confdelsetcols) WITH ORDINALITY AS u (number, place)
        JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = u.number
        ORDER BY u.place) END
      """ : "NULL"
    return """
      SELECT c.oid, n.nspname, t.relname, c.conname, c.condeferrable, c.condeferred,
             rn.nspname, r.relname, c.confdeltype, c.confupdtype, c.confmatchtype,
             c.convalidated,
             \(ConstraintCatalog.names("c.conkey", of: "c.conrelid", first: "l")),
             \(ConstraintCatalog.names("c.confkey", of: "c.confrelid", first: "f")),
             \(setOnDelete),
             \(serverVersion >= 180_000 ? "c.conenforced" : "true")
      \(ConstraintCatalog.source("f"))
      JOIN pg_attribute l ON l.attrelid = c.conrelid AND l.attnum = c.conkey[1]
      JOIN pg_attribute f ON f.attrelid = c.confrelid AND f.attnum = c.confkey[1]
      \(ConstraintCatalog.filter("f"))
      """
  }

  @Sendable private static func decode(_ row: Row, _ facts: inout LiveFacts) -> ForeignKey? {
    var key = ForeignKey(
      table: QualifiedName(schema: row.text(1), name: row.text(2)), name: row.text(3),
      columns: row.array(12),
      referencedTable: QualifiedName(schema: row.text(6), name: row.text(7)),
      referencedColumns: row.array(13))
    key.deferral = Deferral(isDeferrable: row.bool(4), isDeferred: row.bool(5))
    key.onDelete = action(row.text(8))
    key.onUpdate = action(row.text(9))
    key.matchesFull = row.text(10) == "f"
    key.isValid = row.bool(11)
    key.columnsSetOnDelete = row.array(14)
    key.isEnforced = row.bool(15)
    facts.addresses[ObjectAddress("pg_constraint", row.int(0))] = key.id
    return key
  }

  /// `confdeltype` and `confupdtype` of pg_constraint.
  private static func action(_ code: String) -> ForeignKey.Action {
    switch code {
    case "r": .restrict
    case "c": .cascade
    case "n": .setNull
    case "d": .setDefault
    default: .noAction
    }
  }
}
