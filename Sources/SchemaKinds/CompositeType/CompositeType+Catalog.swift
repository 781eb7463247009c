import SQLText
public import SchemaCore

extension CompositeTypeKind {
  /// Others depend on the type or on the relation that stands behind it: both are one object.
  public static var catalog: CatalogQuery<CompositeType>? {
    CatalogQuery(
      presence: .relations("c"),
      sql: { _ in
        """
        SELECT c.oid, c.reltype, n.nspname, c.relname,
               (SELECT array_agg(a.attname ORDER BY a.attnum) FROM pg_attribute a
                WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped)
        FROM pg_class c
        JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind = 'c' AND \(userSchemaFilter("n"))
          AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_type'::regclass
                          AND d.objid = c.reltype AND d.deptype = 'e')
        ORDER BY n.nspname, c.relname
        """
      },
      decode: { row, facts in
        var type = CompositeType(name: QualifiedName(schema: row.text(2), name: row.text(3)))
        type.order = row.array(4)
        facts.addresses[ObjectAddress("pg_class", row.int(0))] = type.id
        facts.addresses[ObjectAddress("pg_type", row.int(1))] = type.id
        return type
      })
  }
}
