import SQLText
public import SchemaCore

extension EnumTypeKind {
  public static var catalog: CatalogQuery<EnumType>? {
    CatalogQuery(
      presence: .types("e"),
      sql: { _ in
        """
        SELECT t.oid, n.nspname, t.typname,
               array_agg(e.enumlabel::text ORDER BY e.enumsortorder)
                 FILTER (WHERE e.oid IS NOT NULL)
        FROM pg_type t
        JOIN pg_namespace n ON n.oid = t.typnamespace
        LEFT JOIN pg_enum e ON e.enumtypid = t.oid
        WHERE t.typtype = 'e' AND \(userSchemaFilter("n"))
          AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_type'::regclass
                          AND d.objid = t.oid AND d.deptype = 'e')
        GROUP BY t.oid, n.nspname, t.typname
        ORDER BY n.nspname, t.typname
        """
      },
      decode: { row, facts in
        let name = QualifiedName(schema: row.text(1), name: row.text(2))
        let object = EnumType(name: name, values: row.array(3))
        facts.addresses[ObjectAddress("pg_type", row.int(0))] = object.id
        return object
      })
  }
}
