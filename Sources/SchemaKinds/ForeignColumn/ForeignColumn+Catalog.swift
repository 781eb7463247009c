import SQLText
public import SchemaCore

extension ForeignColumnKind {
  public static var catalog: CatalogQuery<ForeignColumn>? {
    CatalogQuery(
      presence: .relations("f"),
      sql: { _ in
        """
        SELECT n.nspname, c.relname, a.attname, a.attfdwoptions
        FROM pg_foreign_table f
        JOIN pg_class c ON c.oid = f.ftrelid
        JOIN pg_namespace n ON n.oid = c.relnamespace
        JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
        WHERE a.attfdwoptions IS NOT NULL AND \(userSchemaFilter("n"))
          AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass
                          AND d.objid = c.oid AND d.deptype = 'e')
        ORDER BY 1, 2, a.attnum
        """
      },
      decode: { row, _ in
        ForeignColumn(
          table: QualifiedName(schema: row.text(0), name: row.text(1)), column: row.text(2),
          options: ForeignOptions(catalog: row.array(3)))
      })
  }
}
