import SQLText
public import SchemaCore

extension ViewDefaultKind {
  public static var catalog: CatalogQuery<ViewDefault>? {
    CatalogQuery(
      presence: .relations("v"),
      sql: { _ in
        """
        SELECT d.oid, n.nspname, c.relname, a.attname, pg_get_expr(d.adbin, d.adrelid)
        FROM pg_class c
        JOIN pg_attrdef d ON d.adrelid = c.oid
        JOIN pg_namespace n ON n.oid = c.relnamespace
        JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = d.adnum
        WHERE c.relkind = 'v' AND c.relpersistence <> 't' AND \(userSchemaFilter("n"))
          AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = 'pg_class'::regclass
                          AND e.objid = c.oid AND e.deptype = 'e')
        ORDER BY n.nspname, c.relname, a.attnum
        """
      },
      decode: { row, facts in
        let object = ViewDefault(
          view: QualifiedName(schema: row.text(1), name: row.text(2)), column: row.text(3),
          expression: row.text(4))
        facts.addresses[ObjectAddress("pg_attrdef", row.int(0))] = object.id
        return object
      })
  }

  /// Sets the default on a temporary table with the view's columns.
  public static func probe(
    _ declared: ViewDefault, against live: ViewDefault, in context: PlanContext
  ) -> Probe? {
    let twin = "pg_temp.\(quotedIdentifier(declared.view.name))"
    return Probe(
      schema: declared.view.schema,
      setup: [
        "CREATE TEMP TABLE \(quotedIdentifier(declared.view.name)) (LIKE \(declared.view.sql))",
        "ALTER TABLE \(twin) ALTER COLUMN \(quotedIdentifier(declared.column)) "
          + "SET DEFAULT \(declared.expression)",
      ],
      question: """
        SELECT pg_get_expr(adbin, adrelid) FROM pg_attrdef
        WHERE adrelid = \(quotedLiteral(twin))::regclass
        """)
  }
}
