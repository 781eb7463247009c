import SQLText
public import SchemaCore
public import SourceText

/// Materialized views: views with `materialized: true`.
public enum MaterializedViewKind: ObjectKind {
  public typealias Object = MaterializedView
  public static var id: KindID { .materializedView }
  public static var access: Access? { Access("MATERIALIZED VIEW", privileges: .relation) }
  public static var namespace: Namespace { .relation }
  /// The kind of views hands its documents over.
  public static var places: [YAMLPlace] { [] }
  public static var dependence: Dependence { .recreated }

  public static func decode(
    _ node: DocumentNode, in scope: DecodingScope, into declarations: inout Declarations
  ) {
    guard
      var reader = MappingReader(node, noun: "materialized view", report: &declarations.report)
    else { return }
    let name = scope.declaredName("name", from: &reader, into: &declarations.report)
    let query = reader.requiredString("query", &declarations.report)
    reader.accept(["materialized"])
    let comment = reader.comment(&declarations.report)
    let columnNames = (reader.strings("column_names", &declarations.report) ?? []).map(\.text)
    var view = MaterializedView(
      name: name ?? QualifiedName(schema: "", name: ""), query: statementText(query ?? ""),
      columnNames: columnNames)
    view.isPopulated = reader.bool("populated", &declarations.report) ?? true
    view.method = reader.string("method", &declarations.report) ?? "heap"
    view.options = readOptions(from: &reader, into: &declarations.report)
    if name != nil { declarations.declare(view, at: node.range) }
    decodeMembers(
      of: .materializedView, owner: view.id, reader: &reader, in: scope, into: &declarations)
    reader.finish(&declarations.report)
    guard name != nil else { return }
    declarations.declareComment(comment, on: view.id, at: reader.range(of: "comment"))
  }
  private static func readOptions(
    from reader: inout MappingReader, into report: inout DiagnosticReport
  ) -> [String: String] {
    guard let value = reader.value("options") else { return [:] }
    guard let entries = value.entries else {
      report.error(
        "wrong-type",
        "'options' of a materialized view must be a map of storage parameters, not "
          + value.formDescription, at: value.range)
      return [:]
    }
    var options: [String: String] = [:]
    for entry in entries {
      guard let name = entry.key.scalar, let text = entry.value.scalar, !entry.value.isNull else {
        report.error(
          "wrong-type", "a storage parameter must have a single value", at: entry.value.range)
        continue
      }
      options[name.lowercased()] = text
    }
    return options
  }
}
