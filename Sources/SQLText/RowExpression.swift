/// Returns an expression over a table's row as a trigger function writes it: `amount` becomes
/// `NEW.amount`.
///
/// Works on tokens, so that strings, comments, casts, function names and qualified names stay
/// what they are. Nil where a sub-select has names of its own, which only the server can tell
/// apart.
///
/// - Parameters:
///   - columns: the names of the table's columns.
///   - table: the table, whose name may stand before a column's.
///   - row: what stands for the row: `NEW`, `OLD`.
///   - onlyQualified: whether bare names are another table's.
public func rowExpression(
  _ text: String, columns: Set<String>, of table: QualifiedName, row: String,
  onlyQualified: Bool = false
) -> String? {
  RowRewriting(text, columns: columns, table: table, row: row, onlyQualified)?.rewritten
}

/// Returns the columns of a table that an expression over its row names, in order of mention.
public func rowColumns(
  in text: String, columns: Set<String>, of table: QualifiedName
) -> [String] {
  var found: [String] = []
  for mention in RowRewriting.mentions(
    in: SQLLexer.tokens(of: text), columns: columns, table: table)
  where !found.contains(mention.column) { found.append(mention.column) }
  return found
}

private struct RowRewriting {
  struct Mention {
    var column: String
    /// The bytes of the column with what qualifies it.
    var range: Range<Int>
    var isQualified: Bool
  }

  let rewritten: String

  init?(
    _ text: String, columns: Set<String>, table: QualifiedName, row: String,
    _ onlyQualified: Bool
  ) {
    let tokens = SQLLexer.tokens(of: text)
    guard !tokens.contains(where: { $0.isWord("select") || $0.isWord("values") }) else {
      return nil
    }
    var bytes = Array(text.utf8)
    for mention in Self.mentions(in: tokens, columns: columns, table: table).reversed()
    where mention.isQualified || !onlyQualified {
      let name = "\(row).\(quotedIdentifier(mention.column))"
      bytes.replaceSubrange(mention.range, with: Array(name.utf8))
    }
    rewritten = String(decoding: bytes, as: UTF8.self)
  }

  static func mentions(
    in tokens: [SQLToken], columns: Set<String>, table: QualifiedName
  ) -> [Mention] {
    var mentions: [Mention] = []
    var index = 0
    while index < tokens.count {
      guard tokens[index].name != nil else {
        index += 1
        continue
      }
      var end = index + 1
      while end + 1 < tokens.count, tokens[end].isPunctuation("."), tokens[end + 1].name != nil {
        end += 2
      }
      let names = stride(from: index, to: end, by: 2).map { tokens[$0].text }
      if isColumn(names, table, columns), isUse(from: index, to: end, in: tokens) {
        let range = tokens[index].range.lowerBound..<tokens[end - 1].range.upperBound
        mentions.append(
          Mention(column: names[names.count - 1], range: range, isQualified: names.count > 1))
      }
      index = end
    }
    return mentions
  }

  private static func isColumn(
    _ names: [String], _ table: QualifiedName, _ columns: Set<String>
  ) -> Bool {
    guard let column = names.last, columns.contains(column) else { return false }
    switch names.count {
    case 1: return true
    case 2: return names[0] == table.name
    case 3: return names[0] == table.schema && names[1] == table.name
    default: return false
    }
  }

  /// Whether a name stands where a value does, rather than a function, a type or a key word.
  private static func isUse(from start: Int, to end: Int, in tokens: [SQLToken]) -> Bool {
    let token = tokens[start]
    let former = start > 0 ? tokens[start - 1] : nil
    let next = end < tokens.count ? tokens[end] : nil
    if let next {
      if next.isPunctuation("(") || next.kind == .operator && next.text == "=>" { return false }
      // `date '2026-01-31'`: a type before its constant.
      if next.kind == .string, token.kind == .word { return false }
    }
    if let former {
      if former.isPunctuation(".") || former.isPunctuation("::") || former.isWord("as")
        || former.isWord("collate")
      {
        return false
      }
    }
    guard token.kind == .word, end == start + 1 else { return true }
    return !isKeyword(token.text, former: former, next: next)
  }

  /// Whether a bare word is part of the grammar where it stands although it may name a column.
  private static func isKeyword(_ word: String, former: SQLToken?, next: SQLToken?) -> Bool {
    if reservedWords.contains(word) { return true }
    // EXTRACT(year FROM ...), and TRIM(LEADING FROM ...).
    if next?.isWord("from") == true, former?.isPunctuation("(") == true { return true }
    switch word {
    case "at": return next?.isWord("time") == true
    case "time": return former?.isWord("at") == true && next?.isWord("zone") == true
    case "zone": return former?.isWord("time") == true
    default: return false
    }
  }

  /// Words that can't be a column's name without quotes (manual, appendix C).
  private static let reservedWords: Set<String> = [
    "all", "analyse", "analyze", "and", "any", "array", "as", "asc", "asymmetric", "both", "case",
    "cast", "check", "collate", "column", "constraint", "create", "current_catalog",
    "current_date", "current_role", "current_time", "current_timestamp", "current_user",
    "default", "deferrable", "desc", "distinct", "do", "else", "end", "except", "false", "fetch",
    "for", "foreign", "from", "grant", "group", "having", "in", "initially", "intersect", "into",
    "lateral", "leading", "limit", "localtime", "localtimestamp", "not", "null", "offset", "on",
    "only", "or", "order", "placing", "primary", "references", "returning", "select",
    "session_user", "some", "symmetric", "system_user", "table", "then", "to", "trailing", "true",
    "union", "unique", "user", "using", "variadic", "when", "where", "window", "with", "is",
    "isnull", "notnull", "like", "ilike", "similar", "between", "overlaps", "interval",
  ]
}
