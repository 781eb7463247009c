/// The relations that a text reads, where they stand, and what they are called in it.
struct RelationScope {
  /// A relation's name in FROM, JOIN, INTO or UPDATE.
  struct Place {
    var relation: QualifiedName
    var start: Int
    var end: Int
  }

  private(set) var places: [Int: Place] = [:]
  private(set) var relations: [QualifiedName] = []
  /// The relations into which is inserted, by where the parenthesis of their columns opens.
  private(set) var insertions: [Int: QualifiedName] = [:]
  /// Whether the text reads from what isn't a known relation: a sub-select, a function, a CTE.
  private(set) var hasOtherSources = false
  /// Whether one name means two relations of which columns change.
  private(set) var isAmbiguous = false
  private var names: [String: (name: QualifiedName, isBare: Bool)] = [:]
  private let tokens: [SQLToken]
  private let changes: NameChanges
  private let schema: String
  private var bound: Set<String> = []

  init(_ tokens: [SQLToken], changes: NameChanges, schema: String, over relation: QualifiedName?) {
    self.tokens = tokens
    self.changes = changes
    self.schema = schema
    if let relation {
      relations = [relation]
      names[relation.name] = (relation, true)
      for row in ["new", "old", "excluded"] { names[row] = (relation, false) }
    }
    bound = boundNames()
    scan()
  }

  /// Returns the relation that a qualifier means; a bare one is the relation's own name.
  func relation(of qualifier: String) -> (name: QualifiedName, isBare: Bool)? { names[qualifier] }

  /// Returns the known relation that a name means.
  func resolved(_ parts: [String]) -> QualifiedName? {
    if parts.count == 2 { return QualifiedName(schema: parts[0], name: parts[1]) }
    guard let name = parts.first else { return nil }
    return ([schema] + changes.searchPath).lazy
      .map { QualifiedName(schema: $0, name: name) }
      .first { changes.knownRelations.contains($0) || changes.relations[$0] != nil }
  }

  /// The names of common table expressions.
  private func boundNames() -> Set<String> {
    var bound: Set<String> = []
    for index in tokens.indices where tokens[index].isWord("as") && index > 0 {
      var next = index + 1
      while next < tokens.count, tokens[next].isWord("not") || tokens[next].isWord("materialized") {
        next += 1
      }
      guard next < tokens.count, tokens[next].isPunctuation("(") else { continue }
      var place = index - 1
      if tokens[place].isPunctuation(")") {
        while place > 0, !tokens[place].isPunctuation("(") { place -= 1 }
        place -= 1
      }
      if place >= 0, let name = tokens[place].name { bound.insert(name) }
    }
    return bound
  }

  private static let openers: Set<String> = ["from", "join", "into", "update"]
  private static let closers: Set<String> = [
    "where", "group", "order", "having", "limit", "offset", "union", "except", "intersect",
    "window", "returning", "set", "select", "values", "on", "using", "for", "fetch",
  ]
  private static let fillers: Set<String> = ["only", "lateral"]

  private mutating func scan() {
    var expects = [false]
    var inList = [false]
    var index = 0
    while index < tokens.count {
      let token = tokens[index]
      let top = expects.count - 1
      var next = index + 1
      if token.isPunctuation("(") {
        if expects[top], index + 1 < tokens.count, tokens[index + 1].isWord("select") {
          hasOtherSources = true
        }
        expects.append(expects[top])
        inList.append(expects[top])
        expects[top] = false
      } else if token.isPunctuation(")"), top > 0 {
        expects.removeLast()
        inList.removeLast()
      } else if token.isPunctuation(",") {
        expects[top] = inList[top]
      } else if token.kind == .word, Self.openers.contains(token.text),
        !(index > 0 && tokens[index - 1].isWord("distinct"))
      {
        expects[top] = true
        inList[top] = token.text == "from" || token.text == "join"
      } else if token.kind == .word, Self.closers.contains(token.text) {
        expects[top] = false
        if token.text != "on", token.text != "using" { inList[top] = false }
      } else if expects[top], token.name != nil,
        !(token.kind == .word && Self.fillers.contains(token.text))
      {
        next = takeRelation(at: index)
        expects[top] = false
      }
      index = next
    }
  }

  private mutating func takeRelation(at start: Int) -> Int {
    var end = start + 1
    while end + 1 < tokens.count, tokens[end].isPunctuation("."), tokens[end + 1].name != nil {
      end += 2
    }
    let parts = stride(from: start, to: end, by: 2).map { tokens[$0].text }
    let isCall = end < tokens.count && tokens[end].isPunctuation("(")
    let isInsert = start > 0 && tokens[start - 1].isWord("into")
    let isBound = parts.count == 1 && bound.contains(parts[0])
    guard !(isCall && !isInsert), !isBound, parts.count <= 2, let relation = resolved(parts) else {
      hasOtherSources = true
      return start + 1
    }
    places[start] = Place(relation: relation, start: start, end: end)
    relations.append(relation)
    let alias = alias(after: end)
    note(alias?.name ?? relation.name, relation, isBare: alias == nil)
    let next = alias?.end ?? end
    if isInsert, next < tokens.count, tokens[next].isPunctuation("(") {
      insertions[next] = relation
    }
    return next
  }

  private func alias(after end: Int) -> (name: String, end: Int)? {
    guard end < tokens.count else { return nil }
    if tokens[end].isWord("as"), end + 1 < tokens.count, let name = tokens[end + 1].name {
      return (name, end + 2)
    }
    guard let name = tokens[end].name,
      tokens[end].kind == .quotedIdentifier
        || !quotedKeywords.contains(name) && name != "set"
    else { return nil }
    return (name, end + 1)
  }

  private mutating func note(_ name: String, _ relation: QualifiedName, isBare: Bool) {
    if let known = names[name], known.name != relation {
      let changing = [known.name, relation].contains {
        changes.columns[$0] != nil || changes.relation($0) != $0
      }
      if changing { isAmbiguous = true }
    }
    names[name] = (relation, isBare)
  }
}
