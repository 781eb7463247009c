/// Returns whether two SQL texts are the same but for white space, comments and letter case.
///
/// Parentheses around the whole and a closing semicolon don't count. Constants and quoted
/// names are compared to the letter, so equal texts always mean the same to the server.
public func lexicallyEqual(_ left: String, _ right: String) -> Bool {
  if left == right { return true }
  let a = bare(SQLLexer.tokens(of: left))
  let b = bare(SQLLexer.tokens(of: right))
  return a.count == b.count && zip(a, b).allSatisfy(sameMeaning)
}

private func sameMeaning(_ left: SQLToken, _ right: SQLToken) -> Bool {
  if left.kind == right.kind { return left.text == right.text }
  // "name" and name are one identifier, unless the bare word is a key word.
  guard let name = left.name, name == right.name else { return false }
  return isPlainIdentifier(name) && !quotedKeywords.contains(name)
    && !valueKeywords.contains(name)
}

/// Unreserved words that mean something else than a name where an expression stands.
private let valueKeywords: Set<String> = ["current_schema", "xmlexists", "grouping"]

private func bare(_ tokens: [SQLToken]) -> ArraySlice<SQLToken> {
  var slice = tokens[...]
  while slice.last?.isPunctuation(";") == true { slice.removeLast() }
  while let first = slice.first, first.isPunctuation("("), closesAtEnd(slice) {
    slice = slice.dropFirst().dropLast()
  }
  return slice
}

private func closesAtEnd(_ tokens: ArraySlice<SQLToken>) -> Bool {
  var depth = 0
  for (index, token) in zip(tokens.indices, tokens) {
    if token.isPunctuation("(") { depth += 1 }
    if token.isPunctuation(")") { depth -= 1 }
    if depth == 0 { return index == tokens.indices.last }
  }
  return false
}
