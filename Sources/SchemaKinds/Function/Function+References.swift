import SQLText
public import SchemaCore

extension Function {
  /// The types of the arguments and the result, and what the body needs when it is checked.
  ///
  /// Bodies in SQL are parsed when the function is made; PL/pgSQL resolves the types of
  /// declared variables then and everything else at the first call.
  public var references: [Reference] {
    let types = ([result] + arguments.map(\.type)).flatMap(Reference.found(inType:))
    let found =
      types + transforms.flatMap(Reference.found(inType:)) + (support.map { [.routine($0)] } ?? [])
      + Reference.found(in: defaults) + Reference.found(in: sqlBody) + bodyReferences
    var seen: Set<Reference> = []
    return found.filter { seen.insert($0).inserted && !isOwnCall($0) }
  }

  private var bodyReferences: [Reference] {
    switch language {
    case "sql": return Reference.found(in: body)
    case "plpgsql":
      let rows = SQLReferences(inPLpgSQL: body).relations.sorted().map(Reference.relation)
      return rows + declaredVariableTypes
    default: return []
    }
  }

  // MARK: Recursion

  /// Whether the reference is to the function's own name and no overload's.
  private func isOwnCall(_ reference: Reference) -> Bool {
    guard case .routine(let routine) = reference, routine.name == name.name,
      routine.schema.isEmpty || routine.schema == name.schema
    else { return false }
    return ![body, sqlBody, defaults].contains(where: callsOverload)
  }

  /// Whether a text calls the function's name with a number of arguments that it doesn't take.
  private func callsOverload(in text: String) -> Bool {
    let tokens = SQLLexer.tokens(of: text)
    for index in tokens.indices.dropLast()
    where tokens[index].name == name.name && tokens[index + 1].isPunctuation("(") {
      if !accepts(argumentCount(of: tokens[(index + 1)...])) { return true }
    }
    return false
  }

  private func accepts(_ count: Int) -> Bool {
    let isVariadic = inputs.last?.mode == .variadic
    let required = inputs.filter { !$0.hasDefault && $0.mode != .variadic }.count
    return count >= required && (isVariadic || count <= inputs.count)
  }

  /// Counts the arguments of the call that a list of tokens starts with.
  private func argumentCount(of tokens: ArraySlice<SQLToken>) -> Int {
    var depth = 0
    var commas = 0
    for (place, token) in tokens.enumerated() {
      if token.isPunctuation("(") || token.isPunctuation("[") { depth += 1 }
      if token.isPunctuation(")") || token.isPunctuation("]") { depth -= 1 }
      if depth == 0 { return place == 1 ? 0 : commas + 1 }
      if depth == 1, token.isPunctuation(",") { commas += 1 }
    }
    return commas + 1
  }

  // MARK: PL/pgSQL

  /// The types of the variables of a PL/pgSQL body: `name [CONSTANT] type ...;`.
  private var declaredVariableTypes: [Reference] {
    var types: [Reference] = []
    var isDeclaring = false
    var statement: [SQLToken] = []
    for token in SQLLexer.tokens(of: body) {
      if token.isWord("declare") {
        isDeclaring = true
        statement = []
      } else if token.isWord("begin") {
        isDeclaring = false
      } else if isDeclaring, token.isPunctuation(";") {
        types += variableType(statement)
        statement = []
      } else if isDeclaring {
        statement.append(token)
      }
    }
    return types
  }

  private func variableType(_ declaration: [SQLToken]) -> [Reference] {
    var rest = declaration.dropFirst()
    if rest.first?.isWord("constant") == true { rest = rest.dropFirst() }
    guard let first = rest.first, first.name != nil, !first.isWord("alias"),
      !first.isWord("cursor"), !first.isWord("scroll"), !first.isWord("no")
    else { return [] }
    let ends: Set<String> = ["default", "not", "collate", ":", "="]
    let type = rest.prefix { $0.kind == .quotedIdentifier || !ends.contains($0.text) }
    guard !type.contains(where: { $0.text == "%" }) else { return [] }
    return Reference.found(inType: TypeName(slice(of: body, through: type)))
  }
}
