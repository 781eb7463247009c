public import SchemaCore

extension ExtensionKind {
  public static var catalog: CatalogQuery<Extension>? {
    CatalogQuery(
      sql: { _ in
        """
        SELECT e.oid, e.extname, n.nspname, e.extversion, e.extrelocatable
        FROM pg_extension e
        JOIN pg_namespace n ON n.oid = e.extnamespace
        ORDER BY e.oid
        """
      },
      decode: { row, facts in
        var installed = Extension(
          name: row.text(1), schema: row.text(2), version: row.text(3))
        installed.isRelocatable = row.bool(4)
        facts.extensions[installed.name] = (schema: row.text(2), version: row.text(3))
        facts.addresses[ObjectAddress("pg_extension", row.int(0))] = installed.id
        return installed
      })
  }

  public static func normalized(
    _ declared: Extension, in context: NormalizationContext
  ) -> Extension {
    var copy = declared
    copy.schema = declared.schema ?? context.facts.extensions[declared.name]?.schema
    copy.version = declared.version ?? context.facts.extensions[declared.name]?.version
    return copy
  }
}
