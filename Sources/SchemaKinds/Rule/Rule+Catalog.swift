import SQLText
public import SchemaCore

extension RuleKind {
  /// All rules but those that views are.
  public static var catalog: CatalogQuery<Rule>? {
    CatalogQuery(
      presence: .rows(of: "pg_rewrite", where: "ev_type", in: "2", "3", "4"),
      sql: { _ in
        """
        SELECT r.oid, n.nspname, c.relname, c.relkind, r.rulename, r.ev_type, r.ev_enabled,
               \(action)
        FROM pg_rewrite r
        JOIN pg_class c ON c.oid = r.ev_class
        JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE r.ev_type <> '1' AND c.relkind IN ('r', 'p', 'v') AND c.relpersistence <> 't'
          AND NOT c.relispartition AND \(userSchemaFilter("n"))
          AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.deptype = 'e'
                          AND (d.classid, d.objid) IN (('pg_rewrite'::regclass, r.oid),
                                                       ('pg_class'::regclass, c.oid)))
        ORDER BY n.nspname, c.relname, r.rulename
        """
      },
      decode: { row, facts in
        guard let event = events[row.text(5)] else { return nil }
        let kind: KindID = row.text(3) == "v" ? .view : .table
        var rule = Rule(
          relation: ObjectID(kind, schema: row.text(1), row.text(2)), name: row.text(4),
          event: event, action: row.text(7))
        rule.state = FiringState(catalog: row.text(6))
        facts.addresses[ObjectAddress("pg_rewrite", row.int(0))] = rule.id
        return rule
      })
  }

  /// `CmdType` of nodes.h as `ev_type` keeps it.
  private static let events: [String: Rule.Event] = ["2": .update, "3": .insert, "4": .delete]

  /// What `pg_get_ruledef` prints behind the relation; the words before it are known.
  ///
  /// From version 15 on it says pg_temp for the schema of temporary tables, whatever its number.
  private static let action = """
    btrim(substr(
      regexp_replace(
        substr(pg_get_ruledef(r.oid), 1 + length(
          'CREATE RULE ' || quote_ident(r.rulename) || E' AS\\n    ON '
          || CASE r.ev_type WHEN '2' THEN 'UPDATE' WHEN '3' THEN 'INSERT' ELSE 'DELETE' END
          || ' TO ')),
        '^pg_temp[_0-9]*[.]', quote_ident(n.nspname) || '.'),
      1 + length(quote_ident(n.nspname) || '.' || quote_ident(c.relname))), E' \\n;')
    """

  /// Makes the rule on a temporary twin of its table or view, which has its columns.
  public static func probe(
    _ declared: Rule, against live: Rule, in context: PlanContext
  ) -> Probe? {
    let relation = declared.relation.qualifiedName
    let twin = quotedIdentifier(relation.name)
    var rule = declared
    rule.name = "probe"
    return Probe(
      schema: relation.schema,
      setup: [
        "CREATE TEMP TABLE \(twin) (LIKE \(relation.sql))",
        creation(of: rule, on: "pg_temp.\(twin)", replacing: false).sql,
      ],
      question: """
        SELECT \(action)
        FROM pg_rewrite r
        JOIN pg_class c ON c.oid = r.ev_class
        JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.oid = \(quotedLiteral("pg_temp.\(twin)"))::regclass
        """)
  }
}
