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
    let view = MaterializedView(
      name: name ?? QualifiedName(schema: "", name: ""), query: statementText(query ?? ""))
    if name != nil { declarations.declare(view, at: node.range) }
    decodeMembers(
      of: .materializedView, owner: view.id, reader: &reader, in: scope, into: &declarations)
    reader.finish(&declarations.report)
    guard name != nil else { return }
    declarations.declareComment(comment, on: view.id, at: reader.range(of: "comment"))
  }
}
