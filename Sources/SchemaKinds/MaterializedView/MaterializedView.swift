public import SQLText
public import SchemaCore

/// A materialized view: a query with its rows stored.
public struct MaterializedView: SchemaObject {
  public var name: QualifiedName
  public var query: String
  private var written: Incidental<String>
  /// Whether it was filled and can be read; declared ones always are.
  public var isPopulated = true
  /// Whether it selects everything of a relation that gets columns in this run.
  public var isOutdated = false

  /// Creates a materialized view.
  public init(name: QualifiedName, query: String) {
    self.name = name
    self.query = query
    written = Incidental(query)
  }

  /// The query to make the view with, also where the server's spelling took its place: `*`
  /// means other columns tomorrow.
  var ownQuery: String { written.value }

  public var id: ObjectID { MaterializedView.id(name) }
  public var references: [Reference] { Reference.found(in: query) }
  public var expressions: [String] {
    get { [query] }
    set { query = newValue[0] }
  }

  /// Returns the identity of a materialized view.
  public static func id(_ name: QualifiedName) -> ObjectID {
    ObjectID(.materializedView, schema: name.schema, name.name)
  }

  /// Stands for the stored rows, which a view that reads them needs as well.
  static func rows(of id: ObjectID) -> ObjectID {
    ObjectID(.materializedView, schema: id.schema, id.name, qualifier: "rows")
  }
}
