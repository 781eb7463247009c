import SQLText
public import SchemaCore

extension GrantKind {
  /// Explicit privileges by object, column and role; the targets are told by their addresses.
  ///
  /// Must be decoded after the kinds that have grants. Only what the owner or the connection's
  /// role granted is read: nobody else's grant can be revoked by this connection. On schemas
  /// only USAGE counts, since a project can't declare CREATE.
  public static var catalog: CatalogQuery<Grant>? {
    CatalogQuery(sql: { _ in query }, decode: decode)
  }

  private static func decode(_ row: Row, _ facts: inout LiveFacts) -> Grant? {
    guard let (target, column) = target(of: row, facts) else { return nil }
    guard let grantee = row.optional(4) else {
      let name = row.array(6)
      facts.serialSequences[Column.id(target.member, of: target.qualifiedName)] = QualifiedName(
        schema: name[0], name: name[1])
      return nil
    }
    var grant = Grant(
      target: target, grantee: grantee, column: column, privileges: Set(row.array(6)),
      grantable: Set(row.array(7)))
    grant.isOwners = row.bool(5)
    return grant
  }

  private static func target(
    of row: Row, _ facts: LiveFacts
  ) -> (target: ObjectID, column: String?)? {
    if row.text(1) == "pg_namespace" { return (ObjectID(.schema, row.text(3)), nil) }
    let catalog = row.text(1) == "sequence" ? "pg_class" : row.text(1)
    guard let object = facts.addresses[ObjectAddress(catalog, row.int(0))] else { return nil }
    guard row.text(1) == "sequence" else { return (object, row.optional(2)) }
    guard object.kind == .table else { return nil }
    let column = Column.id(row.text(2), of: object.qualifiedName)
    return (Grant.sequence(of: column), nil)
  }

  private static var query: String {
    """
    WITH sequences AS (
      SELECT t.oid, a.attname, s.relowner, s.relacl, n.nspname, s.relname,
             s.relnamespace <> t.relnamespace
               OR s.relname <> t.relname || '_' || a.attname || '_seq' AS is_odd
      FROM pg_class s
      JOIN pg_namespace n ON n.oid = s.relnamespace
      JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = s.oid
                      AND d.refclassid = 'pg_class'::regclass AND d.deptype = 'a'
      JOIN pg_class t ON t.oid = d.refobjid AND NOT t.relispartition
      JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = d.refobjsubid
      WHERE s.relkind = 'S' AND \(userSchemaFilter("n"))
    ), lists AS (
      SELECT c.oid, 'pg_class' AS catalog, NULL::text AS part, NULL::text AS name,
             c.relowner AS owner, c.relacl AS acl
      FROM pg_class c
      WHERE c.relacl IS NOT NULL AND c.relkind IN ('r', 'p', 'v', 'm') AND c.oid >= 16384
        AND NOT c.relispartition
      UNION ALL
      SELECT c.oid, 'pg_class', a.attname, NULL, c.relowner, a.attacl
      FROM pg_attribute a
      JOIN pg_class c ON c.oid = a.attrelid AND NOT c.relispartition
      WHERE a.attacl IS NOT NULL AND NOT a.attisdropped AND a.attrelid >= 16384
      UNION ALL
      SELECT oid, 'sequence', attname, NULL, relowner, relacl FROM sequences
      WHERE relacl IS NOT NULL
      UNION ALL
      SELECT p.oid, 'pg_proc', NULL, NULL, p.proowner, p.proacl FROM pg_proc p
      WHERE p.proacl IS NOT NULL AND p.oid >= 16384
      UNION ALL
      SELECT n.oid, 'pg_namespace', NULL, n.nspname, n.nspowner, n.nspacl FROM pg_namespace n
      WHERE n.nspacl IS NOT NULL AND \(userSchemaFilter("n"))
    )
    SELECT l.oid, l.catalog, l.part, l.name,
           CASE WHEN e.grantee = 0 THEN 'PUBLIC' ELSE r.rolname END AS role,
           e.grantee = l.owner, e.privileges, e.grantable
    FROM lists l
    CROSS JOIN LATERAL (
      SELECT i.grantee, array_agg(i.privilege_type) AS privileges,
             array_agg(i.privilege_type) FILTER (WHERE i.is_grantable) AS grantable
      FROM aclexplode(l.acl) i
      WHERE (i.grantor = l.owner
             OR i.grantor = (SELECT oid FROM pg_roles WHERE rolname = current_user))
        AND (l.catalog <> 'pg_namespace' OR i.privilege_type = 'USAGE')
      GROUP BY i.grantee
    ) e
    LEFT JOIN pg_roles r ON r.oid = e.grantee
    WHERE e.grantee = 0 OR r.rolname IS NOT NULL
    UNION ALL
    SELECT oid, 'sequence', attname, NULL, NULL, NULL, ARRAY[nspname::text, relname::text], NULL
    FROM sequences WHERE is_odd
    ORDER BY 2, 1, 3, 5
    """
  }
}
