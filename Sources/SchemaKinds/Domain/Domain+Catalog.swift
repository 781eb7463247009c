import SQLText
public import SchemaCore

extension DomainKind {
  public static var catalog: CatalogQuery<Domain>? {
    CatalogQuery(
      presence: .types("d"),
      sql: { _ in
        """
        SELECT t.oid, n.nspname, t.typname, format_type(t.typbasetype, t.typtypmod),
               t.typnotnull, pg_get_expr(t.typdefaultbin, 0), ln.nspname, l.collname
        FROM pg_type t
        JOIN pg_namespace n ON n.oid = t.typnamespace
        JOIN pg_type b ON b.oid = t.typbasetype
        LEFT JOIN pg_collation l ON l.oid = t.typcollation AND t.typcollation <> b.typcollation
        LEFT JOIN pg_namespace ln ON ln.oid = l.collnamespace
        WHERE t.typtype = 'd' AND \(userSchemaFilter("n"))
          AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_type'::regclass
                          AND d.objid = t.oid AND d.deptype = 'e')
        ORDER BY n.nspname, t.typname
        """
      },
      decode: { row, facts in
        var domain = Domain(
          name: QualifiedName(schema: row.text(1), name: row.text(2)),
          type: TypeName(formatted: row.text(3)))
        domain.isNullable = !row.bool(4)
        domain.defaultExpression = row.text(5)
        domain.collation = row.qualifiedName(6)
        facts.addresses[ObjectAddress("pg_type", row.int(0))] = domain.id
        return domain
      })
  }
}
