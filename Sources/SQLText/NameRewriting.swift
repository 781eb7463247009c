extension NameChanges {
  /// Returns an expression or query with the names that it has after the changes.
  ///
  /// A text in which it can't be told what a name belongs to comes back as it is, so that
  /// whoever compares it finds it different.
  ///
  /// - Parameters:
  ///   - schema: where unqualified names are looked up first.
  ///   - relation: the relation whose columns stand in the text without a FROM.
  public func rewritten(
    _ text: String, from schema: String, over relation: QualifiedName? = nil
  ) -> String {
    guard !isEmpty, !text.isEmpty else { return text }
    var rewriting = NameRewriting(text, changes: self, schema: schema, over: relation)
    rewriting.run()
    guard !rewriting.isUncertain, !rewriting.edits.isEmpty else { return text }
    return rewriting.edited(text)
  }

  /// Returns whether a query's columns can be other ones after, though its text stays.
  public func mayChangeColumns(of query: String) -> Bool {
    guard !columns.isEmpty else { return false }
    let tokens = SQLLexer.tokens(of: query)
    return tokens.indices.dropFirst().contains { index in
      guard tokens[index].kind == .operator, tokens[index].text == "*" else { return false }
      let former = tokens[index - 1]
      return former.isPunctuation(".") || former.isPunctuation(",")
        || ["select", "distinct", "all"].contains { former.isWord($0) }
    }
  }
}

/// One text's way through the changes.
private struct NameRewriting {
  private let changes: NameChanges
  private let schema: String
  private let tokens: [SQLToken]
  private let scope: RelationScope
  private(set) var edits: [(range: Range<Int>, text: String)] = []
  private(set) var isUncertain = false
  /// The index of the SELECT whose list is open, for each open parenthesis; nil outside of lists.
  private var selectLists: [Bool] = [false]
  /// For each open parenthesis the word before it: `cast`, `using`, `nextval`.
  private var openers: [String] = [""]
  /// For each open parenthesis the relation whose columns alone stand in it: INSERT's list.
  private var lists: [QualifiedName?] = [nil]

  init(_ text: String, changes: NameChanges, schema: String, over relation: QualifiedName?) {
    self.changes = changes
    self.schema = schema
    tokens = SQLLexer.tokens(of: text)
    scope = RelationScope(tokens, changes: changes, schema: schema, over: relation)
    isUncertain = scope.isAmbiguous
  }

