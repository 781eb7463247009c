public import Postgres
import SQLText
public import SchemaCore

/// A live object that no kind knows.
public struct UnmanagedObject: Hashable, Sendable {
  /// The kind in PostgreSQL's words: `operator family`.
  public var type: String
  /// The schema; empty for objects that have none of their own.
  public var schema: String
  /// The name as `pg_identify_object` spells it.
  public var identity: String
}

extension CatalogReader {
  /// Returns the objects whose addresses no kind has taken, by kind and name.
  ///
  /// What an extension owns, what belongs to another object by itself, and what hangs on a table
  /// that isn't known either is left out.
  ///
  /// - Parameter hiddenSchema: the schema of the tool's own state.
  public static func unmanagedObjects(
    besides facts: LiveFacts, hiddenSchema: String, over connection: Connection
  ) async throws(PostgresError) -> [UnmanagedObject] {
    let rows = try await connection.query(query, [hiddenSchema]).rows
    return rows.compactMap { row in
      guard facts.addresses[ObjectAddress(row.text(0), row.int(1))] == nil else { return nil }
      if let parent = row.optional(2),
        facts.addresses[ObjectAddress("pg_class", Int(parent) ?? 0)] == nil
      {
        return nil
      }
      return UnmanagedObject(type: row.text(3), schema: row.text(4), identity: row.text(5))
    }
  }

  /// Catalogs whose objects stand for themselves, with their OID alone.
  private static let plainCatalogs = [
    "pg_proc", "pg_operator", "pg_opclass", "pg_opfamily", "pg_collation", "pg_conversion",
    "pg_cast", "pg_language", "pg_am", "pg_transform", "pg_foreign_data_wrapper",
    "pg_foreign_server", "pg_event_trigger", "pg_publication", "pg_ts_config", "pg_ts_dict",
    "pg_ts_parser", "pg_ts_template", "pg_statistic_ext",
  ]

  /// A dependency of type e is an extension's, i an internal part's, P and S a partition's.
  private static let query = """
    WITH objects (class, oid, parent) AS (
      SELECT 'pg_class'::regclass, c.oid, NULL::oid FROM pg_class c
      WHERE relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND relpersistence <> 't'
        AND NOT (relkind = 'S' AND EXISTS (
          SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid
          AND d.refclassid = 'pg_class'::regclass AND d.refobjsubid > 0 AND d.deptype = 'a'))
      UNION ALL
      SELECT 'pg_class'::regclass, indexrelid, indrelid FROM pg_index
      UNION ALL
      SELECT 'pg_type'::regclass, t.oid, NULL FROM pg_type t
      LEFT JOIN pg_class c ON c.oid = t.typrelid
      WHERE t.typrelid = 0 OR c.relkind = 'c'
      UNION ALL
      SELECT 'pg_constraint'::regclass, oid, conrelid FROM pg_constraint
      WHERE conrelid <> 0 AND contype IN ('c', 'f', 'p', 'u', 'x') AND conislocal
        AND conparentid = 0
      UNION ALL
      SELECT 'pg_trigger'::regclass, oid, tgrelid FROM pg_trigger
      WHERE NOT tgisinternal AND tgparentid = 0
      UNION ALL
      SELECT 'pg_policy'::regclass, oid, polrelid FROM pg_policy
      UNION ALL
      SELECT 'pg_rewrite'::regclass, oid, ev_class FROM pg_rewrite WHERE rulename <> '_RETURN'
      UNION ALL
      SELECT 'pg_subscription'::regclass, s.oid, NULL FROM pg_subscription s
      JOIN pg_database b ON b.oid = s.subdbid AND b.datname = current_database()
      UNION ALL
      \(plainCatalogs.map { "SELECT '\($0)'::regclass, oid, NULL FROM \($0)" }
        .joined(separator: "\n  UNION ALL\n  "))
    )
    SELECT o.class::text, o.oid, o.parent, i.type, i.schema, i.identity
    FROM objects o
    CROSS JOIN LATERAL pg_identify_object(o.class, o.oid, 0) i
    LEFT JOIN pg_class p ON p.oid = o.parent
    WHERE o.oid >= 16384
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = o.class AND d.objid = o.oid
                      AND d.deptype IN ('e', 'i', 'P', 'S'))
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass
                      AND d.objid = o.parent AND d.deptype = 'e')
      AND coalesce(i.schema, p.relnamespace::regnamespace::text, '') NOT IN
          ($1, 'pg_toast', 'information_schema')
    ORDER BY 4, 6
    """
}
