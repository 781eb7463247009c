import SQLText
public import SchemaCore

extension IndexKind {
  public static var catalog: CatalogQuery<Index>? {
    CatalogQuery(weight: 4, sql: query(serverVersion:), decode: decode)
  }

  /// Indexes of tables and materialized views that back no constraint; a partition has its parent's.
  @Sendable private static func query(serverVersion: Int) -> String {
    let nullsNotDistinct = serverVersion >= 150_000 ? "i.indnullsnotdistinct" : "false"
    return """
      SELECT i.indexrelid, n.nspname, c.relname, c.relkind, ic.relname, m.amname,
             i.indisunique, i.indisvalid, \(nullsNotDistinct), i.indnkeyatts, k.columns,
             k.classes, k.defaults, i.indoption, pg_get_expr(i.indexprs, i.indrelid),
             pg_get_expr(i.indpred, i.indrelid)
      FROM pg_index i
      JOIN pg_class ic ON ic.oid = i.indexrelid
      JOIN pg_class c ON c.oid = i.indrelid
      JOIN pg_namespace n ON n.oid = c.relnamespace
      JOIN pg_am m ON m.oid = ic.relam
      JOIN (
        SELECT s.indexrelid, array_agg(s.name) AS columns, array_agg(s.class) AS classes,
               array_agg(s.opcdefault) AS defaults
        FROM (
          SELECT x.indexrelid, coalesce(a.attname::text, '') AS name, o.opcdefault,
                 CASE WHEN o.opcnamespace <> 'pg_catalog'::regnamespace
                      THEN format('%I.%I', p.nspname, o.opcname)
                      ELSE o.opcname::text END AS class
          FROM pg_index x
          CROSS JOIN LATERAL unnest(x.indkey::int2[], x.indclass::oid[])
            WITH ORDINALITY AS u (number, class, position)
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
    facts.addresses[ObjectAddress("pg_class", row.int(0))] = index.id
    return index
  }

  private static func keys(of row: Row) -> [Index.Key] {
    let classes = row.array(11)
    let defaults = row.array(12)
    let options = row.text(13).split(separator: " ").map { Int($0) ?? 0 }
    var expressions = commaSeparated(row.text(14))[...]
    return row.array(10).prefix(row.int(9)).enumerated().map { place, column in
      var key =
        column.isEmpty
        ? Index.Key(expression: expressions.popFirst() ?? "") : Index.Key(column: column)
      if defaults[place] == "t" {
        key.defaultOperatorClass = classes[place]
      } else {
        key.operatorClass = classes[place]
      }
      // INDOPTION_DESC and INDOPTION_NULLS_FIRST of pg_index.h.
      key.isDescending = options[place] & 1 != 0
      key.nullsFirst = options[place] & 2 != 0
      return key
    }
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
