/// A word of an expression that can only be a column's name.
public struct ColumnMention: Hashable, Sendable {
  public var name: String
  /// The table, alias, NEW or OLD before the dot; empty without.
  public var qualifier: String
  /// The name's bytes in the expression.
  public var range: Range<Int>

  /// Finds the mentions in an expression over one table.
  ///
  /// Cautious: a key word, a function, a type, a label and anything beside a sub-select, whose
  /// names belong to other tables, are passed over.
  public static func found(in expression: String) -> [ColumnMention] {
    let tokens = SQLLexer.tokens(of: expression)
    guard !tokens.contains(where: { $0.isWord("select") || $0.isWord("values") }) else { return [] }
    return tokens.indices.compactMap { mention(at: $0, in: tokens) }
  }

  private static func mention(at index: Int, in tokens: [SQLToken]) -> ColumnMention? {
    let token = tokens[index]
    guard let name = token.name else { return nil }
    if token.kind == .word, isKeyword(name) { return nil }
    let next = index + 1 < tokens.count ? tokens[index + 1] : nil
    if let next,
      next.isPunctuation("(") || next.isPunctuation(".") || next.kind == .string
        || next.isWord("from") || next.kind == .operator && next.text == "=>"
    {
      return nil
    }
    guard index > 0 else { return ColumnMention(name: name, qualifier: "", range: token.range) }
    let former = tokens[index - 1]
    if former.isPunctuation("::") || former.isWord("as") || former.isWord("collate") { return nil }
    guard former.isPunctuation(".") else {
      // What stands directly behind another name is part of a type or of a longer construct.
      if former.name != nil, !(former.kind == .word && isKeyword(former.text)) { return nil }
      return ColumnMention(name: name, qualifier: "", range: token.range)
    }
    guard index > 1, let qualifier = tokens[index - 2].name,
      index < 3 || !tokens[index - 3].isPunctuation(".")
    else { return nil }
    return ColumnMention(name: name, qualifier: qualifier, range: token.range)
  }

  private static func isKeyword(_ word: String) -> Bool {
    quotedKeywords.contains(word) || TypeName.builtIns.contains(word)
      || TypeName.aliases[word] != nil || unreservedWords.contains(word)
  }

  /// Unreserved words that stand in expressions without naming anything.
  private static let unreservedWords: Set<String> = [
    "at", "zone", "year", "month", "day", "hour", "minute", "second", "escape", "document",
    "content", "nulls", "first", "last", "filter", "over", "partition", "within", "by", "range",
    "rows", "groups", "preceding", "following", "unbounded", "operator", "varying", "without",
    "exclude", "ties", "others", "no", "unknown", "normalized", "nfc", "nfd", "nfkc", "nfkd",
    "local", "old", "new", "value", "epoch", "century", "decade", "week", "quarter", "dow",
    "doy", "isodow", "isoyear", "millennium", "milliseconds", "microseconds", "timezone",
    "absent", "keys", "scalar", "path", "passing", "ref", "standalone", "yes", "strip",
    "whitespace", "preserve", "columns",
  ]
}
