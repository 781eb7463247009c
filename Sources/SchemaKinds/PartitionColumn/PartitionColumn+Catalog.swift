import SQLText
public import SchemaCore

extension PartitionColumnKind {
  /// Defaults that aren't the parent's. A partition that merely lost its parent's default is not
  /// told from one that has it.
  public static var catalog: CatalogQuery<PartitionColumn>? {
    CatalogQuery(
      sql: { _ in
        """
        SELECT n.nspname, c.relname, a.attname, x.own
        FROM pg_attrdef d
        JOIN pg_class c ON c.oid = d.adrelid AND c.relispartition
        JOIN pg_namespace n ON n.oid = c.relnamespace
        JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = d.adnum
                           AND a.attgenerated = ''
        JOIN pg_inherits i ON i.inhrelid = c.oid
        JOIN pg_attribute pa ON pa.attrelid = i.inhparent AND pa.attname = a.attname
        LEFT JOIN pg_attrdef pd ON pd.adrelid = pa.attrelid AND pd.adnum = pa.attnum
        CROSS JOIN LATERAL (SELECT pg_get_expr(d.adbin, 0) AS own) x
        WHERE d.adbin::text IS DISTINCT FROM pd.adbin::text
          AND x.own IS DISTINCT FROM pg_get_expr(pd.adbin, 0) AND NOT \(isDetached("c"))
          AND \(userSchemaFilter("n"))
        ORDER BY c.oid, a.attnum
        """
      },
      decode: { row, _ in
        PartitionColumn(
          table: QualifiedName(schema: row.text(0), name: row.text(1)), column: row.text(2),
          defaultExpression: row.text(3))
      })
  }

  /// Sets the default on a temporary twin of the partition.
  public static func probe(
    _ declared: PartitionColumn, against live: PartitionColumn, in context: PlanContext
  ) -> Probe? {
    let table = quotedIdentifier(declared.table.name)
    let twin = "pg_temp.\(table)"
    return Probe(
      schema: declared.table.schema,
      setup: [
        "CREATE TEMP TABLE \(table) (LIKE \(declared.table.sql))",
        "ALTER TABLE \(twin) ALTER COLUMN \(quotedIdentifier(declared.column)) "
          + "SET DEFAULT \(declared.defaultExpression)",
      ],
      question: """
        SELECT pg_get_expr(d.adbin, 0) FROM pg_attrdef d
        WHERE d.adrelid = \(quotedLiteral(twin))::regclass
        """)
  }
}
