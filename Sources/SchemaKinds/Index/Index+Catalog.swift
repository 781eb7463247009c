import SQLText
public import SchemaCore

extension IndexKind {
  public static var catalog: CatalogQuery<Index>? {
    CatalogQuery(
      weight: 4, presence: .relations("i", "I"), sql: query(serverVersion:), decode: decode)
  }

  /// Indexes of tables and materialized views that back no constraint; a partition has its parent's.
  @Sendable private static func query(serverVersion: Int) -> String {
    let nullsNotDistinct = serverVersion >= 150_000 ? "i.indnullsnotdistinct" : "false"
    return """
      SELECT i.indexrelid, n.nspname, c.relname, c.relkind, ic.relname, m.amname,
             i.indisunique, i.indisvalid, \(nullsNotDistinct), i.indnkeyatts, k.columns,
             k.classes, k.defaults, i.indoption, pg_get_expr(i.indexprs, i.indrelid),
             pg_get_expr(i.indpred, i.indrelid), ic.reloptions, k.options, k.targets,
             k.collations, CASE WHEN k.has_collation THEN pg_get_indexdef(i.indexrelid) END
      FROM pg_index i
      JOIN pg_class ic ON ic.oid = i.indexrelid
      JOIN pg_class c ON c.oid = i.indrelid
      JOIN pg_namespace n ON n.oid = c.relnamespace
      JOIN pg_am m ON m.oid = ic.relam
      JOIN (
        SELECT s.indexrelid, array_agg(s.name) AS columns, array_agg(s.class) AS classes,
               array_agg(s.opcdefault) AS defaults, array_agg(s.options) AS options,
               array_agg(s.target) AS targets, array_agg(s.collation) AS collations,
               bool_or(s.number = 0 AND s.collation <> '') AS has_collation
        FROM (
          SELECT x.indexrelid, coalesce(a.attname::text, '') AS name, o.opcdefault,
                 CASE WHEN o.opcnamespace <> 'pg_catalog'::regnamespace
                      THEN format('%I.%I', p.nspname, o.opcname)
                      ELSE o.opcname::text END AS class, u.number,
                 array_to_string(ia.attoptions, ',') AS options,
                 coalesce(ia.attstattarget, -1) AS target,
                 CASE WHEN u.coll NOT IN (0, 100)
                        AND u.coll IS DISTINCT FROM a.attcollation
                        OR u.coll = 100 AND a.attcollation <> 100
                      THEN (SELECT quote_ident(cn.nspname) || '.' || quote_ident(l.collname)
                            FROM pg_collation l JOIN pg_namespace cn ON cn.oid = l.collnamespace
                            WHERE l.oid = u.coll)
                      ELSE '' END AS collation
          FROM pg_index x
          CROSS JOIN LATERAL unnest(x.indkey::int2[], x.indclass::oid[], x.indcollation::oid[])
            WITH ORDINALITY AS u (number, class, coll, position)
          LEFT JOIN pg_attribute ia ON ia.attrelid = x.indexrelid AND ia.attnum = u.position
          LEFT JOIN pg_attribute a ON a.attrelid = x.indrelid AND a.attnum = u.number
          LEFT JOIN pg_opclass o ON o.oid = u.class
          LEFT JOIN pg_namespace p ON p.oid = o.opcnamespace
          WHERE x.indexrelid >= 16384
          ORDER BY x.indexrelid, u.position
        ) s
        GROUP BY s.indexrelid
      ) k ON k.indexrelid = i.indexrelid
      WHERE c.relkind IN ('r', 'p', 'm') AND \(ownParts("ic", of: "c")) AND c.relpersistence <> 't'
        AND \(userSchemaFilter("n"))
        AND NOT EXISTS (SELECT FROM pg_constraint t WHERE t.conindid = i.indexrelid
                        AND t.contype IN ('p', 'u', 'x'))
        AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass
                        AND d.objid = c.oid AND d.deptype = 'e')
      ORDER BY n.nspname, c.relname, ic.relname
      """
  }

