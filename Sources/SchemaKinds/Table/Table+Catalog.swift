import SQLText
public import SchemaCore

extension TableKind {
  public static var catalog: CatalogQuery<Table>? {
    CatalogQuery(presence: .relations("r", "p", "f"), sql: { _ in query }, decode: decode)
  }

  /// Ordinary and partitioned tables, and partitions, which are objects only where declared.
  private static var query: String {
    """
    SELECT c.oid, n.nspname, c.relname, c.relkind, c.relrowsecurity, c.relforcerowsecurity,
           c.reltuples::bigint, c.relpages, k.strategy, k.columns, c.relispartition,
           pn.nspname, p.relname, rn.nspname, r.relname, k.expressions, k.collations, k.classes,
           k.definition, pg_get_expr(c.relpartbound, c.oid),
           to_jsonb(i) -> 'inhdetachpending' = 'true', fs.srvname, ft.ftoptions,
           c.relpersistence = 'u', c.reloptions, o.reloptions, h.parents, x.clustered,
           c.relreplident, x.identity
    FROM pg_class c
    JOIN pg_namespace n ON n.oid = c.relnamespace
    LEFT JOIN (
      SELECT t.partrelid, t.partstrat AS strategy, pg_get_partkeydef(t.partrelid) AS definition,
             pg_get_expr(t.partexprs, t.partrelid) AS expressions,
             array_agg(coalesce(a.attname::text, '') ORDER BY u.position) AS columns,
             array_agg(CASE WHEN u.coll <> 0 AND u.coll <> coalesce(a.attcollation, 100)
                            THEN format('%I.%I', ln.nspname, l.collname) END
                       ORDER BY u.position) AS collations,
             array_agg(CASE WHEN NOT o.opcdefault THEN format('%I.%I', o_n.nspname, o.opcname) END
                       ORDER BY u.position) AS classes
      FROM pg_partitioned_table t
      CROSS JOIN LATERAL unnest(t.partattrs::int2[], t.partclass::oid[], t.partcollation::oid[])
        WITH ORDINALITY AS u (number, class, coll, position)
      LEFT JOIN pg_attribute a ON a.attrelid = t.partrelid AND a.attnum = u.number
                              AND u.number > 0
      LEFT JOIN pg_collation l ON l.oid = u.coll
      LEFT JOIN pg_namespace ln ON ln.oid = l.collnamespace
      JOIN pg_opclass o ON o.oid = u.class
      JOIN pg_namespace o_n ON o_n.oid = o.opcnamespace
      GROUP BY t.partrelid, t.partstrat, t.partexprs
    ) k ON k.partrelid = c.oid
    LEFT JOIN pg_foreign_table ft ON ft.ftrelid = c.oid
    LEFT JOIN pg_foreign_server fs ON fs.oid = ft.ftserver
    LEFT JOIN pg_inherits i ON c.relispartition AND i.inhrelid = c.oid
    LEFT JOIN pg_class p ON p.oid = i.inhparent
    LEFT JOIN pg_namespace pn ON pn.oid = p.relnamespace
    LEFT JOIN pg_class r ON c.relispartition AND r.oid = pg_partition_root(c.oid)
    LEFT JOIN pg_namespace rn ON rn.oid = r.relnamespace
    LEFT JOIN pg_class o ON o.oid = c.reltoastrelid AND o.reloptions IS NOT NULL
    LEFT JOIN (
      SELECT i.inhrelid, array_agg(quote_ident(hn.nspname) || '.' || quote_ident(hc.relname)
                                   ORDER BY i.inhseqno) AS parents
      FROM pg_inherits i
      JOIN pg_class hc ON hc.oid = i.inhparent AND hc.relkind IN ('r', 'f')
      JOIN pg_namespace hn ON hn.oid = hc.relnamespace
      GROUP BY i.inhrelid
    ) h ON h.inhrelid = c.oid
    LEFT JOIN (
      SELECT i.indrelid, max(ic.relname::text) FILTER (WHERE i.indisclustered) AS clustered,
             max(ic.relname::text) FILTER (WHERE i.indisreplident) AS identity
      FROM pg_index i JOIN pg_class ic ON ic.oid = i.indexrelid
      WHERE i.indisclustered OR i.indisreplident
      GROUP BY i.indrelid
    ) x ON x.indrelid = c.oid
    WHERE c.relkind IN ('r', 'p', 'f')
      AND c.relpersistence <> 't' AND \(userSchemaFilter("n"))
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass
                      AND d.objid = c.oid AND d.deptype = 'e')
    ORDER BY n.nspname, c.relname
    """
  }

