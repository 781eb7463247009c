import SQLText
public import SchemaCore
public import SourceText

/// Operators: the documents with the key `operator`.
public enum OperatorKind: ObjectKind {
  public typealias Object = Operator
  public static var id: KindID { .operator }
  public static var access: Access? {
    Access("OPERATOR") { "\(Operator.sql($0.qualifiedName)) \($0.member)" }
  }
  public static var places: [YAMLPlace] { [.document(keys: ["operator"])] }
  public static var dependence: Dependence { .recreated }

  public static func decode(
    _ node: DocumentNode, in scope: DecodingScope, into declarations: inout Declarations
  ) {
    guard var reader = MappingReader(node, noun: "operator", report: &declarations.report)
    else { return }
    let name = scope.declaredName("operator", from: &reader, into: &declarations.report)
    let left =
      reader.has("left")
      ? readType("left", from: &reader, into: &declarations.report)?.ofArgument : nil
    let right = readType("right", from: &reader, into: &declarations.report)?.ofArgument
    let function = readName("function", from: &reader, into: &declarations.report)
    if !reader.has("function") {
      declarations.report.error(
        "missing-key", "an operator needs the key 'function'", at: node.range)
    }
    var value = Operator(
      name: name ?? QualifiedName(schema: "", name: ""), left: left,
      right: right ?? TypeName("text"), function: function ?? QualifiedName(schema: "", name: ""))
    readLinks(of: &value, from: &reader, into: &declarations.report)
    let comment = reader.comment(&declarations.report)
    let isComplete = name != nil && right != nil && function != nil
    if isComplete { declarations.declare(value, at: node.range) }
    decodeMembers(of: .operator, owner: value.id, reader: &reader, in: scope, into: &declarations)
    reader.finish(&declarations.report)
    guard isComplete, isSymbol(value.name.name, reader, into: &declarations.report) else { return }
    declarations.declareComment(comment, on: value.id, at: reader.range(of: "comment"))
  }

  private static func readLinks(
    of value: inout Operator, from reader: inout MappingReader, into report: inout DiagnosticReport
  ) {
    value.commutator = readName("commutator", from: &reader, into: &report)
    value.negator = readName("negator", from: &reader, into: &report)
    value.restrict = readName("restrict", from: &reader, into: &report)
    value.join = readName("join", from: &reader, into: &report)
    value.hashes = reader.bool("hashes", &report) ?? false
    value.merges = reader.bool("merges", &report) ?? false
  }

  /// An operator's name is written without quotes, so it must be one.
  private static func isSymbol(
    _ name: String, _ reader: MappingReader, into report: inout DiagnosticReport
  ) -> Bool {
    let tokens = SQLLexer.tokens(of: name)
    if tokens.count == 1, tokens[0].kind == .operator, tokens[0].text == name { return true }
    report.error(
      "invalid-name", "'\(name)' is not an operator's name", at: reader.range(of: "operator"))
    return false
  }

  public static func encode(
    _ object: Operator, in context: PlanContext, into draft: inout ProjectDraft
  ) {
    var entries = draft.nameEntries("operator", object.name)
    if let left = object.left {
      entries.add("left", .text(draft.type(left, from: object.name.schema)))
    }
    entries.add("right", .text(draft.type(object.right, from: object.name.schema)))
    let names: [(key: String, name: QualifiedName?)] = [
      ("function", object.function), ("commutator", object.commutator),
      ("negator", object.negator), ("restrict", object.restrict), ("join", object.join),
    ]
    for (key, name) in names {
      if let name { entries.add(key, .text(draft.serverName(name, from: object.name.schema))) }
    }
    entries.add("hashes", object.hashes)
    entries.add("merges", object.merges)
    draft.addDocument(
      object.id, path: "operators.yaml",
      keyOrder: [
        "operator", "schema", "owner", "comment", "left", "right", "function", "commutator",
        "negator", "restrict", "join", "hashes", "merges",
      ], entries)
  }
}
