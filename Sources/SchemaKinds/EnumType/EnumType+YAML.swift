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
    var formers: [(value: String, former: String, range: SourceRange)] = []
    let values = listedValues(&reader, &formers, &declarations.report)
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
    for (value, former, range) in formers {
      declarations.declareRename(of: EnumType.id(name), from: former, value: value, at: range)
    }
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

  /// Reads the values: a text each, or `{value, renamed_from}`.
  ///
  /// A lone word is more likely a slip than an enum of one value.
  private static func listedValues(
    _ reader: inout MappingReader,
    _ formers: inout [(value: String, former: String, range: SourceRange)],
    _ report: inout DiagnosticReport
  ) -> [(text: String, range: SourceRange)] {
    guard let node = reader.value("values") else { return [] }
    if node.items == nil {
      report.error("wrong-type", "'values' of an enum must be a list of texts", at: node.range)
    }
    var values: [(text: String, range: SourceRange)] = []
    for item in node.items ?? [] {
      if let text = item.scalar, !item.isNull {
        values.append((text, item.range))
      } else if item.entries != nil,
        var inner = MappingReader(item, noun: "enum value", report: &report)
      {
        let value = inner.requiredString("value", &report)
        let former = inner.string("renamed_from", &report)
        inner.finish(&report)
        guard let value else { continue }
        values.append((value, inner.range(of: "value")))
        if let former { formers.append((value, former, inner.range(of: "renamed_from"))) }
      } else {
        report.error("wrong-type", "'values' of an enum must be a list of texts", at: item.range)
      }
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
