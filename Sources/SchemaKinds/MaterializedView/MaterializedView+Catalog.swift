import SQLText
public import SchemaCore

extension MaterializedViewKind {
  public static var catalog: CatalogQuery<MaterializedView>? {
    CatalogQuery(
      presence: .relations("m"),
      sql: { _ in
        """
        SELECT c.oid, n.nspname, c.relname, \(viewQuery), c.relispopulated,
               c.reltuples::bigint, c.relpages, m.amname, c.reloptions, o.reloptions
        FROM pg_class c
        JOIN pg_am m ON m.oid = c.relam
        LEFT JOIN pg_class o ON o.oid = c.reltoastrelid
        JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind = 'm' AND \(userSchemaFilter("n"))
          AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass
                          AND d.objid = c.oid AND d.deptype = 'e')
        ORDER BY n.nspname, c.relname
        """
      },
      decode: { row, facts in
        var view = MaterializedView(
          name: QualifiedName(schema: row.text(1), name: row.text(2)),
          query: row.text(3))
        view.isPopulated = row.bool(4)
        view.method = row.text(7)
        for entry in row.array(8) + row.array(9).map({ "toast.\($0)" }) {
          let sides = entry.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
          if sides.count == 2 { view.options[String(sides[0])] = String(sides[1]) }
        }
        // -1 before the first VACUUM or ANALYZE.
        facts.sizes[view.id] = RelationSize(
          rows: row.int(5) < 0 ? nil : row.int(5), bytes: row.int(6) * 8192)
        facts.addresses[ObjectAddress("pg_class", row.int(0))] = view.id
        return view
      })
  }

  /// The query is deparsed as that of a temporary view: a materialized one can't be temporary.
  public static func probe(
    _ declared: MaterializedView, against live: MaterializedView, in context: PlanContext
  ) -> Probe? {
    let name = quotedIdentifier(declared.name.name)
    let view = quotedLiteral("pg_temp.\(name)")
    return Probe(
      schema: declared.name.schema,
      setup: ["CREATE TEMP VIEW \(name)\(declared.ownColumnList) AS \(declared.query)"],
      question: "SELECT \(viewQuery) FROM pg_class c WHERE c.oid = \(view)::regclass")
  }
}
