import SQLText
public import SchemaCore

extension PartitionColumnKind {
  /// Columns of partitions whose default or NOT NULL isn't their parent's.
  public static var catalog: CatalogQuery<PartitionColumn>? {
    CatalogQuery(
      presence: .rows(of: "pg_inherits", identifier: "inhrelid"),
      sql: { _ in
        """
        SELECT n.nspname, c.relname, a.attname, o.differs, o.expression,
               a.attnotnull AND NOT pa.attnotnull
        FROM pg_class c
        JOIN pg_namespace n ON n.oid = c.relnamespace
        JOIN pg_inherits i ON i.inhrelid = c.oid
        JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
                           AND a.attgenerated = ''
        JOIN pg_attribute pa ON pa.attrelid = i.inhparent AND pa.attname = a.attname
        LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
        LEFT JOIN pg_attrdef pd ON pd.adrelid = pa.attrelid AND pd.adnum = pa.attnum
        CROSS JOIN LATERAL (
          SELECT CASE WHEN d.adbin::text IS DISTINCT FROM pd.adbin::text
                      THEN coalesce(pg_get_expr(d.adbin, 0), '') END AS expression,
                 CASE WHEN d.adbin::text IS DISTINCT FROM pd.adbin::text
                      THEN pg_get_expr(d.adbin, 0) IS DISTINCT FROM pg_get_expr(pd.adbin, 0)
                      ELSE false END AS differs
        ) o
        WHERE c.relispartition AND (o.differs OR a.attnotnull AND NOT pa.attnotnull)
          AND NOT \(isDetached("c")) AND \(userSchemaFilter("n"))
        ORDER BY c.oid, a.attnum
        """
      },
      decode: { row, _ in
        var column = PartitionColumn(
          table: QualifiedName(schema: row.text(0), name: row.text(1)), column: row.text(2))
        if row.bool(3) { column.defaultExpression = row.text(4) }
        column.isNotNull = row.bool(5)
        return column
      })
  }

  /// Leaves out what the column has from its parent anyway.
  public static func normalized(
    _ column: PartitionColumn, in context: NormalizationContext
  ) -> PartitionColumn {
    var copy = column
    let parents = context.declared.inheritedDefault(of: column.column, in: column.table)
    if let own = column.defaultExpression, lexicallyEqual(own, parents) {
      copy.defaultExpression = nil
    }
    if context.declared.inheritsNotNull(column.column, in: column.table) { copy.isNotNull = false }
    return copy
  }

  public static func isImplied(
    _ declared: PartitionColumn, in context: NormalizationContext
  ) -> Bool {
    let own = normalized(declared, in: context)
    return own.defaultExpression == nil && !own.isNotNull
  }

  /// Sets the default on a temporary twin of the partition.
  public static func probe(
    _ declared: PartitionColumn, against live: PartitionColumn, in context: PlanContext
  ) -> Probe? {
    guard let expression = declared.defaultExpression, !expression.isEmpty else { return nil }
    let table = quotedIdentifier(declared.table.name)
    let twin = "pg_temp.\(table)"
    return Probe(
      schema: declared.table.schema,
      setup: [
        "CREATE TEMP TABLE \(table) (LIKE \(declared.table.sql))",
        "ALTER TABLE \(twin) ALTER COLUMN \(quotedIdentifier(declared.column)) "
          + "SET DEFAULT \(expression)",
      ],
      question: """
        SELECT pg_get_expr(d.adbin, 0) FROM pg_attrdef d
        WHERE d.adrelid = \(quotedLiteral(twin))::regclass
        """)
  }
}
