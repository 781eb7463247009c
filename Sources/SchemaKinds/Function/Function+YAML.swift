import SQLText
public import SchemaCore
public import SourceText

/// Functions: `name` and `body`; overloads are told apart by their argument types.
public enum FunctionKind: ObjectKind {
  public typealias Object = Function
  public static var id: KindID { .function }
  public static var access: Access? { Access("FUNCTION", privileges: .function) }
  public static var namespace: Namespace { .routine }
  public static var places: [YAMLPlace] { [.document(keys: ["name", "body"])] }
  public static var dependence: Dependence { .recreated }
  public static var losesByReplacement: Bool { true }

  public static func decode(
    _ node: DocumentNode, in scope: DecodingScope, into declarations: inout Declarations
  ) {
    decode(node, as: .function, in: scope, into: &declarations)
  }

  /// Reads a function or a procedure.
  static func decode(
    _ node: DocumentNode, as kind: KindID, in scope: DecodingScope,
    into declarations: inout Declarations
  ) {
    let isProcedure = kind == .procedure
    guard
      var reader = MappingReader(
        node, noun: isProcedure ? "procedure" : "function", report: &declarations.report)
    else { return }
    let name = scope.declaredName(
      isProcedure ? "procedure" : "name", from: &reader, into: &declarations.report)
    let language = readLanguage(from: &reader, into: &declarations.report)
    var signature = FunctionSignature()
    signature.readArguments("args", of: reader.noun, from: &reader, into: &declarations.report)
    if isProcedure {
      signature.takeProcedureResult()
    } else {
      signature.readResult(from: &reader, into: &declarations.report)
    }
    var function = Function(
      name: name ?? QualifiedName(schema: "", name: ""), arguments: signature.arguments,
      result: signature.result, returnsSet: signature.returnsSet, language: language)
    function.defaults = signature.defaults
    readBody(of: &function, from: &reader, into: &declarations.report)
    function.isProcedure = isProcedure
    readSecurity(of: &function, from: &reader, into: &declarations.report)
    if !isProcedure {
      readAttributes(of: &function, from: &reader, into: &declarations.report)
      readEstimates(of: &function, from: &reader, into: &declarations.report)
    }
    readTransforms(of: &function, from: &reader, into: &declarations.report)
    readConfiguration(of: &function, from: &reader, into: &declarations.report)
    let comment = reader.comment(&declarations.report)
    let isNamed = name != nil
    if isNamed { declarations.declare(function, at: node.range) }
    decodeMembers(
      of: kind, owner: function.id, reader: &reader, in: scope, into: &declarations)
    reader.finish(&declarations.report)
    guard isNamed else { return }
    declarations.declareComment(comment, on: function.id, at: reader.range(of: "comment"))
  }

  private static func readLanguage(
    from reader: inout MappingReader, into report: inout DiagnosticReport
  ) -> String {
    (reader.string("language", &report) ?? "plpgsql").lowercased()
  }

  private static func readBody(
    of function: inout Function, from reader: inout MappingReader,
    into report: inout DiagnosticReport
  ) {
    let symbol = reader.string("link_symbol", &report)
    if function.language == "c" {
      function.linkSymbol = symbol ?? function.name.name
    } else if symbol != nil {
      report.error(
        "wrong-value", "'link_symbol' is for functions in C", at: reader.range(of: "link_symbol"))
    }
    guard let text = reader.requiredString("body", &report) else { return }
    if function.language == "sql", isStandardBody(text) {
      function.sqlBody = statementText(text)
    } else if function.language == "c" || function.language == "internal" {
      function.body = trimmed(text)
    } else {
      function.body = text
    }
  }

  private static func readSecurity(
    of function: inout Function, from reader: inout MappingReader,
    into report: inout DiagnosticReport
  ) {
    let security = reader.word("security", of: ["invoker", "definer"], &report)
    function.isSecurityDefiner = security == "definer"
  }

