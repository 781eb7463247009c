import SQLText
public import SchemaCore

extension ForeignDataWrapperKind {
  public static var catalog: CatalogQuery<ForeignDataWrapper>? {
    CatalogQuery(
      presence: .rows(of: "pg_foreign_data_wrapper"),
      sql: { _ in
        """
        SELECT w.oid, w.fdwname, hn.nspname, h.proname, vn.nspname, v.proname, w.fdwoptions
        FROM pg_foreign_data_wrapper w
        LEFT JOIN pg_proc h ON h.oid = w.fdwhandler
        LEFT JOIN pg_namespace hn ON hn.oid = h.pronamespace
        LEFT JOIN pg_proc v ON v.oid = w.fdwvalidator
        LEFT JOIN pg_namespace vn ON vn.oid = v.pronamespace
        WHERE NOT EXISTS (SELECT FROM pg_depend d
                          WHERE d.classid = 'pg_foreign_data_wrapper'::regclass
                            AND d.objid = w.oid AND d.deptype = 'e')
        ORDER BY w.fdwname
        """
      },
      decode: { row, facts in
        var wrapper = ForeignDataWrapper(name: row.text(1))
        wrapper.handler = row.optional(3).map { QualifiedName(schema: row.text(2), name: $0) }
        wrapper.validator = row.optional(5).map { QualifiedName(schema: row.text(4), name: $0) }
        wrapper.options = ForeignOptions(catalog: row.array(6))
        facts.addresses[ObjectAddress("pg_foreign_data_wrapper", row.int(0))] = wrapper.id
        return wrapper
      })
  }
}
