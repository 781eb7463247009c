public import Postgres
import SQLText
public import SchemaCore

extension CatalogReader {
  /// Reads which live objects none of the kinds has registered, by PostgreSQL's names.
  ///
  /// A part of an object that isn't managed itself is not named beside it.
  ///
  /// - Throws: the server's error, or the loss of the connection.
  public static func readUnmanaged(
    over connection: Connection, into facts: inout LiveFacts
  ) async throws(PostgresError) {
    let objects = try await rows(of: objectsQuery, over: connection)
    let strangers = objects.filter { row in
      guard facts.addresses[ObjectAddress(row.text(0), row.int(1))] == nil else { return false }
      let relation = row.int(2)
      return relation == 0 || facts.addresses[ObjectAddress("pg_class", relation)] != nil
    }
    var unmanaged: [UnmanagedObject] = []
    if !strangers.isEmpty {
      let list = strangers.map { row in
        "('\(row.text(0))', \(row.int(1)), \(quotedLiteral(row.optional(3) ?? "")))"
      }
      unmanaged += try await rows(
        of: """
          SELECT i.type, o.schema, i.identity
          FROM (VALUES \(list.joined(separator: ", "))) AS o (catalog, oid, schema)
          CROSS JOIN LATERAL pg_identify_object(('pg_catalog.' || o.catalog)::regclass, o.oid, 0) i
          WHERE i.identity IS NOT NULL
          ORDER BY 1, 3
          """, over: connection
      ).map { UnmanagedObject(noun: $0.text(0), schema: $0.text(1), name: $0.text(2)) }
    }
    unmanaged += try await rows(of: aspectsQuery, over: connection).map {
      UnmanagedObject(noun: $0.text(0), schema: "", name: $0.text(1))
    }
    facts.unmanaged = unmanaged
  }

  private static func rows(
    of query: String, over connection: Connection
  ) async throws(PostgresError) -> [Row] {
    let statements = [
      "BEGIN READ ONLY", "SET LOCAL search_path = ''", "SET LOCAL jit = off", query, "ROLLBACK",
    ]
    let outcomes = try await connection.pipeline([statements.map { Statement($0) }])
    return try results(of: outcomes[0])[3].rows
  }

  /// Catalog, OID, relation and schema of what users made, without what is a part of something
  /// else by PostgreSQL's own account (`i`: row types, rules of views, indexes of keys, functions
  /// of ranges; `P`, `S`: parts of partitions) or belongs to an extension (`e`).
  private static var objectsQuery: String {
    let parts = catalogs.map { catalog, relation, schema, condition in
      "SELECT '\(catalog)', x.oid, \(relation), \(schema) FROM \(catalog) x WHERE \(condition)"
    }
    return """
      SELECT o.catalog, o.oid, o.relation, n.nspname
      FROM (
        \(parts.joined(separator: "\n  UNION ALL "))
        UNION ALL SELECT 'pg_user_mapping', m.umid, 0, 0 FROM pg_user_mappings m
        UNION ALL SELECT 'pg_class', i.indexrelid, i.indrelid, c.relnamespace
        FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
      ) AS o (catalog, oid, relation, schema)
      LEFT JOIN pg_class r ON r.oid = o.relation
      LEFT JOIN pg_namespace n ON n.oid = coalesce(r.relnamespace, nullif(o.schema, 0))
      WHERE o.oid >= 16384
        AND (n.oid IS NULL
          OR n.nspname NOT IN ('information_schema', 'pg_catalog', 'pg_toast', '_smplcty_schema_flow')
          AND n.nspname !~ '^pg_(temp|toast_temp)_')
        AND NOT EXISTS (
          SELECT FROM pg_depend d
          WHERE d.classid = ('pg_catalog.' || o.catalog)::regclass AND d.objid = o.oid
            AND d.objsubid = 0 AND d.deptype IN ('i', 'e', 'P', 'S'))
      ORDER BY 1, 2
      """
  }

