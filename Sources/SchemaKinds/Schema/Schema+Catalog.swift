public import SchemaCore

extension SchemaKind {
  /// All schemas that may hold a project's objects, also those that extensions made.
  public static var catalog: CatalogQuery<Schema>? {
    CatalogQuery(
      sql: { _ in
        """
        SELECT n.oid, n.nspname,
               EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_namespace'::regclass
                       AND d.objid = n.oid AND d.deptype = 'e')
        FROM pg_namespace n
        WHERE \(userSchemaFilter("n"))
        ORDER BY n.nspname
        """
      },
      decode: { row, facts in
        var schema = Schema(name: row.text(1))
        schema.belongsToExtension = row.bool(2)
        facts.addresses[ObjectAddress("pg_namespace", row.int(0))] = schema.id
        return schema
      })
  }
}
