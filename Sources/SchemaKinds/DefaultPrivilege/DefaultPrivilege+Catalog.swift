public import SchemaCore

extension DefaultPrivilegeKind {
  /// Entries of `pg_default_acl` by role; those for all schemas replace PostgreSQL's defaults, so
  /// of them only what differs from these is read, also what is missing.
  public static var catalog: CatalogQuery<DefaultPrivilege>? {
    CatalogQuery(
      presence: .rows(of: "pg_default_acl"),
      sql: { _ in
        """
        SELECT r.rolname, n.nspname, d.defaclobjtype,
               CASE e.grantee WHEN 0 THEN 'PUBLIC' WHEN d.defaclrole THEN '\(ownRole)'
                    ELSE g.rolname END,
               e.privileges, e.grantable
        FROM pg_default_acl d
        JOIN pg_roles r ON r.oid = d.defaclrole
        LEFT JOIN pg_namespace n ON n.oid = d.defaclnamespace
        CROSS JOIN LATERAL (
          SELECT i.grantee,
                 coalesce(array_agg(i.privilege_type) FILTER (WHERE i.privilege_type IS NOT NULL),
                          '{}') AS privileges,
                 array_agg(i.privilege_type) FILTER (WHERE i.is_grantable) AS grantable
          FROM (
            SELECT x.grantee, x.privilege_type, x.is_grantable FROM aclexplode(d.defaclacl) x
            UNION ALL SELECT d.defaclrole, NULL, NULL WHERE d.defaclnamespace = 0
            UNION ALL SELECT 0, NULL, NULL
            WHERE d.defaclnamespace = 0 AND d.defaclobjtype IN ('f', 'T')
          ) i
          GROUP BY i.grantee
        ) e
        LEFT JOIN pg_roles g ON g.oid = e.grantee
        CROSS JOIN LATERAL (
          SELECT coalesce(array_agg(x.privilege_type), '{}') AS privileges
          FROM aclexplode(acldefault(CASE d.defaclobjtype WHEN 'S' THEN 's'
                                     ELSE d.defaclobjtype END, d.defaclrole)) x
          WHERE x.grantee = e.grantee
        ) b
        WHERE (e.grantee = 0 OR g.rolname IS NOT NULL)
          AND (d.defaclnamespace = 0 OR \(userSchemaFilter("n")))
          AND NOT (d.defaclnamespace = 0 AND b.privileges <> '{}'
                   AND e.privileges @> b.privileges AND e.privileges <@ b.privileges)
        ORDER BY 1, 2 NULLS FIRST, 3, 4
        """
      },
      decode: { row, _ in
        guard let entry = DefaultPrivilege.classes.first(where: { $0.letter == row.text(2) })
        else { return nil }
        return DefaultPrivilege(
          creator: row.text(0), schema: row.optional(1) ?? "", objects: entry.objects,
          grantee: row.text(3), privileges: Set(row.array(4)), grantable: Set(row.array(5)))
      })
  }
}
