import SQLText
public import SchemaCore

extension PolicyKind {
  public static var catalog: CatalogQuery<Policy>? {
    CatalogQuery(
      presence: .rows(of: "pg_policy"),
      sql: { _ in
        """
        SELECT p.oid, n.nspname, c.relname, p.polname, p.polcmd, p.polpermissive,
               CASE WHEN p.polroles <> '{0}' THEN
                 ARRAY(SELECT r.rolname::text FROM pg_roles r WHERE r.oid = ANY (p.polroles)) END,
               pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid)
        FROM pg_policy p
        JOIN pg_class c ON c.oid = p.polrelid
        JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE \(userSchemaFilter("n"))
          AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass
                          AND d.objid = c.oid AND d.deptype = 'e')
          AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_policy'::regclass
                          AND d.objid = p.oid AND d.deptype = 'e')
        ORDER BY n.nspname, c.relname, p.polname
        """
      },
      decode: { row, facts in
        var policy = Policy(
          table: QualifiedName(schema: row.text(1), name: row.text(2)), name: row.text(3),
          roles: row.array(6))
        policy.command = command(row.text(4))
        policy.isPermissive = row.bool(5)
        policy.using = row.text(7)
        policy.check = row.text(8)
        facts.addresses[ObjectAddress("pg_policy", row.int(0))] = policy.id
        return policy
      })
  }

  /// The letters of `pg_policy.polcmd`.
  private static func command(_ letter: String) -> Policy.Command {
    switch letter {
    case "r": .select
    case "a": .insert
    case "w": .update
    case "d": .delete
    default: .all
    }
  }
}
