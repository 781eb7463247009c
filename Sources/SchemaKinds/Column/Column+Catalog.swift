import SQLText
public import SchemaCore

extension ColumnKind {
  public static var catalog: CatalogQuery<Column>? {
    CatalogQuery(weight: 8, presence: .relations("r", "p"), sql: query(for:), decode: decode)
  }

  /// Columns of ordinary and partitioned tables; inherited ones belong to the parent.
  ///
  /// In the order of pg_attribute's own key, which needs no sorting by names. A default names no
  /// columns, so it is deparsed without its relation, which takes half the time.
  ///
  /// NOT NULL constraints stand in pg_constraint from 18 on.
  @Sendable private static func query(for version: Int) -> String {
    let isNamed = version >= 180_000
    return """
      SELECT c.oid, a.attnum, n.nspname, c.relname, a.attname,
             format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity, a.attgenerated,
             pg_get_expr(d.adbin, CASE WHEN a.attgenerated = '' THEN 0::oid ELSE d.adrelid END),
             s.nspname, s.relname, s.type, x.conname, s.seqstart, s.seqincrement, s.seqmin,
             s.seqmax, s.seqcache, s.seqcycle,
             CASE WHEN a.attcollation <> y.typcollation AND a.attcollation <> 0 THEN (
               SELECT quote_ident(ln.nspname) || '.' || quote_ident(l.collname)
               FROM pg_collation l JOIN pg_namespace ln ON ln.oid = l.collnamespace
               WHERE l.oid = a.attcollation) END,
             a.attstorage, y.typstorage, a.attcompression, coalesce(a.attstattarget, -1),
             a.attoptions,
             \(isNamed ? notNullColumns : "NULL, NULL, NULL")
      FROM pg_class c
      JOIN pg_namespace n ON n.oid = c.relnamespace
      JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
                         AND (a.attislocal OR \(isDetached("c")))
      JOIN pg_type y ON y.oid = a.atttypid
      LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
      LEFT JOIN (
        SELECT DISTINCT ON (o.refobjid, o.refobjsubid) o.refobjid, o.refobjsubid, o.deptype,
               sn.nspname, sc.relname, format_type(q.seqtypid, NULL) AS type, q.seqstart,
               q.seqincrement, q.seqmin, q.seqmax, q.seqcache, q.seqcycle
        FROM pg_depend o
        JOIN pg_class sc ON sc.oid = o.objid AND sc.relkind = 'S'
        JOIN pg_namespace sn ON sn.oid = sc.relnamespace
        JOIN pg_sequence q ON q.seqrelid = sc.oid
        WHERE o.classid = 'pg_class'::regclass AND o.refclassid = 'pg_class'::regclass
          AND o.deptype IN ('a', 'i') AND o.refobjsubid > 0
        ORDER BY o.refobjid, o.refobjsubid, o.deptype DESC, o.objid
      ) s ON s.refobjid = c.oid AND s.refobjsubid = a.attnum
      LEFT JOIN pg_constraint x ON x.conrelid = c.oid AND x.contype = 'c'
        AND starts_with(x.conname::text, '\(tighteningPrefix)') AND x.conkey = ARRAY[a.attnum]
      \(isNamed ? notNullJoin : "")
      WHERE c.relkind IN ('r', 'p', 'f') AND c.relpersistence <> 't'
        AND \(userSchemaFilter("n"))
        AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = 'pg_class'::regclass
                        AND e.objid = c.oid AND e.deptype = 'e')
      ORDER BY c.oid, a.attnum
      """
  }

  private static let notNullColumns = """
    nn.conname, nn.coninhcount = 0 AND NOT c.relhassubclass,
               c.relhassubclass AND c.relkind <> 'p'
    """

  private static let notNullJoin = """
    LEFT JOIN pg_constraint nn ON nn.conrelid = c.oid AND nn.contype = 'n'
      AND nn.conkey = ARRAY[a.attnum]
    """

  @Sendable private static func decode(_ row: Row, _ facts: inout LiveFacts) -> Column? {
    var column = Column(
      table: QualifiedName(schema: row.text(2), name: row.text(3)), name: row.text(4),
      type: TypeName(formatted: row.text(5)), isNullable: !row.bool(6))
    let expression = row.text(9)
    if row.text(8).isEmpty {
      column.defaultExpression = expression
    } else {
      column.generatedExpression = expression
    }
    takeSequence(of: row, into: &column)
    column.isVirtual = row.text(8) == "v"
    column.collation = CollationName(qualified: row.text(20))
    column.usualStorage = Column.storages[row.text(22)] ?? ""
    let storage = Column.storages[row.text(21)] ?? ""
    if storage != column.usualStorage { column.storage = storage }
    column.compression = Column.compressions[row.text(23)] ?? ""
    column.statistics = row.int(24)
    // Servers keep notes of their own among the options, which nobody can set.
    column.options = StorageParameters(row.array(25)).only(Column.optionNames)
    column.tighteningCheck = row.text(13)
    if let name = row.optional(26) {
      column.takeNotNull(
        .init(name: name, isRenamable: row.bool(27), isInherited: row.bool(28)))
    }
    facts.addresses[ObjectAddress("pg_class", row.int(0), column: row.int(1))] = column.id
    return column
  }

  /// What fills the column: its identity, or a sequence that it owns and takes its default from.
  private static func takeSequence(of row: Row, into column: inout Column) {
    guard let sequence = row.optional(11) else { return }
    if let generation = Column.Identity.Generation(rawValue: row.text(7)) {
      column.identity = Column.Identity(
        generation: generation, options: SequenceOptions(row, from: 14), sequenceName: sequence,
        isNamed: true)
      return
    }
    let name = QualifiedName(schema: row.text(10), name: sequence)
    column.ownedSequence = name
    if column.defaultExpression == "nextval(\(quotedLiteral(name.sql))::regclass)",
      column.type.isBuiltIn, SequenceOptions.types.contains(column.type.name)
    {
      column.isSerial = true
      column.defaultExpression = ""
      column.sequenceType = TypeName(formatted: row.text(12))
    }
  }
}
