import SQLText
public import SchemaCore

extension ExclusionConstraintKind {
  public static var catalog: CatalogQuery<ExclusionConstraint>? {
    CatalogQuery(presence: .constraints("x"), sql: { _ in query }, decode: decode)
  }

  /// There are few of these, so that an array for each costs nothing.
  private static var query: String {
    """
    SELECT c.oid, n.nspname, t.relname, c.conname, c.condeferrable, c.condeferred, c.conindid,
           m.amname, k.columns, k.expressions, k.operators, k.classes,
           pg_get_expr(i.indpred, i.indrelid), k.defaults, k.options, k.collations,
           ic.reloptions, ARRAY(
             SELECT a.attname FROM unnest(i.indkey::int2[]) WITH ORDINALITY AS v (number, place)
             JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = v.number
             WHERE v.place > i.indnkeyatts ORDER BY v.place)
    \(ConstraintCatalog.source("x"))
    JOIN pg_index i ON i.indexrelid = c.conindid
    JOIN pg_class ic ON ic.oid = c.conindid
    JOIN pg_am m ON m.oid = ic.relam
    CROSS JOIN LATERAL (
      SELECT array_agg(coalesce(a.attname::text, '') ORDER BY u.place) AS columns,
             array_agg(CASE WHEN u.number = 0
                       THEN pg_get_indexdef(c.conindid, u.place::integer, false)
                       ELSE '' END ORDER BY u.place) AS expressions,
             array_agg(CASE WHEN o.oprnamespace = 'pg_catalog'::regnamespace
                       THEN o.oprname::text
                       ELSE format('OPERATOR(%I.%s)', s.nspname, o.oprname) END
                       ORDER BY u.place) AS operators,
             array_agg(p.opcdefault ORDER BY u.place) AS defaults,
             array_agg(array_to_string(ia.attoptions, ',') ORDER BY u.place) AS options,
             array_agg(CASE WHEN u.coll NOT IN (0, 100) AND u.number <> 0
                              AND u.coll IS DISTINCT FROM a.attcollation
                            THEN (SELECT quote_ident(cn.nspname) || '.' || quote_ident(l.collname)
                                  FROM pg_collation l
                                  JOIN pg_namespace cn ON cn.oid = l.collnamespace
                                  WHERE l.oid = u.coll)
                            ELSE '' END ORDER BY u.place) AS collations,
             array_agg(CASE WHEN p.opcnamespace = 'pg_catalog'::regnamespace THEN p.opcname::text
                       ELSE format('%I.%I', ps.nspname, p.opcname) END
                       ORDER BY u.place) AS classes
      FROM unnest(i.indkey::int2[], c.conexclop, i.indclass::oid[], i.indcollation::oid[])
        WITH ORDINALITY AS u (number, operator, class, coll, place)
      LEFT JOIN pg_attribute ia ON ia.attrelid = c.conindid AND ia.attnum = u.place
      JOIN pg_operator o ON o.oid = u.operator
      JOIN pg_namespace s ON s.oid = o.oprnamespace
      JOIN pg_opclass p ON p.oid = u.class
      JOIN pg_namespace ps ON ps.oid = p.opcnamespace
      LEFT JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = u.number
    ) k
    \(ConstraintCatalog.filter("x"))
    """
  }

  @Sendable private static func decode(
    _ row: Row, _ facts: inout LiveFacts
  ) -> ExclusionConstraint? {
    let (columns, expressions) = (row.array(8), row.array(9))
    let (operators, classes) = (row.array(10), row.array(11))
    let (defaults, options, collations) = (row.array(13), row.array(14), row.array(15))
    let elements = columns.indices.map { place in
      var element = ExclusionConstraint.Element(
        column: columns[place], operator: operators[place])
      element.expression = expressions[place]
      element.operatorClass = KeyOperatorClass(
        live: classes[place], isDefault: defaults[place] == "t",
        parameters: StorageParameters(commaSeparated(options[place])))
      element.collation = CollationName(qualified: collations[place])
      return element
    }
    var constraint = ExclusionConstraint(
      table: QualifiedName(schema: row.text(1), name: row.text(2)), name: row.text(3),
      elements: elements)
    constraint.method = row.text(7)
    constraint.predicate = row.text(12)
    constraint.storage = StorageParameters(row.array(16))
    constraint.include = row.array(17)
    constraint.deferral = Deferral(isDeferrable: row.bool(4), isDeferred: row.bool(5))
    facts.addresses[ObjectAddress("pg_constraint", row.int(0))] = constraint.id
    facts.addresses[ObjectAddress("pg_class", row.int(6))] = constraint.id
    return constraint
  }
}
