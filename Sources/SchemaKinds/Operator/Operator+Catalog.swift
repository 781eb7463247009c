import SQLText
public import SchemaCore

extension OperatorKind {
  /// Operators that have a function; those that only another's COMMUTATOR or NEGATOR named have
  /// none yet and are no objects.
  public static var catalog: CatalogQuery<Operator>? {
    CatalogQuery(
      presence: .rows(of: "pg_operator"),
      sql: { _ in
        """
        SELECT o.oid, n.nspname, o.oprname, format_type(nullif(o.oprleft, 0), NULL),
               format_type(o.oprright, NULL), pn.nspname, p.proname, cn.nspname, c.oprname,
               gn.nspname, g.oprname, rn.nspname, r.proname, jn.nspname, j.proname,
               o.oprcanhash, o.oprcanmerge
        FROM pg_operator o
        JOIN pg_namespace n ON n.oid = o.oprnamespace
        JOIN pg_proc p ON p.oid = o.oprcode
        JOIN pg_namespace pn ON pn.oid = p.pronamespace
        LEFT JOIN pg_operator c ON c.oid = o.oprcom
        LEFT JOIN pg_namespace cn ON cn.oid = c.oprnamespace
        LEFT JOIN pg_operator g ON g.oid = o.oprnegate
        LEFT JOIN pg_namespace gn ON gn.oid = g.oprnamespace
        LEFT JOIN pg_proc r ON r.oid = o.oprrest
        LEFT JOIN pg_namespace rn ON rn.oid = r.pronamespace
        LEFT JOIN pg_proc j ON j.oid = o.oprjoin
        LEFT JOIN pg_namespace jn ON jn.oid = j.pronamespace
        WHERE o.oid >= 16384 AND \(userSchemaFilter("n"))
          AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_operator'::regclass
                          AND d.objid = o.oid AND d.deptype = 'e')
        ORDER BY n.nspname, o.oprname, o.oid
        """
      },
      decode: { row, facts in
        var value = Operator(
          name: QualifiedName(schema: row.text(1), name: row.text(2)),
          left: row.optional(3).map { TypeName(formatted: $0).ofArgument },
          right: TypeName(formatted: row.text(4)).ofArgument,
          function: QualifiedName(schema: row.text(5), name: row.text(6)))
        value.commutator = row.qualifiedName(7)
        value.negator = row.qualifiedName(9)
        value.restrict = row.qualifiedName(11)
        value.join = row.qualifiedName(13)
        value.hashes = row.bool(15)
        value.merges = row.bool(16)
        facts.addresses[ObjectAddress("pg_operator", row.int(0))] = value.id
        return value
      })
  }
}
