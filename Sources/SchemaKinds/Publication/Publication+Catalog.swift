import SQLText
public import SchemaCore

extension PublicationKind {
  /// Column lists, row filters and schemas came with PostgreSQL 15.
  public static var catalog: CatalogQuery<Publication>? {
    CatalogQuery(presence: .rows(of: "pg_publication"), sql: query(serverVersion:), decode: decode)
  }

  @Sendable private static func query(serverVersion: Int) -> String {
    let hasFilters = serverVersion >= 150_000
    let columns =
      hasFilters
      ? """
      (SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attname)
                              FROM pg_attribute a
                              WHERE a.attrelid = r.prrelid AND a.attnum = ANY (r.prattrs))
      """ : "NULL::text"
    let schemas =
      hasFilters
      ? """
      ARRAY(SELECT n.nspname::text FROM pg_publication_namespace s
                   JOIN pg_namespace n ON n.oid = s.pnnspid
                   WHERE s.pnpubid = p.oid ORDER BY 1)
      """ : "NULL"
    return """
      SELECT p.oid, p.pubname, p.puballtables, p.pubinsert, p.pubupdate, p.pubdelete,
             p.pubtruncate, p.pubviaroot, \(schemas), t.schemas, t.names, t.columns, t.filters,
             t.members
      FROM pg_publication p
      LEFT JOIN LATERAL (
        SELECT array_agg(n.nspname::text ORDER BY n.nspname, c.relname) AS schemas,
               array_agg(c.relname::text ORDER BY n.nspname, c.relname) AS names,
               array_agg(\(columns) ORDER BY n.nspname, c.relname) AS columns,
               array_agg(\(hasFilters ? "pg_get_expr(r.prqual, r.prrelid)" : "NULL::text")
                         ORDER BY n.nspname, c.relname) AS filters,
               array_agg(r.oid::text ORDER BY n.nspname, c.relname) AS members
        FROM pg_publication_rel r
        JOIN pg_class c ON c.oid = r.prrelid
        JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE r.prpubid = p.oid
      ) t ON true
      WHERE NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_publication'::regclass
                        AND d.objid = p.oid AND d.deptype = 'e')
      ORDER BY p.pubname
      """
  }

  @Sendable private static func decode(_ row: Row, _ facts: inout LiveFacts) -> Publication? {
    var publication = Publication(name: row.text(1))
    publication.publishesAllTables = row.bool(2)
    publication.events = Set(
      zip(Publication.allEvents, 3...6).filter { row.bool($0.1) }.map(\.0))
    publication.publishesViaRoot = row.bool(7)
    publication.schemas = row.array(8).sorted()
    let columns = row.array(11)
    let filters = row.array(12)
    publication.tables = zip(row.array(9), row.array(10)).enumerated().map { place, name in
      Publication.Member(
        table: QualifiedName(schema: name.0, name: name.1),
        columns: SQLLexer.tokens(of: columns[place]).compactMap(\.name),
        filter: filters[place])
    }.sorted { $0.table < $1.table }
    facts.addresses[ObjectAddress("pg_publication", row.int(0))] = publication.id
    // A column in a list or a filter can't be dropped before the publication lets go of it.
    for (place, member) in row.array(13).enumerated()
    where !columns[place].isEmpty || !filters[place].isEmpty {
      facts.addresses[ObjectAddress("pg_publication_rel", Int(member) ?? 0)] = publication.id
    }
    return publication
  }
}
