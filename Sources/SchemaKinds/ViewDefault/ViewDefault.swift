public import SQLText
public import SchemaCore

/// What a column of a view gets in rows that are inserted without it.
public struct ViewDefault: SchemaObject {
  public var view: QualifiedName
  public var column: String
  public var expression: String

  /// Creates a view's default.
  public init(view: QualifiedName, column: String, expression: String) {
    self.view = view
    self.column = column
    self.expression = expression
  }

  public var id: ObjectID {
    ObjectID(.viewDefault, schema: view.schema, view.name, member: column)
  }
  public var owner: ObjectID? { View.id(view) }
  public var references: [Reference] {
    [.object(View.id(view))] + Reference.found(in: expression)
  }
  public var expressions: [String] {
    get { [expression] }
    set { expression = newValue[0] }
  }
}
