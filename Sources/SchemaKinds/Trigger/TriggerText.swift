import SQLText

/// The events of a trigger as users write them: `INSERT`, `INSERT OR UPDATE OF a, b`.
struct TriggerEvents {
  var events: Set<Trigger.Event> = []
  var columns: [String] = []

  /// Reads the events of one text; nil where it is something else.
  init?(_ text: String) {
    var tokens = SQLLexer.tokens(of: text)[...]
    while let token = tokens.popFirst() {
      if token.isWord("or") || token.isPunctuation(",") { continue }
      guard token.kind == .word, let event = Trigger.Event(rawValue: token.text.uppercased())
      else { return nil }
      events.insert(event)
      if event == .update, tokens.first?.isWord("of") == true {
        tokens.removeFirst()
        guard takeColumns(&tokens) else { return nil }
      }
    }
    if events.isEmpty { return nil }
  }

  private mutating func takeColumns(_ tokens: inout ArraySlice<SQLToken>) -> Bool {
    repeat {
      guard let column = tokens.popFirst()?.name else { return false }
      columns.append(column)
      guard tokens.first?.isPunctuation(",") == true else { return true }
      tokens.removeFirst()
    } while !tokens.isEmpty
    return false
  }
}

/// A trigger's function as users write it: `f`, `s.f()`, `f('text', 1)`.
struct TriggerFunction {
  var name: QualifiedName
  var arguments: [String] = []

  /// Reads a function with or without arguments; nil where the text is something else.
  init?(_ text: String) {
    let tokens = SQLLexer.tokens(of: text)
    let open = tokens.firstIndex { $0.isPunctuation("(") }
    let bytes = Array(text.utf8)
    let nameBytes = open.map { bytes[..<tokens[$0].range.lowerBound] } ?? bytes[...]
    guard let name = QualifiedName(trimmed(String(decoding: nameBytes, as: UTF8.self)))
    else { return nil }
    self.name = name
    guard let open else { return }
    guard tokens.last?.isPunctuation(")") == true else { return nil }
    arguments = Self.arguments(tokens[(open + 1)...])
  }

  /// The arguments are constants; whatever their form, the function gets them as texts.
  static func arguments(_ tokens: ArraySlice<SQLToken>) -> [String] {
    tokens.compactMap { token in
      switch token.kind {
      case .string, .number, .word, .quotedIdentifier: token.text
      case .prefixedString: unescaped(token.text)
      default: nil
      }
    }
  }

  /// The text of an `E'...'` constant whose only escapes are doubled quotes and backslashes.
  private static func unescaped(_ constant: String) -> String {
    var result = ""
    var inner = constant.unicodeScalars.dropFirst(2).dropLast()
    while let scalar = inner.popFirst() {
      if scalar == "'" || scalar == "\\", inner.first == scalar { inner.removeFirst() }
      result.unicodeScalars.append(scalar)
    }
    return result
  }
}

/// What only the text of `pg_get_triggerdef` tells.
///
/// `pg_get_expr` refuses a condition that names both OLD and NEW.
struct TriggerDefinition {
  var condition = ""
  var arguments: [String] = []

  /// Reads `... [WHEN (condition)] EXECUTE FUNCTION name(arguments)`.
  init(_ text: String) {
    let tokens = SQLLexer.tokens(of: text)
    guard
      let execute = tokens.indices.last(where: {
        tokens[$0].isWord("execute") && $0 + 1 < tokens.count && tokens[$0 + 1].isWord("function")
      })
    else { return }
    if let open = tokens[execute...].firstIndex(where: { $0.isPunctuation("(") }) {
      arguments = TriggerFunction.arguments(tokens[(open + 1)...])
    }
    // WHEN is reserved: before the condition it can be no name.
    guard let when = tokens[..<execute].firstIndex(where: { $0.isWord("when") }) else { return }
    let bytes = Array(text.utf8)
    let start = tokens[when + 1].range.upperBound
    let end = tokens[execute - 1].range.lowerBound
    guard start <= end else { return }
    condition = String(decoding: bytes[start..<end], as: UTF8.self)
  }
}
