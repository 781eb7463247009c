import SQLText
public import SchemaCore

extension AttributeKind {
  public static var catalog: CatalogQuery<Attribute>? {
    CatalogQuery(
      presence: .relations("c"),
      sql: { _ in
        """
        SELECT c.oid, a.attnum, n.nspname, c.relname, a.attname,
               format_type(a.atttypid, a.atttypmod), ln.nspname, l.collname
        FROM pg_class c
        JOIN pg_namespace n ON n.oid = c.relnamespace
        JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
        JOIN pg_type t ON t.oid = a.atttypid
        LEFT JOIN pg_collation l ON l.oid = a.attcollation AND a.attcollation <> t.typcollation
        LEFT JOIN pg_namespace ln ON ln.oid = l.collnamespace
        WHERE c.relkind = 'c' AND \(userSchemaFilter("n"))
          AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_type'::regclass
                          AND d.objid = c.reltype AND d.deptype = 'e')
        ORDER BY n.nspname, c.relname, a.attnum
        """
      },
      decode: { row, facts in
        var attribute = Attribute(
          composite: QualifiedName(schema: row.text(2), name: row.text(3)), name: row.text(4),
          type: TypeName(formatted: row.text(5)))
        attribute.collation = row.qualifiedName(6)
        let address = ObjectAddress("pg_class", row.int(0), column: row.int(1))
        facts.addresses[address] = attribute.id
        return attribute
      })
  }
}
