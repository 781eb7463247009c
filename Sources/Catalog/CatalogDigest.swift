import SQLText

/// One number for the state of a database's schema: it changes with every change of the catalog
/// that a plan could see.
///
/// A row of a catalog is told by the transaction that wrote it and its place: DDL writes new
/// row versions, statistics and freezing update in place (heap_inplace_update). A rewritten
/// catalog or a restored database only gives another number. Temporary objects are left out,
/// and `pg_class` counts by its content, since TRUNCATE and REFRESH write new versions of it.
public enum CatalogDigest {
  /// A catalog, and which of its rows count.
  private struct Part {
    var name: String
    var condition: String
    /// The columns that count instead of the row's version.
    var columns: String?
    var sinceVersion: Int

    init(_ name: String, _ condition: String = "true", columns: String? = nil, since: Int = 0) {
      self.name = name
      self.condition = condition
      self.columns = columns
      sinceVersion = since
    }
  }

  /// The catalogs and views that the digest covers.
  public static var catalogs: Set<String> { Set(parts.map(\.name)).union(["pg_authid"]) }

  /// Returns the query for the digest: one row with one text.
  ///
  /// - Parameters:
  ///   - serverVersion: `server_version_num`.
  ///   - roles: the roles that count, by name: those of other databases come and go.
  public static func query(serverVersion: Int, roles: Set<String>) -> String {
    let names = (["current_user"] + roles.sorted().map(quotedLiteral)).joined(separator: ", ")
    let sums = parts.filter { serverVersion >= $0.sinceVersion }.map { part in
      let row = part.columns ?? "t.xmin, t.ctid"
      return """
        (SELECT sum(hash_record_extended(ROW(\(row)), 0)) FROM \(part.name) t \
        WHERE \(part.condition))
        """
    }
    return """
      WITH schemas AS MATERIALIZED (
        SELECT oid FROM pg_namespace
        WHERE nspname !~ '^pg_(toast_)?temp_'
          AND nspname NOT IN ('pg_toast', '_smplcty_schema_flow')
      ), relations AS MATERIALIZED (
        SELECT oid FROM pg_class
        WHERE oid >= 16384 AND relpersistence <> 't'
          AND relnamespace IN (SELECT oid FROM schemas)
      ), roles AS MATERIALIZED (
        SELECT oid FROM pg_roles WHERE rolname IN (\(names))
      )
      SELECT md5(concat_ws(',', \(sums.joined(separator: ",\n"))))
      """
  }

  private static let isUsers = "oid >= 16384"

  private static func ofRelation(_ column: String) -> String {
    "\(column) IN (SELECT oid FROM relations)"
  }

  private static func inSchema(_ column: String) -> String {
    "\(column) IN (SELECT oid FROM schemas)"
  }

  private static let parts: [Part] = relationParts + schemaParts + databaseParts

  private static let relationParts = [
    Part(
      "pg_class", "oid IN (SELECT oid FROM relations)",
      columns: """
        t.oid, t.relname, t.relnamespace, t.reloftype, t.relowner, t.relam, t.reltablespace, \
        t.relpersistence, t.relkind, t.relrowsecurity, t.relforcerowsecurity, t.relispopulated, \
        t.relreplident, t.relispartition, t.relacl, t.reloptions, t.relpartbound::text
        """),
    // The options of a TOAST table are written as its table's own.
    Part(
      "pg_class", "oid >= 16384 AND relkind = 't' AND reloptions IS NOT NULL",
      columns: "t.oid, t.reloptions"),
    Part("pg_attribute", "attnum > 0 AND " + ofRelation("attrelid")),
    Part("pg_attrdef", ofRelation("adrelid")),
    Part("pg_index", ofRelation("indrelid")),
    Part("pg_inherits", ofRelation("inhrelid")),
    Part("pg_partitioned_table"),
    Part("pg_policy"),
    Part("pg_rewrite", ofRelation("ev_class")),
    Part("pg_sequence", ofRelation("seqrelid")),
    Part("pg_statistic_ext"),
    Part("pg_trigger", ofRelation("tgrelid")),
    Part("pg_foreign_table"),
    // Only an extension's membership and the owner of a sequence are nowhere else.
    Part(
      "pg_depend",
      """
      deptype = 'e' OR deptype IN ('a', 'i') AND classid = 'pg_class'::regclass \
      AND refclassid = 'pg_class'::regclass AND objid IN (SELECT oid FROM relations)
      """),
  ]

  private static let schemaParts = [
    Part("pg_namespace", "oid IN (SELECT oid FROM schemas)"),
    Part("pg_constraint", "conrelid = 0 OR " + ofRelation("conrelid")),
    Part("pg_type", isUsers + " AND " + inSchema("typnamespace")),
    Part("pg_proc", isUsers), Part("pg_aggregate", "aggfnoid >= 16384"),
    Part("pg_enum"), Part("pg_range"), Part("pg_cast"), Part("pg_operator", isUsers),
    Part("pg_opclass", isUsers), Part("pg_opfamily", isUsers), Part("pg_amop", isUsers),
    Part("pg_amproc", isUsers), Part("pg_collation", isUsers), Part("pg_conversion", isUsers),
    Part("pg_transform"), Part("pg_ts_config"), Part("pg_ts_config_map"), Part("pg_ts_dict"),
    Part("pg_ts_parser"), Part("pg_ts_template"),
  ]

  private static let databaseParts = [
    Part(
      "pg_description",
      """
      objoid >= 16384 OR classoid IN ('pg_namespace'::regclass, 'pg_language'::regclass, \
      'pg_am'::regclass, 'pg_extension'::regclass)
      """),
    Part("pg_shdescription", "objoid IN (SELECT oid FROM roles)"), Part("pg_seclabel"),
    Part("pg_init_privs", "objoid >= 16384"), Part("pg_default_acl"), Part("pg_extension"),
    Part("pg_language"), Part("pg_am"), Part("pg_event_trigger"),
    Part("pg_foreign_data_wrapper"), Part("pg_foreign_server"),
    Part("pg_user_mappings", columns: "t.umid, t.srvid, t.umuser, t.umoptions"),
    Part("pg_publication"), Part("pg_publication_rel"),
    Part("pg_publication_namespace", since: 150000),
    Part("pg_database", "datname = current_database()"),
    Part(
      "pg_db_role_setting",
      """
      setdatabase IN (0, (SELECT d.oid FROM pg_database d WHERE datname = current_database())) \
      AND setrole IN (SELECT 0 UNION ALL SELECT oid FROM roles)
      """),
    Part(
      "pg_auth_members",
      "member IN (SELECT oid FROM roles) OR roleid IN (SELECT oid FROM roles)"),
    Part(
      "pg_roles", "oid IN (SELECT oid FROM roles)",
      columns: """
        t.oid, t.rolname, t.rolsuper, t.rolinherit, t.rolcreaterole, t.rolcreatedb, \
        t.rolcanlogin, t.rolreplication, t.rolconnlimit, t.rolvaliduntil, t.rolbypassrls, \
        t.rolconfig
        """),
  ]
}
