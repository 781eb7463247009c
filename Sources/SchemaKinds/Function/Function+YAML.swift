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
    guard var reader = MappingReader(node, noun: "function", report: &declarations.report)
    else { return }
    let name = scope.declaredName("name", from: &reader, into: &declarations.report)
    let language = readLanguage(from: &reader, into: &declarations.report)
    var signature = FunctionSignature()
    signature.read(from: &reader, into: &declarations.report)
    var function = Function(
      name: name ?? QualifiedName(schema: "", name: ""), arguments: signature.arguments,
      result: signature.result, returnsSet: signature.returnsSet, language: language)
    function.defaults = signature.defaults
    readBody(of: &function, from: &reader, into: &declarations.report)
    readAttributes(of: &function, from: &reader, into: &declarations.report)
    readEstimates(of: &function, from: &reader, into: &declarations.report)
    readConfiguration(of: &function, from: &reader, into: &declarations.report)
    let comment = reader.comment(&declarations.report)
    let isNamed = name != nil
    if isNamed { declarations.declare(function, at: node.range) }
    decodeMembers(
      of: .function, owner: function.id, reader: &reader, in: scope, into: &declarations)
    reader.finish(&declarations.report)
    guard isNamed else { return }
    declarations.declareComment(comment, on: function.id, at: reader.range(of: "comment"))
  }

  private static func readLanguage(
    from reader: inout MappingReader, into report: inout DiagnosticReport
  ) -> String {
    let language = (reader.string("language", &report) ?? "plpgsql").lowercased()
    if language == "c" {
      report.error(
        "wrong-value", "a function in C comes with an extension and can't be declared",
        at: reader.range(of: "language"))
    }
    return language
  }

  private static func readBody(
    of function: inout Function, from reader: inout MappingReader,
    into report: inout DiagnosticReport
  ) {
    guard let text = reader.requiredString("body", &report) else { return }
    if function.language == "sql", isStandardBody(text) {
      function.sqlBody = statementText(text)
    } else {
      function.body = withoutOuterLineBreaks(text)
    }
  }

  private static func readAttributes(
    of function: inout Function, from reader: inout MappingReader,
    into report: inout DiagnosticReport
  ) {
    let security = reader.word("security", of: ["invoker", "definer"], &report)
    function.isSecurityDefiner = security == "definer"
    let volatilities = Function.Volatility.allCases.map(\.rawValue)
    function.volatility =
      reader.word("volatility", of: volatilities, &report).flatMap(Function.Volatility.init)
      ?? .volatile
    let parallels = Function.Parallel.allCases.map(\.rawValue)
    function.parallel =
      reader.word("parallel", of: parallels, &report).flatMap(Function.Parallel.init) ?? .unsafe
    function.isStrict = reader.bool("strict", &report) ?? false
    function.isLeakproof = reader.bool("leakproof", &report) ?? false
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
    if let number = Double(text), number > 0, number.isFinite { return number }
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

  /// YAML's block scalars end in a line break that is no part of the body.
  static func withoutOuterLineBreaks(_ text: String) -> String {
    var scalars = text.unicodeScalars[...]
    while let first = scalars.first, first == "\n" || first == "\r" { scalars.removeFirst() }
    while let last = scalars.last, last == "\n" || last == "\r" { scalars.removeLast() }
    return String(scalars)
  }
}
