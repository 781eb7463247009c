import SQLText
public import SchemaCore

extension SequenceKind {
  /// All sequences but those of identity columns, which the columns' query reads.
  public static var catalog: CatalogQuery<NumberSequence>? {
    CatalogQuery(
      presence: .relations("S"),
      sql: { _ in
        """
        SELECT c.oid, n.nspname, c.relname, format_type(q.seqtypid, NULL), q.seqstart,
               q.seqincrement, q.seqmin, q.seqmax, q.seqcache, q.seqcycle,
               c.relpersistence = 'u', tn.nspname, t.relname, a.attname
        FROM pg_sequence q
        JOIN pg_class c ON c.oid = q.seqrelid
        JOIN pg_namespace n ON n.oid = c.relnamespace
        LEFT JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = c.oid
          AND d.objsubid = 0 AND d.refclassid = 'pg_class'::regclass AND d.refobjsubid > 0
          AND d.deptype IN ('a', 'i')
        LEFT JOIN pg_class t ON t.oid = d.refobjid
        LEFT JOIN pg_namespace tn ON tn.oid = t.relnamespace
        LEFT JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = d.refobjsubid
        WHERE c.relpersistence <> 't' AND d.deptype IS DISTINCT FROM 'i'
          AND \(userSchemaFilter("n"))
          AND c.oid NOT IN (SELECT e.objid FROM pg_depend e
                            WHERE e.refclassid = 'pg_extension'::regclass
                              AND e.classid = 'pg_class'::regclass AND e.deptype = 'e')
        ORDER BY n.nspname, c.relname
        """
      }, decode: decode)
  }

  @Sendable private static func decode(_ row: Row, _ facts: inout LiveFacts) -> NumberSequence? {
    var sequence = NumberSequence(
      name: QualifiedName(schema: row.text(1), name: row.text(2)),
      type: TypeName(formatted: row.text(3)))
    sequence.options = SequenceOptions(row, from: 4)
    sequence.isUnlogged = row.bool(10)
    if let table = row.optional(12) {
      sequence.ownedBy = Column.id(
        row.text(13), of: QualifiedName(schema: row.text(11), name: table))
    }
    facts.addresses[ObjectAddress("pg_class", row.int(0))] = sequence.id
    return sequence
  }
}

extension SequenceOptions {
  /// Reads seqstart, seqincrement, seqmin, seqmax, seqcache and seqcycle of pg_sequence.
  init(_ row: Row, from first: Int) {
    self.init(
      of: TypeName("bigint"), start: row.int(first), increment: row.int(first + 1),
      minimum: row.int(first + 2), maximum: row.int(first + 3), cache: row.int(first + 4),
      cycles: row.bool(first + 5))
  }
}