  func edited(_ text: String) -> String {
    var bytes = Array(text.utf8)
    for (range, text) in edits.sorted(by: { $0.range.lowerBound > $1.range.lowerBound }) {
      bytes.replaceSubrange(range, with: Array(text.utf8))
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  mutating func run() {
    var index = 0
    while index < tokens.count, !isUncertain {
      let token = tokens[index]
      if let relation = scope.places[index] {
        rewriteRelation(relation)
        index = relation.end
      } else if token.kind == .string {
        rewriteConstant(at: index)
        index += 1
      } else if token.name != nil {
        index = rewriteChain(from: index)
      } else {
        if token.kind == .punctuation { trackParentheses(at: index) }
        index += 1
      }
    }
  }

  private mutating func trackParentheses(at index: Int) {
    if tokens[index].isPunctuation("(") {
      selectLists.append(false)
      openers.append(index > 0 && tokens[index - 1].kind == .word ? tokens[index - 1].text : "")
      lists.append(scope.insertions[index])
    } else if tokens[index].isPunctuation(")"), selectLists.count > 1 {
      selectLists.removeLast()
      openers.removeLast()
      lists.removeLast()
    }
  }

  private func token(_ index: Int) -> SQLToken? {
    tokens.indices.contains(index) ? tokens[index] : nil
  }

  private mutating func replace(_ index: Int, through end: Int, by text: String) {
    edits.append((tokens[index].range.lowerBound..<tokens[end - 1].range.upperBound, text))
  }

  // MARK: Relations

  private mutating func rewriteRelation(_ place: RelationScope.Place) {
    let new = changes.relation(place.relation)
    guard new != place.relation else { return }
    let isBare = place.end - place.start == 1
    replace(
      place.start, through: place.end, by: isBare ? quotedIdentifier(new.name) : new.sql)
  }

  // MARK: Constants

  private mutating func rewriteConstant(at index: Int) {
    let text = tokens[index].text
    if namesRelation(at: index), let name = QualifiedName(text),
      let relation = scope.resolved(name.schema.isEmpty ? [name.name] : [name.schema, name.name])
    {
      let new = changes.relation(relation)
      guard new != relation else { return }
      let name = name.schema.isEmpty ? quotedIdentifier(new.name) : new.sql
      return replace(index, through: index + 1, by: quotedLiteral(name))
    }
    if rewriteSearchName(at: index) { return }
    guard !changes.values.isEmpty else { return }
    if let type = castType(after: index) {
      if let new = changes.values[type]?[text] {
        replace(index, through: index + 1, by: quotedLiteral(new))
      }
    } else if changes.includesBareValues,
      let new = changes.values.values.lazy.compactMap({ $0[text] }).first
    {
      replace(index, through: index + 1, by: quotedLiteral(new))
    }
  }

  /// `'name'::regclass` or `nextval('name')`.
  private func namesRelation(at index: Int) -> Bool {
    if token(index + 1)?.isPunctuation("::") == true, token(index + 2)?.isWord("regclass") == true {
      return true
    }
    return ["nextval", "currval", "setval"].contains(openers[openers.count - 1])
      && token(index - 1)?.isPunctuation("(") == true
  }

  /// `'name'::regconfig`, `'name'::regdictionary`, or the first argument of a text search
  /// function; returns false for other constants.
  private mutating func rewriteSearchName(at index: Int) -> Bool {
    let isCast = token(index + 1)?.isPunctuation("::") == true
    let isArgument =
      token(index - 1)?.isPunctuation("(") == true && token(index + 1)?.isPunctuation(",") == true
    let opener = openers[openers.count - 1]
    if isCast && token(index + 2)?.isWord("regconfig") == true
      || isArgument && (opener.hasSuffix("to_tsvector") || opener.hasSuffix("to_tsquery"))
      || isArgument && opener == "ts_headline"
    {
      rewriteSearchName(
        at: index, known: changes.searchConfigurations, by: changes.searchConfiguration)
      return true
    }
    guard
      isCast && token(index + 2)?.isWord("regdictionary") == true
        || isArgument && opener == "ts_lexize"
    else { return false }
    rewriteSearchName(at: index, known: changes.searchDictionaries, by: changes.searchDictionary)
    return true
  }

  private mutating func rewriteSearchName(
    at index: Int, known: [QualifiedName: QualifiedName],
    by change: (QualifiedName) -> QualifiedName
  ) {
    guard let written = QualifiedName(tokens[index].text) else { return }
    let places = written.schema.isEmpty ? [schema] + changes.searchPath : [written.schema]
    let candidates = places.map { QualifiedName(schema: $0, name: written.name) }
    guard
      let name = candidates.count == 1
        ? candidates[0] : candidates.first(where: { known[$0] != nil })
    else { return }
    let new = change(name)
    guard new != name else { return }
    let text = written.schema.isEmpty ? quotedIdentifier(new.name) : new.sql
    replace(index, through: index + 1, by: quotedLiteral(text))
  }

  private func castType(after index: Int) -> QualifiedName? {
    guard token(index + 1)?.isPunctuation("::") == true, let first = token(index + 2)?.name
    else { return nil }
    if token(index + 3)?.isPunctuation(".") == true, let second = token(index + 4)?.name {
      return QualifiedName(schema: first, name: second)
    }
    return ([schema] + changes.searchPath).map { QualifiedName(schema: $0, name: first) }
      .first { changes.values[$0] != nil } ?? QualifiedName(schema: "", name: first)
  }

  // MARK: Names

  private mutating func rewriteChain(from start: Int) -> Int {
    var end = start + 1
    while token(end)?.isPunctuation(".") == true, token(end + 1)?.name != nil { end += 2 }
    let names = stride(from: start, to: end, by: 2).map { tokens[$0].text }
    if names.count == 1, tokens[start].kind == .word {
      noteKeyword(tokens[start].text)
      if isReserved(tokens[start].text), token(end)?.isPunctuation("(") != true { return end }
    }
    let former = token(start - 1)
    let next = token(end)
    if former?.isPunctuation(".") == true { return end }
    if former?.isPunctuation("::") == true
      || former?.isWord("as") == true && openers[openers.count - 1] == "cast"
    {
      rewriteType(names, start, end)
    } else if former?.isWord("as") == true {
      return end
    } else if former?.isWord("collate") == true {
      rewriteCollation(names, start, end)
    } else if next?.isPunctuation(".") == true {
      rewriteQualifier(names, start, end)
    } else if next?.isPunctuation("(") == true {
      rewriteRoutine(names, start, end)
    } else {
      rewriteColumn(names, start, end)
    }
    return end
  }

  private mutating func noteKeyword(_ word: String) {
    switch word {
    case "select": selectLists[selectLists.count - 1] = true
    case "from", "where", "union", "except", "intersect", "group", "order", "having", "limit",
      "offset", "window", "into", "fetch", "for", "returning":
      selectLists[selectLists.count - 1] = false
    default: break
    }
  }

  private func isReserved(_ word: String) -> Bool {
    quotedKeywords.contains(word) && !["new", "old"].contains(word)
  }

  private mutating func rewriteType(_ names: [String], _ start: Int, _ end: Int) {
    let candidates =
      names.count > 1
      ? [QualifiedName(schema: names[0], name: names[1])]
      : ([schema] + changes.searchPath).map { QualifiedName(schema: $0, name: names[0]) }
    rewrite(candidates, names, start, end, known: changes.types, by: changes.type)
  }

  private mutating func rewriteCollation(_ names: [String], _ start: Int, _ end: Int) {
    let candidates =
      names.count > 1
      ? [QualifiedName(schema: names[0], name: names[1])]
      : ([schema] + changes.searchPath).map { QualifiedName(schema: $0, name: names[0]) }
    rewrite(candidates, names, start, end, known: changes.collations, by: changes.collation)
  }

  private mutating func rewriteRoutine(_ names: [String], _ start: Int, _ end: Int) {
    guard names.count <= 2 else { return }
    let candidates =
      names.count > 1
      ? [QualifiedName(schema: names[0], name: names[1])]
      : ([schema] + changes.searchPath).map { QualifiedName(schema: $0, name: names[0]) }
    let count = edits.count
    rewrite(candidates, names, start, end, known: changes.routines, by: changes.routine)
    // The name of a selected call is its column's name.
    let isRenamed =
      edits.count > count && names.last.map { !edits[count].text.hasSuffix($0) } == true
    if isRenamed, selectLists[selectLists.count - 1], !itemIsNamed(after: end) {
      isUncertain = true
    }
  }

  private mutating func rewrite(
    _ candidates: [QualifiedName], _ names: [String], _ start: Int, _ end: Int,
    known: [QualifiedName: QualifiedName], by change: (QualifiedName) -> QualifiedName
  ) {
    let name = candidates.count == 1 ? candidates[0] : candidates.first { known[$0] != nil }
    guard let name else { return }
    let new = change(name)
    guard new != name else { return }
    replace(start, through: end, by: names.count == 1 ? quotedIdentifier(new.name) : new.sql)
  }

  /// The schema before an operator, or what stands before `.*`.
  private mutating func rewriteQualifier(_ names: [String], _ start: Int, _ end: Int) {
    if token(end)?.isPunctuation(".") == true, token(end + 1)?.text == "*" {
      return rewriteRow(names, start, end)
    }
    let new = changes.schema(names[0])
    if new != names[0] { replace(start, through: start + 1, by: quotedIdentifier(new)) }
  }

  private mutating func rewriteRow(_ names: [String], _ start: Int, _ end: Int) {
    if names.count == 1, let relation = scope.relation(of: names[0]), relation.isBare {
      let new = changes.relation(relation.name)
      if new.name != names[0] { replace(start, through: end, by: quotedIdentifier(new.name)) }
    } else if names.count == 2 {
      let name = QualifiedName(schema: names[0], name: names[1])
      let new = changes.relation(name)
      if new != name { replace(start, through: end, by: new.sql) }
    }
  }

  // MARK: Columns

  private mutating func rewriteColumn(_ names: [String], _ start: Int, _ end: Int) {
    let column = names[names.count - 1]
    switch names.count {
    case 1:
      // A name right behind another is an alias.
      if let former = token(start - 1), former.isPunctuation(")") || isName(former) { return }
      guard let relation = ownerOfColumn(column) else {
        if scope.relation(of: column)?.isBare == true { rewriteRow(names, start, end) }
        return
      }
      if openers[openers.count - 1] == "using" { isUncertain = true }
      rename(start, end, column, of: relation)
    case 2:
      guard let relation = scope.relation(of: names[0]) else { return }
      if relation.isBare {
        let new = changes.relation(relation.name)
        if new.name != names[0] {
          replace(start, through: start + 1, by: quotedIdentifier(new.name))
        }
      }
      rename(end - 1, end, column, of: relation.name, item: start)
    case 3:
      let relation = QualifiedName(schema: names[0], name: names[1])
      let new = changes.relation(relation)
      if new != relation { replace(start, through: start + 3, by: new.sql) }
      rename(end - 1, end, column, of: relation, item: start)
    default: return
    }
  }

  private func isName(_ token: SQLToken) -> Bool {
    guard token.name != nil else { return false }
    return token.kind == .quotedIdentifier
      || !quotedKeywords.contains(token.text)
        && !["by", "set", "between", "escape", "first", "last", "nulls", "filter", "over"]
          .contains(token.text)
  }

  /// Returns the relation that an unqualified column is one of, if that column changes.
  private mutating func ownerOfColumn(_ column: String) -> QualifiedName? {
    if let relation = lists[lists.count - 1] { return relation }
    let owners = scope.relations.filter { changes.columns[$0]?[column] != nil }
    guard let owner = owners.first else { return nil }
    let isClear = scope.relations.allSatisfy { relation in
      relation == owner
        || changes.knownColumns[relation].map { !$0.contains(column) } ?? false
    }
    if owners.count > 1 || !isClear || scope.hasOtherSources { isUncertain = true }
    return owner
  }

  private mutating func rename(
    _ start: Int, _ end: Int, _ column: String, of relation: QualifiedName, item: Int? = nil
  ) {
    let new = changes.column(column, of: relation)
    guard new != column else { return }
    var text = quotedIdentifier(new)
    if selectLists[selectLists.count - 1], !itemIsNamed(after: end) {
      // A selected column gives its name to the query's: that one stays.
      guard isItem(from: item ?? start, to: end) else {
        isUncertain = true
        return
      }
      text += " AS \(quotedIdentifier(column))"
    }
    replace(start, through: end, by: text)
  }

  private func isItem(from start: Int, to end: Int) -> Bool {
    guard let former = token(start - 1),
      former.isPunctuation(",") || former.isWord("select") || former.isWord("distinct")
        || former.isWord("all")
    else { return false }
    guard let next = token(end) else { return true }
    return next.isPunctuation(",") || next.isPunctuation(")") || next.isPunctuation(";")
      || ["from", "union", "except", "intersect", "where", "order", "limit"].contains {
        next.isWord($0)
      }
  }

  /// Returns whether the item of a select list ends in `AS name`.
  private func itemIsNamed(after index: Int) -> Bool {
    var depth = 0
    var place = index
    while let token = token(place) {
      if token.isPunctuation("(") { depth += 1 }
      if token.isPunctuation(")") { depth -= 1 }
      let isEnd = depth == 0 && (token.isPunctuation(",") || token.isWord("from"))
      if depth < 0 || isEnd { break }
      place += 1
    }
    return token(place - 2)?.isWord("as") == true && place - 2 >= index
  }
}
