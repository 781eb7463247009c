import SQLText
public import SchemaCore

extension DomainCheckKind {
  public static var catalog: CatalogQuery<DomainCheck>? {
    CatalogQuery(
      presence: .constraints("c"),
      sql: { _ in
        """
        SELECT c.oid, n.nspname, t.typname, c.conname, pg_get_expr(c.conbin, 0), c.convalidated
        FROM pg_type t
        JOIN pg_constraint c ON c.contypid = t.oid AND c.contype = 'c'
        JOIN pg_namespace n ON n.oid = t.typnamespace
        WHERE t.typtype = 'd' AND \(userSchemaFilter("n"))
          AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_type'::regclass
                          AND d.objid = t.oid AND d.deptype = 'e')
        ORDER BY n.nspname, t.typname, c.conname
        """
      },
      decode: { row, facts in
        var check = DomainCheck(
          domain: QualifiedName(schema: row.text(1), name: row.text(2)), name: row.text(3),
          expression: row.text(4))
        check.isValid = row.bool(5)
        facts.addresses[ObjectAddress("pg_constraint", row.int(0))] = check.id
        return check
      })
  }
}
