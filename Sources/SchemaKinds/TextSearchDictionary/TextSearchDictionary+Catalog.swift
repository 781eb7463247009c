import SQLText
public import SchemaCore

extension TextSearchDictionaryKind {
  public static var catalog: CatalogQuery<TextSearchDictionary>? {
    CatalogQuery(
      presence: .rows(of: "pg_ts_dict"),
      sql: { _ in
        """
        SELECT d.oid, n.nspname, d.dictname, tn.nspname, t.tmplname, d.dictinitoption
        FROM pg_ts_dict d
        JOIN pg_namespace n ON n.oid = d.dictnamespace
        JOIN pg_ts_template t ON t.oid = d.dicttemplate
        JOIN pg_namespace tn ON tn.oid = t.tmplnamespace
        WHERE d.oid >= 16384 AND \(userSchemaFilter("n"))
          AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = 'pg_ts_dict'::regclass
                          AND e.objid = d.oid AND e.deptype = 'e')
        ORDER BY n.nspname, d.dictname
        """
      },
      decode: { row, facts in
        let object = TextSearchDictionary(
          name: QualifiedName(schema: row.text(1), name: row.text(2)),
          template: QualifiedName(schema: row.text(3), name: row.text(4)),
          options: options(row.text(5)))
        facts.addresses[ObjectAddress("pg_ts_dict", row.int(0))] = object.id
        return object
      })
  }

  /// Reads `dictinitoption`: `language = 'english', casesensitive = 1`.
  static func options(_ text: String) -> [String: String] {
    var options: [String: String] = [:]
    for element in listElements(text) {
      let tokens = SQLLexer.tokens(of: element)
      guard tokens.count >= 3, let name = tokens[0].name else { continue }
      options[name] = value(of: tokens[2], in: element)
    }
    return options
  }

  /// An escape string has nothing but doubled backslashes and quotes in it.
  private static func value(of token: SQLToken, in text: String) -> String {
    guard token.kind == .prefixedString else { return token.text }
    let written = slice(of: text, through: [token][...]).dropFirst(2).dropLast()
    var result = ""
    var isEscaped = false
    for scalar in written.unicodeScalars {
      if !isEscaped, scalar == "\\" || scalar == "'" {
        isEscaped = true
        continue
      }
      isEscaped = false
      result.unicodeScalars.append(scalar)
    }
    return result
  }

  public static func normalized(
    _ object: TextSearchDictionary, in context: NormalizationContext
  ) -> TextSearchDictionary {
    var copy = object
    let live = context.live.object(object.id, as: TextSearchDictionary.self)
    copy.template = following(live?.template, object.template) ?? object.template
    return copy
  }
}