  private static func readTransforms(
    of function: inout Function, from reader: inout MappingReader,
    into report: inout DiagnosticReport
  ) {
    for (text, range) in reader.strings("transforms", &report) ?? [] {
      let type = TypeName(text).ofArgument
      if type.name.isEmpty {
        report.error("wrong-value", "'\(text)' is not a data type", at: range)
      }
      function.transforms.append(type)
    }
  }

  private static func readAttributes(
    of function: inout Function, from reader: inout MappingReader,
    into report: inout DiagnosticReport
  ) {
    let volatilities = Function.Volatility.allCases.map(\.rawValue)
    function.volatility =
      reader.word("volatility", of: volatilities, &report).flatMap(Function.Volatility.init)
      ?? .volatile
    let parallels = Function.Parallel.allCases.map(\.rawValue)
    function.parallel =
      reader.word("parallel", of: parallels, &report).flatMap(Function.Parallel.init) ?? .unsafe
    function.isStrict = reader.bool("strict", &report) ?? false
    function.isLeakproof = reader.bool("leakproof", &report) ?? false
    function.isWindow = reader.bool("window", &report) ?? false
    guard let text = reader.string("support", &report) else { return }
    function.support = QualifiedName(text)?.withoutCatalogSchema
    if function.support == nil {
      report.error(
        "invalid-name", "'\(text)' is not a name or schema.name", at: reader.range(of: "support"))
    }
  }

  private static func readEstimates(
    of function: inout Function, from reader: inout MappingReader,
    into report: inout DiagnosticReport
  ) {
    if let cost = readEstimate("cost", from: &reader, into: &report) { function.cost = cost }
    guard let rows = readEstimate("rows", from: &reader, into: &report) else { return }
    guard function.returnsSet else {
      report.error(
        "wrong-value", "'rows' is for functions that return a set", at: reader.range(of: "rows"))
      return
    }
    function.rows = rows
  }

  private static func readEstimate(
    _ key: String, from reader: inout MappingReader, into report: inout DiagnosticReport
  ) -> Double? {
    guard let text = reader.string(key, &report) else { return nil }
    // The catalog keeps a float4.
    if let number = Float(text), number > 0, number.isFinite { return Double(number) }
    report.error(
      "wrong-type", "'\(key)' of a function must be a number above 0", at: reader.range(of: key))
    return nil
  }

  private static func readConfiguration(
    of function: inout Function, from reader: inout MappingReader,
    into report: inout DiagnosticReport
  ) {
    guard let value = reader.value("set") else { return }
    guard let entries = value.entries else {
      report.error(
        "wrong-type",
        "'set' of a function must be a map of settings, not "
          + value.formDescription, at: value.range)
      return
    }
    for entry in entries {
      let name = (entry.key.scalar ?? "").lowercased()
      let elements = entry.value.items ?? [entry.value]
      let texts = elements.compactMap { $0.isNull ? nil : $0.scalar }
      guard texts.count == elements.count, !name.isEmpty else {
        report.error(
          "wrong-type", "setting '\(name)' of a function must be a value or a list of values",
          at: entry.value.range)
        continue
      }
      function.configuration[name] =
        entry.value.items == nil
        ? FunctionConfiguration.canonical(texts[0], of: name)
        : FunctionConfiguration.canonical(elements: texts, of: name)
    }
  }

  /// Whether a body of language SQL is no text but part of the statement (PostgreSQL 14).
  private static func isStandardBody(_ text: String) -> Bool {
    var lexer = SQLLexer(text)
    guard let first = lexer.next() else { return false }
    if first.isWord("return") { return true }
    return first.isWord("begin") && lexer.next()?.isWord("atomic") == true
  }

  /// Line breaks at the ends of a body mean nothing: a block scalar of YAML has one at its end.
  static func withoutOuterLineBreaks(_ text: String) -> String {
    var scalars = text.unicodeScalars[...]
    while let first = scalars.first, first == "\n" || first == "\r" { scalars.removeFirst() }
    while let last = scalars.last, last == "\n" || last == "\r" { scalars.removeLast() }
    return String(scalars)
  }
}
