public import SQLText
public import SchemaCore

/// A materialized view: a query with its rows stored.
public struct MaterializedView: SchemaObject {
  public var name: QualifiedName
  public var query: String
  private var written: Incidental<String>
  /// The columns' names where the query doesn't give them; none in the server's spelling.
  public private(set) var columnNames: [String]
  private var writtenNames: Incidental<[String]>
  /// Whether it was filled and can be read.
  public var isPopulated = true
  /// The access method of its rows.
  public var method = "heap"
  /// The storage parameters, as `reloptions` keeps them.
  public var options: [String: String] = [:]
  /// Whether it selects everything of a relation that gets columns in this run.
  public var isOutdated = false

  /// Creates a materialized view.
  public init(name: QualifiedName, query: String, columnNames: [String] = []) {
    self.name = name
    self.query = query
    self.columnNames = columnNames
    written = Incidental(query)
    writtenNames = Incidental(columnNames)
  }

  /// The list of names behind the view's own in CREATE, with a leading space; empty without.
  var ownColumnList: String {
    writtenNames.value.isEmpty ? "" : " \(ConstraintSQL.list(writtenNames.value))"
  }

  /// Whether two views are of one query, but for white space and the case of words.
  func hasQuery(of other: Self) -> Bool {
    columnNames == other.columnNames && lexicallyEqual(query, other.query)
  }

  /// The query as it compares: with names of its columns none is that of a live view.
  private var comparedQuery: String {
    get { columnNames.isEmpty ? query : "\(ConstraintSQL.list(columnNames)) AS \(query)" }
    set {
      guard newValue != comparedQuery else { return }
      query = newValue
      columnNames = []
    }
  }

  /// The query to make the view with, also where the server's spelling took its place: `*`
  /// means other columns tomorrow.
  var ownQuery: String {
    get { written.value }
    set { written.value = newValue }
  }

  public var id: ObjectID { MaterializedView.id(name) }
  public var references: [Reference] { Reference.found(in: query) }
  public var expressions: [String] {
    get { [comparedQuery] }
    set { comparedQuery = newValue[0] }
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
