public import Postgres
public import SchemaCore

extension CatalogReader {
  /// Reads which live objects use which, for plans that change or drop something.
  ///
  /// - Throws: the server's error, or the loss of the connection.
  public static func readDependents(
    over connection: Connection, into facts: inout LiveFacts
  ) async throws(PostgresError) {
    let groups = [
      ["BEGIN READ ONLY", "SET LOCAL jit = off", dependentsQuery, "ROLLBACK"].map { Statement($0) }
    ]
    let results = try results(of: try await connection.pipeline(groups)[0])
    for row in results[2].rows {
      guard let user = address(row, 0, in: facts) else { continue }
      guard let used = address(row, 3, in: facts), used != user else { continue }
      facts.dependents[used, default: []].insert(user)
      // A dropped table takes its columns' uses along.
      if let table = facts.addresses[ObjectAddress(row.text(0), row.int(1))], table != used {
        facts.dependents[used, default: []].insert(table)
      }
      // Who uses a column uses its table, which can't be dropped before.
      if let table = facts.addresses[ObjectAddress(row.text(3), row.int(4))], table != used,
        table != user
      {
        facts.dependents[table, default: []].insert(user)
      }
    }
  }

  private static func address(_ row: Row, _ first: Int, in facts: LiveFacts) -> ObjectID? {
    let exact = ObjectAddress(row.text(first), row.int(first + 1), column: row.int(first + 2))
    return facts.addresses[exact]
      ?? facts.addresses[ObjectAddress(row.text(first), row.int(first + 1))]
  }

  /// `pg_depend` with rules of views read as their views, defaults of tables as their columns, row types as
  /// their relations, array types as their elements, key indexes as their constraints, and what
  /// an extension brought as the extension. A default that a child has from its parent goes with
  /// the parent's (ALTER TABLE recurses), and a sequence doesn't use the column that owns it.
  private static let dependentsQuery = """
    SELECT
      CASE WHEN r.oid IS NOT NULL OR w.oid IS NOT NULL THEN 'pg_class' ELSE c.relname END,
      coalesce(r.ev_class, w.oid, d.objid),
      coalesce(CASE WHEN w.oid IS NOT NULL THEN a.adnum END, CASE WHEN r.oid IS NULL THEN d.objsubid ELSE 0 END),
      CASE WHEN x.refobjid IS NOT NULL THEN 'pg_extension'
           WHEN k.oid IS NOT NULL THEN 'pg_constraint'
           WHEN coalesce(e.typrelid, t.typrelid, 0) <> 0 THEN 'pg_class' ELSE f.relname END,
      coalesce(x.refobjid, k.oid, nullif(coalesce(e.typrelid, t.typrelid), 0), e.oid, d.refobjid),
      d.refobjsubid
    FROM pg_depend d
    JOIN pg_class c ON c.oid = d.classid
    JOIN pg_class f ON f.oid = d.refclassid
    LEFT JOIN pg_rewrite r ON d.classid = 'pg_rewrite'::regclass AND r.oid = d.objid
      AND r.ev_type = '1'
    LEFT JOIN pg_attrdef a ON d.classid = 'pg_attrdef'::regclass AND a.oid = d.objid
    LEFT JOIN pg_class w ON w.oid = a.adrelid AND w.relkind <> 'v'
    LEFT JOIN pg_type t ON d.refclassid = 'pg_type'::regclass AND t.oid = d.refobjid
    LEFT JOIN pg_type e ON e.oid = t.typelem AND t.typlen = -1 AND t.typelem <> 0
    LEFT JOIN pg_constraint k ON d.refclassid = 'pg_class'::regclass
      AND k.conindid = d.refobjid AND k.contype IN ('p', 'u', 'x')
    LEFT JOIN pg_depend x ON x.classid = d.refclassid AND x.objid = coalesce(e.oid, d.refobjid)
      AND x.deptype = 'e'
    WHERE d.deptype IN ('n', 'a') AND d.refobjid >= 16384
      AND d.refclassid <> 'pg_namespace'::regclass
      AND NOT EXISTS (
        SELECT FROM pg_inherits i
        JOIN pg_attribute own ON own.attrelid = i.inhrelid AND own.attnum = a.adnum
        JOIN pg_attribute above ON above.attrelid = i.inhparent AND above.attname = own.attname
        JOIN pg_attrdef value ON value.adrelid = i.inhparent AND value.adnum = above.attnum
        JOIN pg_depend same ON same.classid = 'pg_attrdef'::regclass AND same.objid = value.oid
          AND same.refclassid = d.refclassid AND same.refobjid = d.refobjid
        WHERE i.inhrelid = a.adrelid)
      AND NOT (d.classid = 'pg_class'::regclass AND d.deptype = 'a' AND d.objsubid = 0
               AND EXISTS (SELECT FROM pg_sequence q WHERE q.seqrelid = d.objid))
    """
}
