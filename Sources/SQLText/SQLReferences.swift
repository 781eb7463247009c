/// The names that an SQL text may need to exist, found by tokens alone.
///
/// Relations are what follows FROM, JOIN, INTO, UPDATE and TABLE and isn't a common table
/// expression; functions are names before a parenthesis; types follow `::` or stand behind
/// `AS` in a CAST. Used for ordering only: a name that is nobody's is ignored.
public struct SQLReferences: Hashable, Sendable {
  public var relations: Set<QualifiedName> = []
  public var functions: Set<QualifiedName> = []
  public var types: Set<QualifiedName> = []

  /// Finds the references of a query or an expression.
  public init(in text: String) {
    let tokens = SQLLexer.tokens(of: text)
    var scan = ReferenceScan(tokens: tokens)
    scan.run()
    relations = scan.relations.filter { !($0.schema.isEmpty && scan.bound.contains($0.name)) }
    functions = scan.functions
    types = scan.types
  }

  /// Finds the row and column types that a PL/pgSQL body names, which its validator resolves.
  public init(inPLpgSQL text: String) {
    let tokens = SQLLexer.tokens(of: text)
    for (index, token) in tokens.enumerated()
    where token.kind == .operator && token.text == "%" && index + 1 < tokens.count {
      var names: [String] = []
      var place = index - 1
      while place >= 0, let name = tokens[place].name {
        names.insert(name, at: 0)
        guard place >= 2, tokens[place - 1].isPunctuation(".") else { break }
        place -= 2
      }
      if tokens[index + 1].isWord("type") { names = names.dropLast() }
      guard let last = names.last else { continue }
      let schema = names.count > 1 ? names[names.count - 2] : ""
      relations.insert(QualifiedName(schema: schema, name: last))
    }
  }
}

private struct ReferenceScan {
  let tokens: [SQLToken]
  var relations: Set<QualifiedName> = []
  var functions: Set<QualifiedName> = []
  var types: Set<QualifiedName> = []
  /// Names of common table expressions.
  var bound: Set<String> = []

  /// Whether a relation may follow, one for each open parenthesis.
  private var expectsRelation = [false]
  /// Whether the parenthesis stands in a FROM list, where a comma brings a further relation.
  private var inFromList = [false]
  private var index = 0

  init(tokens: [SQLToken]) { self.tokens = tokens }

  mutating func run() {
    while index < tokens.count {
      let token = tokens[index]
      if token.kind == .punctuation {
        punctuation(token)
        index += 1
      } else if token.name != nil {
        nameOrKeyword(token)
      } else {
        if token.kind == .string, let name = relationName(token) { relations.insert(name) }
        index += 1
      }
    }
  }

  private static let sequenceFunctions: Set<String> = ["nextval", "currval", "setval"]

  /// The relation that a constant names: `nextval('a.b')`, `'a.b'::regclass`.
  private func relationName(_ token: SQLToken) -> QualifiedName? {
    let isArgument =
      index > 1 && tokens[index - 1].isPunctuation("(")
      && Self.sequenceFunctions.contains(tokens[index - 2].name ?? "")
    let isCast =
      index + 2 < tokens.count && tokens[index + 1].isPunctuation("::")
      && tokens[index + 2].isWord("regclass")
    guard isArgument || isCast else { return nil }
    let parts = SQLLexer.tokens(of: token.text)
    switch parts.count {
    case 1: return parts[0].name.map { QualifiedName(schema: "", name: $0) }
    case 3 where parts[1].isPunctuation("."):
      guard let schema = parts[0].name, let name = parts[2].name else { return nil }
      return QualifiedName(schema: schema, name: name)
    default: return nil
    }
  }

  private mutating func punctuation(_ token: SQLToken) {
    let top = expectsRelation.count - 1
    switch token.text {
    case "(":
      expectsRelation.append(expectsRelation[top])
      inFromList.append(expectsRelation[top])
      expectsRelation[top] = false
    case ")" where top > 0:
      expectsRelation.removeLast()
      inFromList.removeLast()
    case ",": expectsRelation[top] = inFromList[top]
    case "::":
      index += 1
      if index < tokens.count, tokens[index].name != nil { types.insert(qualifiedName()) }
      index -= 1
    default: break
    }
  }

  private static let relationWords: Set<String> = ["from", "join", "into", "update", "table"]
  private static let endWords: Set<String> = [
    "where", "group", "order", "having", "limit", "offset", "union", "except", "intersect",
    "window", "returning", "set", "select", "values", "on", "for", "fetch",
  ]
  private static let fillers: Set<String> = ["only", "lateral", "if", "not", "exists"]

  private mutating func nameOrKeyword(_ token: SQLToken) {
    let top = expectsRelation.count - 1
    if token.kind == .word {
      // `IS DISTINCT FROM x` and `extract(year FROM x)` name no relation.
      let afterDistinct = index > 0 && tokens[index - 1].isWord("distinct")
      if Self.relationWords.contains(token.text), !afterDistinct {
        expectsRelation[top] = true
        if token.text == "from" || token.text == "join" { inFromList[top] = true }
        index += 1
        return
      }
      if Self.endWords.contains(token.text) {
        expectsRelation[top] = false
        if token.text != "on" { inFromList[top] = false }
        index += 1
        return
      }
      if Self.fillers.contains(token.text) {
        index += 1
        return
      }
      if token.text == "as", isCommonTableExpression {
        bound.insert(tokens[commonTableNameIndex].text)
      }
    }
    name(at: top)
  }

  /// `name AS (` or `name (columns) AS [NOT] [MATERIALIZED] (`.
  private var isCommonTableExpression: Bool {
    guard commonTableNameIndex >= 0, tokens[commonTableNameIndex].name != nil else { return false }
    var next = index + 1
    while next < tokens.count,
      tokens[next].isWord("not") || tokens[next].isWord("materialized")
    { next += 1 }
    return next < tokens.count && tokens[next].isPunctuation("(")
  }

  private var commonTableNameIndex: Int {
    guard index > 0 else { return -1 }
    guard tokens[index - 1].isPunctuation(")") else { return index - 1 }
    var place = index - 1
    while place > 0, !tokens[place].isPunctuation("(") { place -= 1 }
    return place - 1
  }

  private mutating func name(at top: Int) {
    let isCast = index > 0 && tokens[index - 1].isWord("as")
    let name = qualifiedName()
    let isCall = index + 1 < tokens.count && tokens[index + 1].isPunctuation("(")
    if isCall {
      functions.insert(name)
      expectsRelation[top] = false
    } else if expectsRelation[top] {
      relations.insert(name)
      expectsRelation[top] = false
    } else if isCast {
      types.insert(name)
    }
    index += 1
  }

  /// Reads `a`, `a.b` or more at the index and leaves it at the name's last token.
  private mutating func qualifiedName() -> QualifiedName {
    var parts = [tokens[index].text]
    while index + 2 < tokens.count, tokens[index + 1].isPunctuation("."),
      let next = tokens[index + 2].name
    {
      parts.append(next)
      index += 2
    }
    let schema = parts.count > 1 ? parts[parts.count - 2] : ""
    return QualifiedName(schema: schema, name: parts[parts.count - 1])
  }
}