  /// Each catalog with the relation that its objects are parts of, their schema, and a condition.
  ///
  /// A partition is its parent's; a sequence that a column owns is the column's; a constraint
  /// that came with its parent table is that table's, and one of a domain the domain's.
  private static let catalogs:
    [(name: String, relation: String, schema: String, condition: String)] = [
      (
        "pg_class", "0::oid", "x.relnamespace",
        """
        NOT x.relispartition AND (x.relkind IN ('r', 'p', 'v', 'm', 'f') OR x.relkind = 'S' \
        AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass \
        AND d.objid = x.oid AND d.refclassid = 'pg_class'::regclass AND d.deptype = 'a'))
        """
      ),
      ("pg_proc", "0", "x.pronamespace", "true"),
      (
        "pg_type", "0", "x.typnamespace", "x.typtype <> 'm' AND (x.typrelid = 0 OR x.typtype = 'c')"
      ),
      (
        "pg_constraint", "x.conrelid", "x.connamespace",
        "x.contype IN ('c', 'f', 'p', 'u', 'x') AND x.conrelid <> 0 AND x.conislocal "
          + "AND x.conparentid = 0"
      ),
      ("pg_trigger", "x.tgrelid", "0", "NOT x.tgisinternal AND x.tgparentid = 0"),
      ("pg_rewrite", "x.ev_class", "0", "x.rulename <> '_RETURN'"),
      ("pg_policy", "x.polrelid", "0", "true"),
      ("pg_namespace", "0", "x.oid", "true"),
      ("pg_extension", "0", "0", "true"),
      ("pg_statistic_ext", "0", "x.stxnamespace", "true"),
      ("pg_collation", "0", "x.collnamespace", "true"),
      ("pg_conversion", "0", "x.connamespace", "true"),
      // Without a function it is only named as another's commutator or negator.
      ("pg_operator", "0", "x.oprnamespace", "x.oprcode <> 0"),
      ("pg_opclass", "0", "x.opcnamespace", "true"),
      ("pg_opfamily", "0", "x.opfnamespace", "true"),
      ("pg_ts_config", "0", "x.cfgnamespace", "true"),
      ("pg_ts_dict", "0", "x.dictnamespace", "true"),
      ("pg_ts_parser", "0", "x.prsnamespace", "true"),
      ("pg_ts_template", "0", "x.tmplnamespace", "true"),
      ("pg_am", "0", "0", "true"),
      ("pg_cast", "0", "0", "true"),
      ("pg_transform", "0", "0", "true"),
      ("pg_language", "0", "0", "true"),
      ("pg_event_trigger", "0", "0", "true"),
      ("pg_publication", "0", "0", "true"),
      ("pg_foreign_data_wrapper", "0", "0", "true"),
      ("pg_foreign_server", "0", "0", "true"),
    ]

  /// What isn't an object of the catalogs above: large objects, labels, subscriptions (of which
  /// others may only see some columns), and privileges on what initdb made.
  private static let aspectsQuery = """
    SELECT 'large object', oid::text FROM pg_largeobject_metadata
    UNION ALL
    SELECT 'security label', l.provider || ' on ' || l.objtype || ' ' || l.objname
    FROM pg_seclabels l WHERE l.objtype NOT IN ('role', 'database', 'tablespace')
    UNION ALL
    SELECT 'subscription', quote_ident(s.subname) FROM pg_subscription s
    JOIN pg_database d ON d.oid = s.subdbid WHERE d.datname = current_database()
    UNION ALL
    SELECT 'privileges on ' || i.type, i.identity
    FROM (
      SELECT 'pg_class'::regclass::oid, oid, relacl FROM pg_class
      WHERE oid < 16384 AND relacl IS NOT NULL AND relnamespace = 'pg_catalog'::regnamespace
      UNION ALL
      SELECT 'pg_proc'::regclass, oid, proacl FROM pg_proc
      WHERE oid < 16384 AND proacl IS NOT NULL AND pronamespace = 'pg_catalog'::regnamespace
      UNION ALL
      SELECT 'pg_language'::regclass, oid, lanacl FROM pg_language
      WHERE oid < 16384 AND lanacl IS NOT NULL
    ) AS o (class, oid, acl)
    LEFT JOIN pg_init_privs p ON p.classoid = o.class AND p.objoid = o.oid AND p.objsubid = 0
    CROSS JOIN LATERAL pg_identify_object(o.class, o.oid, 0) i
    WHERE o.acl IS DISTINCT FROM p.initprivs
    ORDER BY 1, 2
    """
}
