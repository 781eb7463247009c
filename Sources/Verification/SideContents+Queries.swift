extension SideContents {
  /// Types other than those of composite values, whose hashes are never taken.
  static let typesQuery = """
    SELECT t.oid, n.nspname, t.typname, format_type(t.oid, NULL), t.typtype, t.typbasetype,
      t.typelem
    FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
    WHERE t.typtype IN ('b', 'd', 'e', 'r', 'm')
    """

  /// The condition of what belongs to users: not to the system, the tool or an extension.
  private static let wanted = """
    n.nspname NOT IN ('information_schema', 'pg_catalog', 'pg_toast', '_smplcty_schema_flow')
      AND n.nspname !~ '^pg_(temp|toast_temp)_' AND ($1::text IS NULL OR n.nspname = $1)
      AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
        WHERE e.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND e.objid = c.oid
          AND e.deptype = 'e')
    """

  private static let tables = """
    pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND \(wanted)
    """

  static let tablesQuery = """
    SELECT c.oid, n.nspname, c.relname, c.relkind, a.attname, a.atttypid,
      format_type(a.atttypid, NULL), format_type(a.atttypid, a.atttypmod),
      NOT coalesce(o.collisdeterministic, true)
    FROM \(tables)
    LEFT JOIN pg_catalog.pg_attribute a
      ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    LEFT JOIN pg_catalog.pg_collation o ON o.oid = a.attcollation
    ORDER BY c.oid, a.attname
    """

  /// The tables themselves, and the partitions at the end of partitioned ones.
  static let partsQuery = """
    WITH RECURSIVE tree (root, oid, relkind) AS (
      SELECT c.oid, c.oid, c.relkind FROM \(tables)
      UNION ALL
      SELECT t.root, p.oid, p.relkind FROM tree t
      JOIN pg_catalog.pg_inherits i ON i.inhparent = t.oid AND NOT i.inhdetachpending
      JOIN pg_catalog.pg_class p ON p.oid = i.inhrelid
      WHERE t.relkind = 'p')
    SELECT t.root, quote_ident(n.nspname) || '.' || quote_ident(c.relname),
      coalesce(pg_relation_size(c.oid) / current_setting('block_size')::int, 0),
      coalesce(m.amname = 'heap', false)
    FROM tree t JOIN pg_catalog.pg_class c ON c.oid = t.oid
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    LEFT JOIN pg_catalog.pg_am m ON m.oid = c.relam
    WHERE t.relkind <> 'p' ORDER BY 1, 2
    """

  /// Unique indexes on columns that are never null, for all rows of their tables.
  static let keysQuery = """
    SELECT i.indrelid, i.indexrelid, a.attname
    FROM \(tables)
    JOIN pg_catalog.pg_index i ON i.indrelid = c.oid
    CROSS JOIN LATERAL unnest(i.indkey::int2[]) WITH ORDINALITY k (number, place)
    JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.number
    WHERE i.indisunique AND i.indisvalid AND i.indpred IS NULL AND i.indexprs IS NULL
      AND k.place <= i.indnkeyatts
      AND NOT EXISTS (SELECT FROM unnest(i.indkey::int2[]) WITH ORDINALITY o (number, place)
        JOIN pg_catalog.pg_attribute b ON b.attrelid = c.oid AND b.attnum = o.number
        WHERE o.place <= i.indnkeyatts AND NOT b.attnotnull)
    ORDER BY i.indrelid, NOT i.indisprimary, i.indnkeyatts, i.indexrelid, k.place
    """

  static let sequencesQuery = """
    SELECT n.nspname, c.relname, tn.nspname, t.relname
    FROM pg_catalog.pg_class c
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace AND c.relkind = 'S' AND \(wanted)
    LEFT JOIN pg_catalog.pg_depend d ON d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
      AND d.objid = c.oid AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass
      AND d.deptype IN ('a', 'i')
    LEFT JOIN pg_catalog.pg_class t ON t.oid = d.refobjid
    LEFT JOIN pg_catalog.pg_namespace tn ON tn.oid = t.relnamespace
    ORDER BY 1, 2
    """
}
