import SQLText
public import SchemaCore
public import SourceText

/// Views: `name` and `query`; with `materialized: true` a materialized view.
public enum ViewKind: ObjectKind {
  public typealias Object = View
  public static var id: KindID { .view }
  public static var access: Access? { Access("VIEW", privileges: .relation) }
  public static var namespace: Namespace { .relation }
  public static var places: [YAMLPlace] { [.document(keys: ["name", "query"])] }
  public static var dependence: Dependence { .recreated }

  public static func decode(
    _ node: DocumentNode, in scope: DecodingScope, into declarations: inout Declarations
  ) {
    if isMaterialized(node) {
      MaterializedViewKind.decode(node, in: scope, into: &declarations)
      return
    }
    guard var reader = MappingReader(node, noun: "view", report: &declarations.report)
    else { return }
    let name = scope.declaredName("name", from: &reader, into: &declarations.report)
    let query = reader.requiredString("query", &declarations.report)
    _ = reader.bool("materialized", &declarations.report)
    let options = readOptions(from: &reader, into: &declarations.report)
    let comment = reader.comment(&declarations.report)
    let columnNames = (reader.strings("column_names", &declarations.report) ?? []).map(\.text)
    var view = View(
      name: name ?? QualifiedName(schema: "", name: ""), query: statementText(query ?? ""),
      columnNames: columnNames)
    view.options = options
    if name != nil { declarations.declare(view, at: node.range) }
    decodeMembers(of: .view, owner: view.id, reader: &reader, in: scope, into: &declarations)
    reader.finish(&declarations.report)
    guard name != nil else { return }
    declarations.declareComment(comment, on: view.id, at: reader.range(of: "comment"))
  }

  private static func isMaterialized(_ node: DocumentNode) -> Bool {
    node["materialized"]?.scalar?.lowercased() == "true"
  }

  private static func readOptions(
    from reader: inout MappingReader, into report: inout DiagnosticReport
  ) -> View.Options {
    var options = View.Options()
    guard let value = reader.value("options"),
      var inner = MappingReader(value, noun: "list of view options", report: &report)
    else { return options }
    options.securityBarrier = inner.bool("security_barrier", &report) ?? false
    options.securityInvoker = inner.bool("security_invoker", &report) ?? false
    let words = [View.CheckOption.local, .cascaded].map(\.rawValue)
    options.checkOption =
      inner.word("check_option", of: words, &report).flatMap(View.CheckOption.init) ?? .none
    inner.finish(&report)
    return options
  }
}
