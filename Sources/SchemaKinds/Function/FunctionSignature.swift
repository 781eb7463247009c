import SQLText
import SourceText

/// The arguments and the result of a declared routine, as they are read.
struct FunctionSignature {
  private(set) var arguments: [Function.Argument] = []
  private(set) var result = TypeName("void")
  private(set) var returnsSet = false
  private(set) var defaults = ""

  /// Reads the list of arguments under a key.
  mutating func readArguments(
    _ key: String, of noun: String, from reader: inout MappingReader,
    into report: inout DiagnosticReport
  ) {
    var expressions: [String] = []
    for item in reader.list(key, &report) {
      readArgument(item, of: noun, &expressions, into: &report)
    }
    // A comment that reaches to the end of its line must not swallow the next expression.
    defaults = expressions.joined(
      separator: expressions.contains { hasComment($0) } ? "\n, " : ", ")
  }

  private mutating func readArgument(
    _ node: DocumentNode, of noun: String, _ expressions: inout [String],
    into report: inout DiagnosticReport
  ) {
    guard var reader = MappingReader(node, noun: "\(noun) argument", report: &report)
    else { return }
    let name = reader.string("name", &report) ?? ""
    let modes = ["IN", "OUT", "INOUT", "VARIADIC"]
    let mode = reader.word("mode", of: modes, &report).flatMap(Function.Argument.Mode.init)
    let type = reader.requiredString("type", &report).flatMap {
      readType($0, at: reader.range(of: "type"), into: &report)
    }
    let expression = readDefault(from: &reader, into: &report)
    // An argument has no comment in the database: what is written is for readers of the file.
    _ = reader.comment(&report)
    reader.finish(&report)
    guard checkLength(name, at: reader.range(of: "name"), into: &report), let type else { return }
    let argument = Function.Argument(
      mode: mode ?? .input, name: name, type: type, hasDefault: expression != nil)
    check(argument, in: reader, into: &report)
    arguments.append(argument)
    if let expression { expressions.append(expression) }
  }

  /// A default of `null` is SQL's NULL, which is not the same as no default.
  private func readDefault(
    from reader: inout MappingReader, into report: inout DiagnosticReport
  ) -> String? {
    if let text = reader.string("default", &report) { return statementText(text) }
    let isNull = reader.node["default"]?.scalar?.lowercased() == "null"
    return isNull ? "NULL" : nil
  }

  /// What PostgreSQL refuses in any argument list (manual, CREATE FUNCTION).
  private func check(
    _ argument: Function.Argument, in reader: MappingReader, into report: inout DiagnosticReport
  ) {
    let former = arguments.filter(\.isInput).last
    if argument.hasDefault, !argument.isInput {
      report.error(
        "wrong-value", "an OUT argument has no default", at: reader.range(of: "default"))
    } else if argument.isInput, !argument.hasDefault, former?.hasDefault == true,
      argument.mode != .variadic
    {
      report.error(
        "missing-key", "an argument after one with a default needs a default too",
        at: reader.node.range)
    }
    if argument.isInput, former?.mode == .variadic {
      report.error(
        "wrong-value", "no argument can follow the VARIADIC one", at: reader.node.range)
    }
    let open: Set<String> = ["any", "anyarray", "anycompatiblearray"]
    if argument.mode == .variadic, !argument.type.isArray, !open.contains(argument.type.name) {
      report.error(
        "wrong-value", "the type of a VARIADIC argument is an array", at: reader.range(of: "type"))
    }
    guard !argument.name.isEmpty else { return }
    let isRepeated = arguments.contains {
      $0.name == argument.name
        && ($0.isInput && argument.isInput || $0.isOutput && argument.isOutput)
    }
    if isRepeated {
      report.error(
        "duplicate-object", "argument '\(argument.name)' is listed twice",
        at: reader.range(of: "name"))
    }
  }

  // MARK: Result

  /// A procedure with OUT arguments returns them as a record, another one nothing.
  mutating func takeProcedureResult() {
    result = TypeName(arguments.contains(where: \.isOutput) ? "record" : "void")
  }

  mutating func readResult(
    from reader: inout MappingReader, into report: inout DiagnosticReport
  ) {
    guard let text = reader.string("returns", &report) else {
      if arguments.contains(where: \.isOutput) {
        takeResultOfOutputs()
      } else {
        report.error("missing-key", "a function needs the key 'returns'", at: reader.node.range)
      }
      return
    }
    let range = reader.range(of: "returns")
    let tokens = SQLLexer.tokens(of: text)
    if tokens.first?.isWord("table") == true, tokens.dropFirst().first?.isPunctuation("(") == true,
      tokens.last?.isPunctuation(")") == true
    {
      readColumns(slice(of: text, through: tokens[2..<(tokens.count - 1)]), at: range, &report)
      return
    }
    returnsSet = tokens.first?.isWord("setof") == true
    result = readType(text, at: range, into: &report) ?? result
  }

  private mutating func readColumns(
    _ text: String, at range: SourceRange, _ report: inout DiagnosticReport
  ) {
    for element in listElements(text) {
      let tokens = SQLLexer.tokens(of: element)
      let type = slice(of: element, through: tokens.dropFirst())
      guard let name = tokens.first?.name, let type = readType(type, at: range, into: &report)
      else {
        report.error(
          "wrong-value", "'\(element)' is not the name and type of a column", at: range)
        continue
      }
      arguments.append(.init(mode: .table, name: name, type: type))
    }
    returnsSet = true
    takeResultOfOutputs()
  }

  /// One column is returned as it is, several as a record (manual, CREATE FUNCTION).
  private mutating func takeResultOfOutputs() {
    let outputs = arguments.filter(\.isOutput)
    result = outputs.count == 1 ? outputs[0].type : TypeName("record")
  }

  private func readType(
    _ text: String, at range: SourceRange, into report: inout DiagnosticReport
  ) -> TypeName? {
    let type = TypeName(text).ofArgument
    if SQLLexer.tokens(of: text).contains(where: { $0.kind == .operator && $0.text == "%" }) {
      report.error(
        "wrong-value", "PostgreSQL does not keep '%TYPE': write the column's type", at: range)
      return nil
    }
    guard type.name.isEmpty else { return type }
    report.error("wrong-value", "'\(text)' is not a data type", at: range)
    return nil
  }
}

private func hasComment(_ text: String) -> Bool {
  let bytes = Array(text.utf8)
  return zip(bytes, bytes.dropFirst()).contains { $0 == UInt8(ascii: "-") && $1 == $0 }
}
