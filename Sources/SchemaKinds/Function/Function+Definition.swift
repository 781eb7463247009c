import SQLText
import SchemaCore

extension Function {
  /// The name with the argument types of a call, as DROP and COMMENT name a function.
  var callSQL: String {
    "\(name.sql)(\(inputs.map(\.type.sql).joined(separator: ", ")))"
  }

  /// FUNCTION or PROCEDURE, as statements name it.
  var noun: String { isProcedure ? "PROCEDURE" : "FUNCTION" }

  /// Returns the statement that makes the function, with everything written that isn't default.
  func creation(orReplace: Bool) -> SQLFragment {
    let verb = orReplace ? "CREATE OR REPLACE" : "CREATE"
    var lines = ["\(verb) \(noun) \(name.sql)(\(argumentList { $0.mode != .table }))"]
    if !isProcedure { lines.append("RETURNS \(resultSQL)") }
    lines.append("LANGUAGE \(quotedIdentifier(language))")
    if !transforms.isEmpty {
      let list = transforms.map { "FOR TYPE \($0.sql)" }
      lines.append("TRANSFORM \(list.joined(separator: ", "))")
    }
    if !attributes.isEmpty { lines.append(attributes.joined(separator: " ")) }
    for (name, value) in configuration.sorted(by: { $0.key < $1.key }) {
      lines.append(FunctionConfiguration.clause(name, value))
    }
    lines.append(bodySQL)
    return SQLFragment(lines.joined(separator: "\n"))
  }

  /// Returns the arguments for which a condition holds, with their defaults.
  func argumentList(where isIncluded: (Argument) -> Bool) -> String {
    var expressions = listElements(defaults)[...]
    var parts: [String] = []
    for argument in arguments {
      let expression = argument.hasDefault ? expressions.popFirst() : nil
      guard isIncluded(argument) else { continue }
      var words = argument.mode == .input ? [] : [argument.mode.rawValue]
      if !argument.name.isEmpty { words.append(quotedIdentifier(argument.name)) }
      words.append(argument.type.sql)
      if let expression { words.append("DEFAULT \(expression)") }
      parts.append(words.joined(separator: " "))
    }
    return parts.joined(separator: ", ")
  }

  private var resultSQL: String {
    let columns = arguments.filter { $0.mode == .table }
    guard columns.isEmpty else {
      let list = columns.map { "\(quotedIdentifier($0.name)) \($0.type.sql)" }
      return "TABLE(\(list.joined(separator: ", ")))"
    }
    return returnsSet ? "SETOF \(result.sql)" : result.sql
  }

  private var attributes: [String] {
    var words: [String] = []
    if isWindow { words.append("WINDOW") }
    if volatility != .volatile { words.append(volatility.rawValue.uppercased()) }
    if isStrict { words.append("STRICT") }
    if isSecurityDefiner { words.append("SECURITY DEFINER") }
    if isLeakproof { words.append("LEAKPROOF") }
    if parallel != .unsafe { words.append("PARALLEL \(parallel.rawValue.uppercased())") }
    if cost != Function.defaultCost(of: language) { words.append("COST \(number(cost))") }
    if returnsSet, rows != 1000 { words.append("ROWS \(number(rows))") }
    if let support { words.append("SUPPORT \(support.sql)") }
    return words
  }

  private var bodySQL: String {
    if !sqlBody.isEmpty { return sqlBody }
    // The body of an internal function is a name of the server's, to the letter.
    if language == "internal" { return "AS \(quotedLiteral(body))" }
    if language == "c" { return "AS \(quotedLiteral(body)), \(quotedLiteral(linkSymbol))" }
    return "AS \(dollarQuoted(body))"
  }

  private func number(_ value: Double) -> String {
    value == value.rounded() && value < 1e15 ? String(Int(value)) : String(Float(value))
  }
}

extension PlanContext {
  /// Returns an object as COMMENT and ALTER name it: a routine with its argument types and
  /// their schemas, which its identity doesn't have.
  func sql(of target: ObjectID, _ access: Access) -> String {
    switch declared[target] ?? live[target] {
    case let function as Function: "\(access.noun) \(function.callSQL)"
    case let aggregate as Aggregate: "\(access.noun) \(aggregate.callSQL)"
    default: access.sql(target)
    }
  }

  /// Returns an object's name as GRANT writes it: aggregates are functions there.
  func sql(ofGrantTarget target: ObjectID) -> String {
    let object = declared[target] ?? live[target]
    if let function = object as? Function { return function.callSQL }
    guard let aggregate = object as? Aggregate else { return target.sql }
    let types = aggregate.inputs.map(\.type.sql)
    return "\(aggregate.name.sql)(\(types.joined(separator: ", ")))"
  }
}
