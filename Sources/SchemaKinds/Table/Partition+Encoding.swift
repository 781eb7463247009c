import SQLText
import SchemaCore

extension Table.PartitionKey {
  /// The value of `partition_by`.
  var encoded: YAMLValue {
    let parts = parts.map { part -> YAMLValue in
      if !part.column.isEmpty, part.collation.isEmpty, part.operatorClass.isEmpty {
        return .text(part.column)
      }
      var entries: [YAMLValue.Entry] = []
      entries.add("column", part.column)
      entries.add("expression", part.expression)
      entries.add("collation", part.collation)
      entries.add("opclass", part.operatorClass)
      return .mapping(entries)
    }
    return .mapping([.init("strategy", .text(strategy)), .init("key", .list(parts))])
  }
}

extension Table.Partition {
  /// The value of `partition_of`.
  func encoded(in draft: ProjectDraft) -> YAMLValue {
    var entries: [YAMLValue.Entry] = [.init("table", .text(draft.reference(parent)))]
    if isDefault { entries.add("default", true) }
    let lists = parenthesizedLists(in: bound)
    if bound.hasPrefix("FOR VALUES FROM"), lists.count == 2 {
      entries.add("from", .list(lists[0].map(Self.encodedValue)))
      entries.add("to", .list(lists[1].map(Self.encodedValue)))
    } else if bound.hasPrefix("FOR VALUES IN"), lists.count == 1 {
      entries.add("in", .list(lists[0].map(Self.encodedValue)))
    } else if bound.hasPrefix("FOR VALUES WITH"), lists.count == 1 {
      // `modulus 4, remainder 0`
      for (key, item) in zip(["modulus", "remainder"], lists[0]) {
        entries.add(key, .plain(String(item.split(separator: " ").last ?? "")))
      }
    }
    return .mapping(entries)
  }

  private static func encodedValue(_ text: String) -> YAMLValue {
    if text == "NULL" { return .plain("null") }
    if ["MINVALUE", "MAXVALUE"].contains(text) { return .text(text) }
    if let number = Int(text), String(number) == text { return .plain(text) }
    let tokens = SQLLexer.tokens(of: text)
    if tokens.count == 1, tokens[0].kind == .string, quotedLiteral(tokens[0].text) == text,
      !["MINVALUE", "MAXVALUE"].contains(tokens[0].text.uppercased()),
      Int(tokens[0].text).map(String.init) != tokens[0].text
    {
      return .text(tokens[0].text)
    }
    return .mapping([.init("__sql", .text(text))])
  }
}

/// Returns the elements of each list in parentheses, outermost ones only.
private func parenthesizedLists(in text: String) -> [[String]] {
  var lists: [[String]] = []
  var depth = 0
  var inner: [SQLToken] = []
  for token in SQLLexer.tokens(of: text) {
    if token.isPunctuation(")") {
      depth -= 1
      if depth == 0 { lists.append(listElements(slice(of: text, through: inner[...]))) }
    }
    if depth > 0 { inner.append(token) }
    if token.isPunctuation("(") {
      if depth == 0 { inner = [] }
      depth += 1
    }
  }
  return lists
}
