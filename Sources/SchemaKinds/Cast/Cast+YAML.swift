import SQLText
public import SchemaCore
public import SourceText

/// Casts: the documents with the key `cast`.
public enum CastKind: ObjectKind {
  public typealias Object = Cast
  public static var id: KindID { .cast }
  public static var places: [YAMLPlace] { [.document(keys: ["cast"])] }
  public static var dependence: Dependence { .recreated }

  public static func decode(
    _ node: DocumentNode, in scope: DecodingScope, into declarations: inout Declarations
  ) {
    guard var reader = MappingReader(node, noun: "cast", report: &declarations.report)
    else { return }
    let types = readTypes(from: &reader, into: &declarations.report)
    let source = types?.source ?? TypeName("text")
    let method = readMethod(from: source, &reader, into: &declarations.report)
    let words = Cast.Context.allCases.map(\.rawValue)
    let context = reader.word("context", of: words, &declarations.report)
    let comment = reader.comment(&declarations.report)
    reader.finish(&declarations.report)
    guard let types, let method else { return }
    var cast = Cast(from: types.source, to: types.target, method: method)
    cast.context = context.flatMap(Cast.Context.init) ?? .explicit
    declarations.declare(cast, at: node.range)
    declarations.declareComment(comment, on: cast.id, at: reader.range(of: "comment"))
  }

  private static func readTypes(
    from reader: inout MappingReader, into report: inout DiagnosticReport
  ) -> (source: TypeName, target: TypeName)? {
    guard let value = reader.value("cast"),
      var inner = MappingReader(value, noun: "cast's pair of types", report: &report)
    else { return nil }
    let source = readType("from", from: &inner, into: &report)
    let target = readType("to", from: &inner, into: &report)
    inner.finish(&report)
    guard let source, let target else { return nil }
    return (source.ofArgument, target.ofArgument)
  }

  private static func readMethod(
    from source: TypeName, _ reader: inout MappingReader, into report: inout DiagnosticReport
  ) -> Cast.Method? {
    let function = readRoutine("function", assuming: [source], from: &reader, into: &report)
    let isInout = reader.bool("inout", &report) ?? false
    let isBinary = reader.bool("without_function", &report) ?? false
    let count = (function == nil ? 0 : 1) + (isInout ? 1 : 0) + (isBinary ? 1 : 0)
    guard count == 1 else {
      report.error(
        "missing-key", "a cast needs one of 'function', 'inout: true' and 'without_function: true'",
        at: reader.node.range)
      return nil
    }
    return function.map { .function($0) } ?? (isInout ? .textual : .binary)
  }

  public static func encode(
    _ object: Cast, in context: PlanContext, into draft: inout ProjectDraft
  ) {
    var entries: [YAMLValue.Entry] = []
    entries.add(
      "cast",
      .mapping([
        .init("from", .text(draft.type(object.source, from: draft.defaultSchema))),
        .init("to", .text(draft.type(object.target, from: draft.defaultSchema))),
      ]))
    switch object.method {
    case .function(let function):
      entries.add(
        "function", draft.routineText(function, assuming: [object.source], from: object.id.schema))
    case .textual: entries.add("inout", true)
    case .binary: entries.add("without_function", true)
    }
    entries.add("context", object.context.rawValue, unless: "explicit")
    draft.addDocument(
      object.id, path: "casts.yaml",
      keyOrder: ["cast", "function", "inout", "without_function", "context", "comment"], entries)
  }
}
