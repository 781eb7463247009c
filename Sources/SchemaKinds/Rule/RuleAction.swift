import SQLText

/// The parts of a rule's action: `[WHERE condition] DO [ALSO | INSTEAD] commands`.
struct RuleAction {
  /// Empty where the rule always applies.
  var condition = ""
  var isInstead = false
  /// Empty for NOTHING.
  var commands: [String] = []

  /// The action in SQL; commands may end in comments, so each has a line of its own.
  var sql: String {
    var text = condition.isEmpty ? "" : "WHERE \(ConstraintSQL.parenthesized(condition)) "
    text += isInstead ? "DO INSTEAD " : "DO ALSO "
    switch commands.count {
    case 0: return text + "NOTHING"
    case 1: return text + commands[0]
    default: return text + "(\n\(commands.joined(separator: "\n;\n"))\n)"
    }
  }

  init(condition: String, isInstead: Bool, commands: [String]) {
    self.condition = condition
    self.isInstead = isInstead
    self.commands = commands
  }

  /// Takes an action as `pg_get_ruledef` prints it apart.
  init(_ text: String) {
    var tokens = SQLLexer.tokens(of: text)[...]
    while tokens.last?.isPunctuation(";") == true { tokens.removeLast() }
    if tokens.first?.isWord("where") == true {
      // The condition stands in parentheses, and DO is reserved.
      let end = RuleAction.end(of: tokens) ?? tokens.endIndex
      condition = slice(of: text, through: tokens[(tokens.startIndex + 1)..<end])
      tokens = tokens[end...]
    }
    tokens = tokens.dropFirst()
    if tokens.first?.isWord("instead") == true {
      isInstead = true
      tokens.removeFirst()
    } else if tokens.first?.isWord("also") == true {
      tokens.removeFirst()
    }
    if tokens.count == 1, tokens.first?.isWord("nothing") == true { return }
    commands = RuleAction.commands(tokens, of: text)
  }

  /// The place of DO behind a condition.
  private static func end(of tokens: ArraySlice<SQLToken>) -> Int? {
    var depth = 0
    for index in tokens.indices {
      if tokens[index].isPunctuation("(") { depth += 1 }
      if tokens[index].isPunctuation(")") { depth -= 1 }
      if depth == 0, tokens[index].isWord("do") { return index }
    }
    return nil
  }

  /// Several commands stand in parentheses with semicolons between them.
  private static func commands(
    _ tokens: ArraySlice<SQLToken>, of text: String
  ) -> [String] {
    var commands: [String] = []
    var current: [SQLToken] = []
    var depth = 0
    for token in tokens {
      if token.isPunctuation("(") { depth += 1 }
      if token.isPunctuation(")") { depth -= 1 }
      if depth == 1, token.isPunctuation(";") {
        commands.append(slice(of: text, through: current[...].dropFirst(commands.isEmpty ? 1 : 0)))
        current = []
      } else {
        current.append(token)
      }
    }
    guard !commands.isEmpty else { return [slice(of: text, through: tokens)] }
    let last = current.dropLast()
    return last.isEmpty ? commands : commands + [slice(of: text, through: last[...])]
  }
}
