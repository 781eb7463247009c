import SQLText
public import SchemaCore
public import SourceText

/// Defaults and comments of views' columns: `columns` of a view or materialized view.
public enum ViewDefaultKind: ObjectKind {
  public typealias Object = ViewDefault
  public static var id: KindID { .viewDefault }
  public static var places: [YAMLPlace] {
    [.member(of: .view, key: "columns"), .member(of: .materializedView, key: "columns")]
  }
  public static var dependence: Dependence { .recreated }

  /// The keys of a view's column in the order in which they are written.
  static let keyOrder = ["name", "default", "comment"]

  public static func decode(
    _ node: DocumentNode, in scope: DecodingScope, into declarations: inout Declarations
  ) {
    guard let view = scope.owner else { return }
    for item in listItems(node, noun: "'columns'", into: &declarations.report) {
      decodeColumn(item, of: view, into: &declarations)
    }
  }

  private static func decodeColumn(
    _ node: DocumentNode, of view: ObjectID, into declarations: inout Declarations
  ) {
    guard var reader = MappingReader(node, noun: "view column", report: &declarations.report)
    else { return }
    let name = reader.requiredString("name", &declarations.report)
    let expression = reader.string("default", &declarations.report)
    let comment = reader.comment(&declarations.report)
    reader.finish(&declarations.report)
    if expression != nil, view.kind == .materializedView {
      declarations.report.error(
        "wrong-value", "a materialized view takes no rows: its columns have no defaults",
        at: reader.range(of: "default"))
    }
    guard let name else { return }
    if let expression, view.kind == .view {
      let text = trimmed(expression)
      if text.isEmpty {
        declarations.report.error(
          "wrong-value", "'default' of a view column is an SQL expression and can't be empty",
          at: reader.range(of: "default"))
      }
      declarations.declare(
        ViewDefault(view: view.qualifiedName, column: name, expression: text), at: node.range)
    }
    var column = view
    column.member = name
    declarations.declareComment(comment, on: column, at: reader.range(of: "comment"))
  }

  public static func encode(
    _ object: ViewDefault, in context: PlanContext, into draft: inout ProjectDraft
  ) {
    var column = View.id(object.view)
    column.member = object.column
    draft.addItem(
      column, to: "columns", of: View.id(object.view), keyOrder: keyOrder,
      [.init("name", .text(object.column)), .init("default", .text(object.expression))])
  }
}
