import SQLText
public import SchemaCore
public import SourceText

/// Aggregates: documents with the key `aggregate`; the others are CREATE AGGREGATE's parameters.
public enum AggregateKind: ObjectKind {
  public typealias Object = Aggregate
  public static var id: KindID { .aggregate }
  public static var access: Access? { Access("AGGREGATE", privileges: .function) }
  public static var namespace: Namespace { .routine }
  public static var places: [YAMLPlace] { [.document(keys: ["aggregate"])] }
  public static var dependence: Dependence { .recreated }

  public static func decode(
    _ node: DocumentNode, in scope: DecodingScope, into declarations: inout Declarations
  ) {
    guard var reader = MappingReader(node, noun: "aggregate", report: &declarations.report)
    else { return }
    let name = scope.declaredName("aggregate", from: &reader, into: &declarations.report)
    var signature = FunctionSignature()
    signature.readArguments("args", of: "aggregate", from: &reader, into: &declarations.report)
    var ordered = FunctionSignature()
    ordered.readArguments("order_by", of: "aggregate", from: &reader, into: &declarations.report)
    var aggregate = Aggregate(
      name: name ?? QualifiedName(schema: "", name: ""), arguments: signature.arguments)
    aggregate.orderedArguments = ordered.arguments
    let isHypothetical = reader.bool("hypothetical", &declarations.report) ?? false
    if !ordered.arguments.isEmpty {
      aggregate.form = isHypothetical ? .hypothetical : .orderedSet
    } else if isHypothetical {
      declarations.report.error(
        "missing-key", "a hypothetical-set aggregate needs the key 'order_by'", at: node.range)
    }
    readNames(of: &aggregate, from: &reader, into: &declarations.report)
    readParameters(of: &aggregate, from: &reader, into: &declarations.report)
    let comment = reader.comment(&declarations.report)
    if name != nil { declarations.declare(aggregate, at: node.range) }
    decodeMembers(
      of: .aggregate, owner: aggregate.id, reader: &reader, in: scope, into: &declarations)
    reader.finish(&declarations.report)
    guard name != nil else { return }
    declarations.declareComment(comment, on: aggregate.id, at: reader.range(of: "comment"))
  }

  private static func readNames(
    of aggregate: inout Aggregate, from reader: inout MappingReader,
    into report: inout DiagnosticReport
  ) {
    for key in ["sfunc", "stype"] where reader.value(key) == nil {
      report.error("missing-key", "an aggregate needs the key '\(key)'", at: reader.node.range)
    }
    for key in Aggregate.functionKeys {
      guard let text = reader.string(key, &report) else { continue }
      guard let name = QualifiedName(text) else {
        report.error(
          "invalid-name", "'\(text)' is not a name or schema.name", at: reader.range(of: key))
        continue
      }
      aggregate.functions[key] = name.withoutCatalogSchema
    }
    for key in Aggregate.typeKeys {
      guard let text = reader.string(key, &report) else { continue }
      let type = TypeName(text).ofArgument
      aggregate.types[key] = type
      if type.name.isEmpty {
        report.error("wrong-value", "'\(text)' is not a data type", at: reader.range(of: key))
      }
    }
    guard let text = reader.string("sortop", &report) else { return }
    aggregate.sortOperator = sortOperator(text)
    if aggregate.sortOperator == nil {
      report.error(
        "invalid-name", "'\(text)' is not an operator, nor OPERATOR(schema.operator)",
        at: reader.range(of: "sortop"))
    }
  }

  /// Reads `<` or `OPERATOR(schema.<)`.
  private static func sortOperator(_ text: String) -> QualifiedName? {
    var tokens = SQLLexer.tokens(of: text)[...]
    if tokens.first?.isWord("operator") == true {
      guard tokens.count > 3, tokens.last?.isPunctuation(")") == true else { return nil }
      tokens = tokens.dropFirst(2).dropLast()
    }
    var schema = ""
    if tokens.count == 3, let name = tokens.first?.name {
      schema = name
      tokens = tokens.dropFirst(2)
    }
    guard tokens.count == 1, let last = tokens.first, last.kind == .operator else { return nil }
    return QualifiedName(schema: schema, name: last.text).withoutCatalogSchema
  }

  private static func readParameters(
    of aggregate: inout Aggregate, from reader: inout MappingReader,
    into report: inout DiagnosticReport
  ) {
    for key in Aggregate.sizeKeys {
      if let size = reader.int(key, &report), size != 0 { aggregate.parameters[key] = "\(size)" }
    }
    for key in Aggregate.flagKeys where reader.bool(key, &report) == true {
      aggregate.parameters[key] = "true"
    }
    for key in Aggregate.modifyKeys {
      let words = ["read_only", "shareable", "read_write"]
      if let word = reader.word(key, of: words, &report), word != aggregate.defaultModification {
        aggregate.parameters[key] = word
      }
    }
    for key in Aggregate.conditionKeys {
      if let text = reader.string(key, &report) { aggregate.parameters[key] = text }
    }
    let words = Function.Parallel.allCases.map(\.rawValue)
    if let word = reader.word("parallel", of: words, &report), word != "unsafe" {
      aggregate.parameters["parallel"] = word
    }
  }
}

extension QualifiedName {
  /// The name as the tool keeps those of pg_catalog, which every search path has.
  var withoutCatalogSchema: QualifiedName {
    schema == "pg_catalog" ? QualifiedName(schema: "", name: name) : self
  }
}
