import SQLText

/// Returns a statement without white space around it and without closing semicolons.
func statementText(_ text: String) -> String {
  var tokens = SQLLexer.tokens(of: text)[...]
  guard tokens.last?.isPunctuation(";") == true else { return trimmed(text) }
  while tokens.last?.isPunctuation(";") == true { tokens.removeLast() }
  return slice(of: text, through: tokens)
}

/// Splits a list at the commas outside parentheses and brackets; comments at the ends go.
func listElements(_ text: String) -> [String] {
  var elements: [String] = []
  var current: [SQLToken] = []
  var depth = 0
  for token in SQLLexer.tokens(of: text) {
    if token.isPunctuation("(") || token.isPunctuation("[") { depth += 1 }
    if token.isPunctuation(")") || token.isPunctuation("]") { depth -= 1 }
    if depth == 0, token.isPunctuation(",") {
      elements.append(slice(of: text, through: current[...]))
      current = []
    } else {
      current.append(token)
    }
  }
  if !current.isEmpty || !elements.isEmpty {
    elements.append(slice(of: text, through: current[...]))
  }
  return elements
}

/// Returns the text from the first of some tokens to the last.
func slice(of text: String, through tokens: ArraySlice<SQLToken>) -> String {
  guard let first = tokens.first, let last = tokens.last else { return "" }
  let bytes = Array(text.utf8)
  return String(decoding: bytes[first.range.lowerBound..<last.range.upperBound], as: UTF8.self)
}