  @Sendable private static func decode(_ row: Row, _ facts: inout LiveFacts) -> Index? {
    var index = Index(
      table: QualifiedName(schema: row.text(1), name: row.text(2)),
      tableKind: row.text(3) == "m" ? .materializedView : .table, name: row.text(4),
      keys: keys(of: row))
    index.method = row.text(5)
    index.isUnique = row.bool(6)
    index.isValid = row.bool(7)
    index.nullsNotDistinct = row.bool(8)
    index.include = Array(row.array(10).dropFirst(row.int(9)))
    index.predicate = row.text(15)
    index.storage = StorageParameters(row.array(16))
    facts.addresses[ObjectAddress("pg_class", row.int(0))] = index.id
    return index
  }

  private static func keys(of row: Row) -> [Index.Key] {
    let classes = row.array(11)
    let defaults = row.array(12)
    let parameters = row.array(17)
    let targets = row.array(18)
    let collations = explicitCollations(of: row)
    let options = row.text(13).split(separator: " ").map { Int($0) ?? 0 }
    var expressions = commaSeparated(row.text(14))[...]
    return row.array(10).prefix(row.int(9)).enumerated().map { place, column in
      var key =
        column.isEmpty
        ? Index.Key(expression: expressions.popFirst() ?? "") : Index.Key(column: column)
      key.operatorClass = KeyOperatorClass(
        live: classes[place], isDefault: defaults[place] == "t",
        parameters: StorageParameters(commaSeparated(parameters[place])))
      key.collation = collations[place]
      if column.isEmpty { key.statistics = Int(targets[place]) ?? -1 }
      // INDOPTION_DESC and INDOPTION_NULLS_FIRST of pg_index.h.
      key.isDescending = options[place] & 1 != 0
      key.nullsFirst = options[place] & 2 != 0
      return key
    }
  }

  /// The collations that the definition names; an expression's own one can only be told from an
  /// explicit one by the whole definition.
  private static func explicitCollations(of row: Row) -> [CollationName] {
    let named = row.array(19).map { CollationName(qualified: $0) }
    guard let definition = row.optional(20) else { return named }
    let elements = keyElements(of: definition)
    let columns = row.array(10)
    return named.enumerated().map { place, name in
      let isExplicit = elements.indices.contains(place) && hasCollation(elements[place])
      return columns[place].isEmpty && !isExplicit ? CollationName() : name
    }
  }

  /// Returns the elements of the list after `USING method`.
  private static func keyElements(of definition: String) -> [String] {
    let tokens = SQLLexer.tokens(of: definition)
    guard let using = tokens.firstIndex(where: { $0.isWord("using") }), using + 2 < tokens.count
    else { return [] }
    var depth = 0
    for token in tokens[(using + 2)...] {
      if token.isPunctuation("(") { depth += 1 }
      if token.isPunctuation(")") { depth -= 1 }
      guard depth == 0 else { continue }
      let list = tokens[using + 2].range.upperBound..<token.range.lowerBound
      return commaSeparated(String(decoding: Array(definition.utf8)[list], as: UTF8.self))
    }
    return []
  }

  private static func hasCollation(_ element: String) -> Bool {
    var depth = 0
    for token in SQLLexer.tokens(of: element) {
      if token.isPunctuation("(") { depth += 1 }
      if token.isPunctuation(")") { depth -= 1 }
      if depth == 0, token.isWord("collate") { return true }
    }
    return false
  }

  /// Splits a list of expressions as `pg_get_expr` prints it at the commas between them.
  static func commaSeparated(_ text: String) -> [String] {
    guard !text.isEmpty else { return [] }
    let bytes = Array(text.utf8)
    var parts: [String] = []
    var depth = 0
    var start = 0
    for token in SQLLexer.tokens(of: text) where token.kind == .punctuation {
      switch token.text {
      case "(", "[": depth += 1
      case ")", "]": depth -= 1
      case "," where depth == 0:
        parts.append(String(decoding: bytes[start..<token.range.lowerBound], as: UTF8.self))
        start = token.range.upperBound
      default: break
      }
    }
    return (parts + [String(decoding: bytes[start...], as: UTF8.self)]).map { trimmed($0) }
  }
}
