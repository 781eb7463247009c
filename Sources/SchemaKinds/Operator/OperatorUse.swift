import SQLText
import SchemaCore

extension PlanContext {
  /// Returns the declared operators that texts use, told by their symbols.
  ///
  /// Types aren't known from tokens, so only symbols that PostgreSQL itself doesn't have count.
  ///
  /// - Parameter function: a function whose text it is; what operators of its own symbol need is
  ///   the function itself.
  func operators(usedIn texts: [String], byFunction function: QualifiedName? = nil)
    -> Set<ObjectID>
  {
    var symbols: Set<String> = []
    for token in texts.flatMap({ SQLLexer.tokens(of: $0) })
    where token.kind == .operator && !PlanContext.serverSymbols.contains(token.text) {
      symbols.insert(token.text)
    }
    guard !symbols.isEmpty else { return [] }
    let found = declared.all(Operator.self).filter { symbols.contains($0.name.name) }
    let own = Set(found.filter { $0.function == function }.map(\.name.name))
    return Set(found.filter { !own.contains($0.name.name) }.map(\.id))
  }

  /// The symbols of the operators in pg_catalog, and of named arguments (PostgreSQL 18).
  private static let serverSymbols: Set<String> = [
    "!!", "!~", "!~*", "!~~", "!~~*", "##", "#", "#-", "#>", "#>>", "%", "&&", "&", "&<", "&<|",
    "&>", "*", "*<", "*<=", "*<>", "*=", "*>", "*>=", "+", "-", "->", "->>", "-|-", "/", "<",
    "<->", "<<", "<<=", "<<|", "<=", "<>", "<@", "<^", "=", ">", ">=", ">>", ">>=", ">^", "?#",
    "?&", "?", "?-", "?-|", "?|", "?||", "@", "@-@", "@>", "@?", "@@", "@@@", "^", "^@", "|&>",
    "|", "|/", "|>>", "||", "||/", "~", "~*", "~<=~", "~<~", "~=", "~>=~", "~>~", "~~", "~~*",
    "!=", "=>",
  ]
}
