public import SchemaCore

extension ServerKind {
  public static var catalog: CatalogQuery<ForeignServer>? {
    CatalogQuery(
      presence: .rows(of: "pg_foreign_server"),
      sql: { _ in
        """
        SELECT s.oid, s.srvname, w.fdwname, s.srvtype, s.srvversion, s.srvoptions
        FROM pg_foreign_server s
        JOIN pg_foreign_data_wrapper w ON w.oid = s.srvfdw
        WHERE NOT EXISTS (SELECT FROM pg_depend d
                          WHERE d.classid = 'pg_foreign_server'::regclass
                            AND d.objid = s.oid AND d.deptype = 'e')
        ORDER BY s.srvname
        """
      },
      decode: { row, facts in
        var server = ForeignServer(name: row.text(1), wrapper: row.text(2))
        server.type = row.text(3)
        server.version = row.text(4)
        server.options = ForeignOptions(catalog: row.array(5))
        facts.addresses[ObjectAddress("pg_foreign_server", row.int(0))] = server.id
        return server
      })
  }
}