  @Sendable private static func decode(_ row: Row, _ facts: inout LiveFacts) -> Table? {
    var table = Table(name: QualifiedName(schema: row.text(1), name: row.text(2)))
    let kind = row.text(3)
    if row.bool(10) {
      addPartition(table.id, row, to: &facts)
      guard let parent = row.optional(12) else { return nil }
      var partition = Table.Partition(
        of: QualifiedName(schema: row.text(11), name: parent), bound: row.text(19))
      partition.isDetachPending = row.bool(20)
      table.partition = partition
    }
    // A partitioned table has no rows of its own; its partitions' sizes are added up.
    if kind == "r" { addSize(of: row, to: table.id, in: &facts) }
    if let server = row.optional(21) {
      table.foreign = Table.ForeignSource(
        server: server, options: ForeignOptions(catalog: row.array(22)))
    }
    takeStorage(of: row, into: &table)
    table.hasRowSecurity = row.bool(4)
    table.forcesRowSecurity = row.bool(5)
    if let strategy = strategies[row.text(8)] {
      table.partitionKey = Table.PartitionKey(
        strategy: strategy, parts: keyParts(of: row), definition: row.text(18))
    }
    facts.addresses[ObjectAddress("pg_class", row.int(0))] = table.id
    return table
  }

  private static func takeStorage(of row: Row, into table: inout Table) {
    table.isUnlogged = row.bool(23)
    table.storage = StorageParameters(row.array(24))
    table.storage.values.merge(
      StorageParameters(row.array(25), prefix: "toast.").values
    ) { own, _ in own }
    table.parents = row.array(26).compactMap { QualifiedName($0) }
    table.clusterIndex = row.text(27)
    switch row.text(28) {
    case "f": table.replicaIdentity = .full
    // A foreign table has none to choose.
    case "n" where table.foreign == nil: table.replicaIdentity = .nothing
    case "i": table.replicaIdentity = .index(row.text(29))
    default: break
    }
  }

  private static let strategies = ["r": "range", "l": "list", "h": "hash"]

  private static func keyParts(of row: Row) -> [Table.PartitionKey.Part] {
    var expressions = IndexKind.commaSeparated(row.text(15))[...]
    let collations = row.array(16)
    let classes = row.array(17)
    return row.array(9).enumerated().map { place, column in
      var part = Table.PartitionKey.Part(
        column: column, expression: column.isEmpty ? expressions.popFirst() ?? "" : "")
      part.collation = collations[place]
      part.operatorClass = classes[place]
      return part
    }
  }

  private static func addPartition(_ id: ObjectID, _ row: Row, to facts: inout LiveFacts) {
    facts.partitions.insert(id)
    guard let parent = row.optional(12) else { return }
    let parentID = Table.id(QualifiedName(schema: row.text(11), name: parent))
    let kind = row.text(3)
    if row.text(19) == "DEFAULT" { facts.defaultPartitions.insert(parentID) }
    facts.partitionsByParent[parentID, default: []].append(
      LivePartition(id, isOrdinary: kind == "r"))
    guard kind == "r", let root = row.optional(14) else { return }
    addSize(
      of: row, to: Table.id(QualifiedName(schema: row.text(13), name: root)), in: &facts)
  }

  private static func addSize(of row: Row, to id: ObjectID, in facts: inout LiveFacts) {
    var size = facts.sizes[id] ?? RelationSize(rows: nil, bytes: 0)
    // -1 before the first VACUUM or ANALYZE.
    if row.int(6) >= 0 { size.rows = (size.rows ?? 0) + row.int(6) }
    size.bytes += row.int(7) * 8192
    facts.sizes[id] = size
  }
}
