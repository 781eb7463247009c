import SQLText
public import SchemaCore
public import SourceText

/// Foreign data wrappers: documents with the key `foreign_data_wrapper` and without `server`.
public enum ForeignDataWrapperKind: ObjectKind {
  public typealias Object = ForeignDataWrapper
  public static var id: KindID { .foreignDataWrapper }
  public static var access: Access? {
    Access("FOREIGN DATA WRAPPER", privileges: .foreignDataWrapper)
  }
  public static var places: [YAMLPlace] { [.document(keys: ["foreign_data_wrapper"])] }

  public static func decode(
    _ node: DocumentNode, in scope: DecodingScope, into declarations: inout Declarations
  ) {
    guard
      var reader = MappingReader(
        node, noun: "foreign data wrapper", report: &declarations.report)
    else { return }
    let name = reader.requiredString("foreign_data_wrapper", &declarations.report)
    var wrapper = ForeignDataWrapper(name: name ?? "")
    wrapper.handler = function("handler", &reader, in: scope, into: &declarations.report)
    wrapper.validator = function("validator", &reader, in: scope, into: &declarations.report)
    wrapper.options = reader.options("options", &declarations.report)
    let comment = reader.comment(&declarations.report)
    guard let name,
      checkLength(
        name, at: reader.range(of: "foreign_data_wrapper"), into: &declarations.report)
    else {
      reader.accept((scope.members[.foreignDataWrapper] ?? [:]).keys)
      return reader.finish(&declarations.report)
    }
    declarations.declare(wrapper, at: node.range)
    for (key, function) in [("handler", wrapper.handler), ("validator", wrapper.validator)] {
      guard let function else { continue }
      declarations.use(
        .routine(function), as: "function", by: wrapper.id, at: reader.range(of: key))
    }
    decodeMembers(
      of: .foreignDataWrapper, owner: wrapper.id, reader: &reader, in: scope,
      into: &declarations)
    reader.finish(&declarations.report)
    declarations.declareComment(
      comment, on: wrapper.id,
      at: reader.range(of: reader.has("comment") ? "comment" : "description"))
  }

  private static func function(
    _ key: String, _ reader: inout MappingReader, in scope: DecodingScope,
    into report: inout DiagnosticReport
  ) -> QualifiedName? {
    guard let text = reader.string(key, &report) else { return nil }
    return scope.qualifiedName(text, at: reader.range(of: key), into: &report)
  }

  public static func encode(
    _ object: ForeignDataWrapper, in context: PlanContext, into draft: inout ProjectDraft
  ) {
    var entries: [YAMLValue.Entry] = [.init("foreign_data_wrapper", .text(object.name))]
    if let handler = object.handler { entries.add("handler", draft.reference(handler)) }
    if let validator = object.validator { entries.add("validator", draft.reference(validator)) }
    if !object.options.isEmpty { entries.add("options", object.options.encoded) }
    let file = draft.fileName(of: QualifiedName(schema: "", name: object.name))
    draft.addDocument(
      object.id, path: "foreign_data_wrappers/\(file)",
      keyOrder: [
        "foreign_data_wrapper", "comment", "owner", "handler", "validator", "options", "grants",
      ], entries)
  }
}
