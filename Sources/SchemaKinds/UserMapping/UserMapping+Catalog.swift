public import SchemaCore

extension UserMappingKind {
  /// The view shows options to superusers, to a role that may use the server its own, and to
  /// the server's owner those of PUBLIC.
  public static var catalog: CatalogQuery<UserMapping>? {
    CatalogQuery(
      presence: .rows(of: "pg_foreign_server"),
      sql: { _ in
        """
        SELECT m.umid, m.srvname, CASE WHEN m.umuser = 0 THEN 'PUBLIC' ELSE r.rolname END,
               m.umoptions,
               u.rolsuper OR m.umuser = 0 AND pg_has_role(s.srvowner, 'USAGE')
                 OR m.umuser = u.oid AND has_server_privilege(s.oid, 'USAGE')
        FROM pg_user_mappings m
        JOIN pg_foreign_server s ON s.oid = m.srvid
        JOIN pg_roles u ON u.rolname = current_user
        LEFT JOIN pg_roles r ON r.oid = m.umuser
        WHERE (m.umuser = 0 OR r.oid IS NOT NULL)
          AND NOT EXISTS (SELECT FROM pg_depend d
                          WHERE d.classid = 'pg_foreign_server'::regclass
                            AND d.objid = s.oid AND d.deptype = 'e')
        ORDER BY 2, 3
        """
      },
      decode: { row, facts in
        let mapping = UserMapping(
          server: row.text(1), role: row.text(2),
          options: row.bool(4) ? ForeignOptions(catalog: row.array(3)) : nil)
        facts.addresses[ObjectAddress("pg_user_mapping", row.int(0))] = mapping.id
        return mapping
      })
  }

  /// Puts the environment's values in the place of variables where they are the live ones.
  ///
  /// A secret that can't be read, or whose variable isn't set, counts as unchanged.
  public static func normalized(
    _ object: UserMapping, in context: NormalizationContext
  ) -> UserMapping {
    guard let live = context.live.object(object.id, as: UserMapping.self),
      let declared = object.options
    else { return object }
    guard let found = live.options else { return live }
    var mapping = object
    for (name, text) in declared {
      guard let value = found[name], !EnvironmentVariables.names(in: text).isEmpty else {
        continue
      }
      let resolved = EnvironmentVariables.resolved(text, context.environment)
      if resolved == nil || resolved == value { mapping.options?[name] = value }
    }
    return mapping
  }
}
