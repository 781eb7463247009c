import SQLText
public import SchemaCore

extension RangeTypeKind {
  /// The multirange type and the constructors are addresses of the range type: they go with it.
  ///
  /// Names are looked up row by row: planning as many joins takes longer than reading.
  public static var catalog: CatalogQuery<RangeType>? {
    CatalogQuery(
      presence: .types("r"),
      sql: { _ in
        """
        SELECT r.rngtypid, r.rngmultitypid, n.nspname, t.typname,
               format_type(r.rngsubtype, NULL), \(name("pg_type", "typ", "r.rngmultitypid")),
               CASE WHEN r.rngcollation <> (SELECT typcollation FROM pg_type WHERE oid = r.rngsubtype)
                    THEN \(name("pg_collation", "coll", "r.rngcollation")) END,
               \(name("pg_opclass", "opc", "r.rngsubopc")),
               (SELECT opcdefault FROM pg_opclass WHERE oid = r.rngsubopc),
               \(name("pg_proc", "pro", "r.rngcanonical")), \(name("pg_proc", "pro", "r.rngsubdiff")),
               ARRAY(SELECT x.objid FROM pg_depend x
                     WHERE x.refclassid = 'pg_type'::regclass AND x.deptype = 'i'
                       AND x.refobjid IN (r.rngtypid, r.rngmultitypid)
                       AND x.classid = 'pg_proc'::regclass)
        FROM pg_range r
        JOIN pg_type t ON t.oid = r.rngtypid
        JOIN pg_namespace n ON n.oid = t.typnamespace
        WHERE r.rngtypid >= 16384 AND \(userSchemaFilter("n"))
          AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = 'pg_type'::regclass
                          AND e.objid = t.oid AND e.deptype = 'e')
        ORDER BY n.nspname, t.typname
        """
      }, decode: decode)
  }

  /// Returns the query for the schema and name of one object, as an array.
  private static func name(_ catalog: String, _ prefix: String, _ oid: String) -> String {
    "(SELECT ARRAY[n.nspname, x.\(prefix)name] FROM \(catalog) x "
      + "JOIN pg_namespace n ON n.oid = x.\(prefix)namespace WHERE x.oid = \(oid))"
  }

  private static func name(_ column: Int, of row: Row) -> QualifiedName? {
    let parts = row.array(column)
    return parts.count == 2 ? QualifiedName(schema: parts[0], name: parts[1]) : nil
  }

  @Sendable private static func decode(_ row: Row, _ facts: inout LiveFacts) -> RangeType? {
    var range = RangeType(
      name: QualifiedName(schema: row.text(2), name: row.text(3)),
      subtype: TypeName(formatted: row.text(4)).ofArgument)
    range.multirange = name(5, of: row) ?? range.multirange
    range.collation = name(6, of: row)
    range.operatorClass = name(7, of: row)
    range.hasDefaultClass = row.bool(8)
    range.canonical = name(9, of: row)
    range.difference = name(10, of: row)
    for type in [row.int(0), row.int(1)] {
      facts.addresses[ObjectAddress("pg_type", type)] = range.id
    }
    for constructor in row.array(11).compactMap({ Int($0) }) {
      facts.addresses[ObjectAddress("pg_proc", constructor)] = range.id
    }
    return range
  }
}
