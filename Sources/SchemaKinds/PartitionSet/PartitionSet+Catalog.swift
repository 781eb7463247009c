import SQLText
public import SchemaCore

extension PartitionSetKind {
  /// The tables in pg_partman's configuration, as a fact: their partitions are its own. The sets
  /// themselves are asked about one by one.
  ///
  /// The configuration's schema is known to the catalog alone, so its table is read by text.
  public static var catalog: CatalogQuery<PartitionSet>? {
    CatalogQuery(
      presence: .rows(of: "pg_extension", where: "extname", in: "pg_partman"),
      sql: { _ in
        """
        SELECT n.nspname, t.relname
        FROM pg_extension e
        JOIN pg_class c ON c.relnamespace = e.extnamespace AND c.relname = 'part_config'
        CROSS JOIN LATERAL (
          SELECT convert_from(decode(substring(query_to_xml(format(
            'SELECT encode(convert_to(string_agg(parent_table, chr(10)), ''UTF8''), ''hex'') AS x '
            'FROM %s', c.oid::regclass), false, true, '')::text FROM '>([0-9a-f]+)<'), 'hex'),
            'UTF8') AS names
          WHERE has_table_privilege(c.oid, 'SELECT')
        ) l
        CROSS JOIN LATERAL regexp_split_to_table(l.names, chr(10)) AS s (name)
        JOIN pg_class t ON t.relkind = 'p'
        JOIN pg_namespace n ON n.oid = t.relnamespace AND n.nspname || '.' || t.relname = s.name
        WHERE e.extname = 'pg_partman'
        ORDER BY 1, 2
        """
      },
      decode: { row, facts in
        facts.maintainedTables.insert(QualifiedName(schema: row.text(0), name: row.text(1)))
        return nil
      })
  }
}
