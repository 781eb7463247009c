import SQLText
public import SchemaCore
public import SourceText

/// Enums: `name` and `values`.
public enum EnumTypeKind: ObjectKind {
  public typealias Object = EnumType
  public static var id: KindID { .enumType }
  public static var access: Access? { Access("TYPE", privileges: .type) }
  public static var namespace: Namespace { .type }
  public static var places: [YAMLPlace] { [.document(keys: ["name", "values"])] }

  public static func decode(
    _ node: DocumentNode, in scope: DecodingScope, into declarations: inout Declarations
  ) {
    guard var reader = MappingReader(node, noun: "enum", report: &declarations.report)
    else { return }
    let name = scope.declaredName("name", from: &reader, into: &declarations.report)
    let values = listedValues(&reader, &declarations.report)
    let comment = reader.comment(&declarations.report)
    if let name {
      decodeMembers(
        of: .enumType, owner: EnumType.id(name), reader: &reader, in: scope, into: &declarations)
    }
    reader.finish(&declarations.report)
    checkValues(values, into: &declarations.report)
    guard let name else { return }
    declarations.declare(EnumType(name: name, values: values.map(\.text)), at: node.range)
    declarations.declareComment(comment, on: EnumType.id(name), at: reader.range(of: "comment"))
  }

  public static func encode(
    _ object: EnumType, in context: PlanContext, into draft: inout ProjectDraft
  ) {
    var entries = draft.nameEntries("name", object.name)
    entries.add("values", .texts(object.values))
    draft.addDocument(
      object.id, path: "enums/\(draft.fileName(of: object.name))",
      keyOrder: ["name", "schema", "comment", "values", "grants"], entries)
  }

  /// A lone word is more likely a slip than an enum of one value.
  private static func listedValues(
    _ reader: inout MappingReader, _ report: inout DiagnosticReport
  ) -> [(text: String, range: SourceRange)] {
    let values = reader.strings("values", &report) ?? []
    if reader.value("values")?.items == nil, !values.isEmpty {
      report.error(
        "wrong-type", "'values' of an enum must be a list of texts",
        at: reader.range(of: "values"))
    }
    return values
  }

  private static func checkValues(
    _ values: [(text: String, range: SourceRange)], into report: inout DiagnosticReport
  ) {
    var first: [String: SourceRange] = [:]
    for (text, range) in values {
      _ = checkLength(text, at: range, into: &report)
      if let earlier = first.updateValue(range, forKey: text) {
        report.error(
          "duplicate-object", "enum value '\(text)' is listed twice", at: range,
          notes: [.init("first listed here", at: earlier)])
      }
    }
  }
}
