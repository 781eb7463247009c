import SQLText
public import SchemaCore

extension CheckKind {
  /// Checks but for those that prove a column's NOT NULL while it is tightened.
  public static var catalog: CatalogQuery<Check>? {
    CatalogQuery(
      presence: .constraints("c"),
      sql: { version in
        """
        SELECT c.oid, n.nspname, t.relname, c.conname, pg_get_expr(c.conbin, c.conrelid),
               c.connoinherit, c.convalidated, \(version >= 180_000 ? "c.conenforced" : "true")
        \(ConstraintCatalog.source("c"))
          AND NOT starts_with(c.conname::text, '\(ColumnKind.tighteningPrefix)')
        \(ConstraintCatalog.filter("c"))
        """
      },
      decode: { row, facts in
        var check = Check(
          table: QualifiedName(schema: row.text(1), name: row.text(2)), name: row.text(3),
          expression: row.text(4))
        check.isNoInherit = row.bool(5)
        check.isValid = row.bool(6)
        check.isEnforced = row.bool(7)
        facts.addresses[ObjectAddress("pg_constraint", row.int(0))] = check.id
        return check
      })
  }

  /// A constraint that need not be validated may be.
  public static func normalized(_ check: Check, in context: NormalizationContext) -> Check {
    var check = check
    let live = context.live.object(check.id, as: Check.self)
    if check.isEnforced, live?.isValid == true { check.isValid = true }
    return check
  }

  /// Builds the check on a temporary twin of the table.
  ///
  /// With pg_temp last in the search_path names in the expression mean what they mean live.
  public static func probe(
    _ declared: Check, against live: Check, in context: PlanContext
  ) -> Probe? {
    let twin = "pg_temp.\(quotedIdentifier(declared.table.name))"
    return Probe(
      schema: declared.table.schema,
      setup: [
        "CREATE TEMP TABLE \(quotedIdentifier(declared.table.name)) (LIKE \(declared.table.sql))",
        "ALTER TABLE \(twin) ADD \(declared.inlineSQL)",
      ],
      question: """
        SELECT pg_get_expr(conbin, conrelid) FROM pg_constraint
        WHERE conrelid = \(quotedLiteral(twin))::regclass
          AND conname = \(quotedLiteral(declared.name))
        """)
  }
}
