public import SchemaCore

extension SchemaKind {
  /// All schemas that may hold a project's objects, also those that extensions made.
  public static var catalog: CatalogQuery<Schema>? {
    CatalogQuery(
      sql: { _ in
        """
        SELECT n.oid, n.nspname
        FROM pg_namespace n
        WHERE \(userSchemaFilter("n"))
        ORDER BY n.nspname
        """
      },
      decode: { row, facts in
        let schema = Schema(name: row.text(1))
        facts.addresses[ObjectAddress("pg_namespace", row.int(0))] = schema.id
        return schema
      })
  }
}
