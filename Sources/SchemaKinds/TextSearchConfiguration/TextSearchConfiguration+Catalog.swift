import SQLText
public import SchemaCore

extension TextSearchConfigurationKind {
  public static var catalog: CatalogQuery<TextSearchConfiguration>? {
    CatalogQuery(
      presence: .rows(of: "pg_ts_config"),
      sql: { _ in
        """
        SELECT c.oid, n.nspname, c.cfgname, pn.nspname, p.prsname, m.tokens, m.schemas, m.names
        FROM pg_ts_config c
        JOIN pg_namespace n ON n.oid = c.cfgnamespace
        JOIN pg_ts_parser p ON p.oid = c.cfgparser
        JOIN pg_namespace pn ON pn.oid = p.prsnamespace
        CROSS JOIN LATERAL (
          SELECT array_agg(k.alias ORDER BY m.maptokentype, m.mapseqno) AS tokens,
                 array_agg(dn.nspname ORDER BY m.maptokentype, m.mapseqno) AS schemas,
                 array_agg(d.dictname ORDER BY m.maptokentype, m.mapseqno) AS names
          FROM pg_ts_config_map m
          JOIN ts_token_type(c.cfgparser) k ON k.tokid = m.maptokentype
          JOIN pg_ts_dict d ON d.oid = m.mapdict
          JOIN pg_namespace dn ON dn.oid = d.dictnamespace
          WHERE m.mapcfg = c.oid
        ) m
        WHERE c.oid >= 16384 AND \(userSchemaFilter("n"))
          AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = 'pg_ts_config'::regclass
                          AND e.objid = c.oid AND e.deptype = 'e')
        ORDER BY n.nspname, c.cfgname
        """
      },
      decode: { row, facts in
        var object = TextSearchConfiguration(
          name: QualifiedName(schema: row.text(1), name: row.text(2)),
          parser: QualifiedName(schema: row.text(3), name: row.text(4)))
        let dictionaries = zip(row.array(6), row.array(7)).map(QualifiedName.init)
        for (token, dictionary) in zip(row.array(5), dictionaries) {
          object.mappings[token, default: []].append(dictionary)
        }
        facts.addresses[ObjectAddress("pg_ts_config", row.int(0))] = object.id
        return object
      })
  }

  public static func normalized(
    _ object: TextSearchConfiguration, in context: NormalizationContext
  ) -> TextSearchConfiguration {
    var copy = object
    let live = context.live.object(object.id, as: TextSearchConfiguration.self)
    copy.parser = following(live?.parser, object.parser) ?? object.parser
    let known = live?.mappings.values.joined().map { $0 } ?? []
    for (token, dictionaries) in object.mappings {
      copy.mappings[token] = dictionaries.map {
        resolved($0, following: known, in: object.name.schema, context)
      }
    }
    return copy
  }

  /// Where the project or the database has the dictionary, else what the live configuration uses.
  private static func resolved(
    _ name: QualifiedName, following live: [QualifiedName], in schema: String,
    _ context: NormalizationContext
  ) -> QualifiedName {
    guard name.schema.isEmpty else { return name }
    for place in [schema, context.defaultSchema, "public"] {
      let id = TextSearchDictionary.id(name.inSchema(place))
      if context.declared.contains(id) || context.live.contains(id) { return id.qualifiedName }
    }
    return live.first { $0.name == name.name } ?? name
  }
}
