import SQLText
public import SchemaCore

extension GrantKind {
  /// Explicit privileges by object, column and role; the targets are told by their addresses.
  ///
  /// Must be decoded after the kinds that have grants.
  public static var catalog: CatalogQuery<Grant>? {
    CatalogQuery(sql: query, decode: decode)
  }

  private static func decode(_ row: Row, _ facts: inout LiveFacts) -> Grant? {
    guard let (target, column) = target(of: row, facts) else { return nil }
    var grant = Grant(
      target: target, grantee: row.text(5), column: column, privileges: Set(row.array(7)),
      grantable: Set(row.array(8)))
    grant.grantor = row.optional(6) ?? ""
    return grant
  }

  /// A column's sequence that no kind knows by its own address is told by its column.
  private static func target(
    of row: Row, _ facts: LiveFacts
  ) -> (target: ObjectID, column: String?)? {
    if row.text(1) == "pg_namespace" { return (ObjectID(.schema, row.text(4)), nil) }
    if let object = facts.addresses[ObjectAddress(row.text(1), row.int(0))] {
      // A range type's constructors have privileges that no project declares.
      if object.kind == .rangeType, row.text(1) != "pg_type" { return nil }
      return (object, row.optional(2))
    }
    guard let table = row.optional(3).flatMap({ Int($0) }),
      let owner = facts.addresses[ObjectAddress("pg_class", table)], owner.kind == .table
    else { return nil }
    return (Grant.sequence(of: Column.id(row.text(4), of: owner.qualifiedName)), nil)
  }

  /// What differs from a new object's privileges, as PostgreSQL's `acldefault` has them.
  ///
  /// An owner whose own privileges are complete, and PUBLIC where it has what it gets on a new
  /// object, have no row; who lost everything has one without privileges. Schema public alone
  /// was made by initdb with USAGE for PUBLIC. What somebody else than the owner or the
  /// connection's role granted is kept apart, since this connection can't revoke it.
  @Sendable private static func query(serverVersion: Int) -> String {
    func full(_ kind: PrivilegeClass) -> String {
      array(kind.privileges(serverVersion: serverVersion))
    }
    func part(
      _ catalog: String, _ kind: PrivilegeClass, _ prefix: String, _ condition: String
    ) -> String {
      """
        SELECT x.oid, '\(catalog)', NULL, 0::oid, NULL, x.\(prefix)owner,
               x.\(prefix)acl, \(full(kind)), \(array(kind.ofPublic))
        FROM \(catalog) x WHERE x.\(prefix)acl IS NOT NULL AND \(condition)
      """
    }
    return """
      WITH sequences AS (
        SELECT s.oid, t.oid AS tableoid, a.attname, s.relowner, s.relacl
        FROM pg_class s
        JOIN pg_namespace n ON n.oid = s.relnamespace
        LEFT JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = s.oid
          AND d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a', 'i') AND d.refobjsubid > 0
        LEFT JOIN pg_class t ON t.oid = d.refobjid AND NOT t.relispartition
        LEFT JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = d.refobjsubid
        WHERE s.relkind = 'S' AND \(userSchemaFilter("n"))
      ), lists (oid, catalog, part, tableoid, name, owner, acl, complete, of_public) AS (
        SELECT c.oid, 'pg_class'::text, NULL::text, 0::oid, NULL::text, c.relowner, c.relacl,
               \(full(.relation)), '{}'::text[]
        FROM pg_class c
        WHERE c.relacl IS NOT NULL AND c.relkind IN ('r', 'p', 'v', 'm', 'f') AND c.oid >= 16384
        UNION ALL
        SELECT c.oid, 'pg_class', a.attname, 0, NULL, c.relowner, a.attacl, '{}', '{}'
        FROM pg_attribute a
        JOIN pg_class c ON c.oid = a.attrelid
        WHERE a.attacl IS NOT NULL AND NOT a.attisdropped AND a.attrelid >= 16384
        UNION ALL
        SELECT oid, 'pg_class', NULL, tableoid, attname, relowner, relacl,
               \(full(.sequence)), '{}'
        FROM sequences WHERE relacl IS NOT NULL
        UNION ALL
      \(part("pg_proc", .function, "pro", "x.oid >= 16384"))
        UNION ALL
      \(part("pg_type", .type, "typ", "x.oid >= 16384 AND x.typtype <> 'm'"))
        UNION ALL
      \(part("pg_language", .language, "lan", "x.oid >= 16384"))
        UNION ALL
      \(part("pg_foreign_data_wrapper", .foreignDataWrapper, "fdw", "true"))
        UNION ALL
      \(part("pg_foreign_server", .foreignServer, "srv", "true"))
        UNION ALL
        SELECT n.oid, 'pg_namespace', NULL, 0, n.nspname, n.nspowner,
               coalesce(n.nspacl, acldefault('n', n.nspowner)), \(full(.schema)),
               CASE WHEN n.nspname = 'public' THEN \(array(initialOfPublic)) ELSE '{}' END
        FROM pg_namespace n
        WHERE (n.nspacl IS NOT NULL OR n.nspname = 'public') AND \(userSchemaFilter("n"))
      )
      SELECT l.oid, l.catalog, l.part, nullif(l.tableoid, 0), l.name,
             CASE e.grantee WHEN 0 THEN 'PUBLIC' WHEN l.owner THEN '\(ownRole)' ELSE r.rolname END,
             g.rolname, e.privileges, e.grantable
      FROM lists l
      CROSS JOIN LATERAL (
        SELECT i.grantee, i.grantor,
               coalesce(array_agg(i.privilege_type) FILTER (WHERE i.privilege_type IS NOT NULL),
                        '{}') AS privileges,
               array_agg(i.privilege_type) FILTER (WHERE i.is_grantable) AS grantable
        FROM (
          SELECT x.grantee,
                 CASE WHEN x.grantor = l.owner OR x.grantor = me.oid THEN 0 ELSE x.grantor END,
                 x.privilege_type, x.is_grantable
          FROM aclexplode(l.acl) x, (SELECT oid FROM pg_roles WHERE rolname = current_user) me
          UNION ALL SELECT l.owner, 0, NULL, NULL WHERE l.part IS NULL
          UNION ALL SELECT 0, 0, NULL, NULL WHERE l.of_public <> '{}'
        ) AS i (grantee, grantor, privilege_type, is_grantable)
        GROUP BY i.grantee, i.grantor
      ) e
      LEFT JOIN pg_roles r ON r.oid = e.grantee
      LEFT JOIN pg_roles g ON g.oid = e.grantor
      WHERE (e.grantee = 0 OR r.rolname IS NOT NULL)
        AND NOT (e.grantee = l.owner AND l.part IS NULL AND e.privileges @> l.complete)
        AND NOT (e.grantee = 0 AND l.of_public <> '{}'
                 AND e.privileges @> l.of_public AND e.privileges <@ l.of_public)
      ORDER BY 2, 1, 3, 6, 7
      """
  }

  private static func array(_ privileges: Set<String>) -> String {
    "'{\(privileges.sorted().joined(separator: ","))}'::text[]"
  }

  /// What initdb gives PUBLIC on schema public (PostgreSQL 15).
  static let initialOfPublic: Set<String> = ["USAGE"]
}
