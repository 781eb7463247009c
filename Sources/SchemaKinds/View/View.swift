public import SQLText
public import SchemaCore

/// A view.
public struct View: SchemaObject {
  /// Which rows a write through the view may leave invisible to it.
  public enum CheckOption: String, Hashable, Sendable, CaseIterable {
    case none, local, cascaded
  }

  /// What a view is made WITH.
  public struct Options: Hashable, Sendable {
    public var securityBarrier = false
    /// Whether it reads with the rights of its caller (PostgreSQL 15).
    public var securityInvoker = false
    public var checkOption = CheckOption.none

    /// Creates PostgreSQL's default options.
    public init() {}
  }

  public var name: QualifiedName
  public var query: String
  private var written: Incidental<String>
  /// The columns' names where the query doesn't give them; none in the server's spelling.
  public private(set) var columnNames: [String]
  private var writtenNames: Incidental<[String]>
  /// The columns with their types as the server lists them; empty where it wasn't asked.
  public var columns = ""
  public var options = Options()
  /// Whether it selects everything of a relation that gets columns in this run.
  public var isOutdated = false

  /// Creates a view.
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

  public var id: ObjectID { View.id(name) }
  public var references: [Reference] { Reference.found(in: query) }
  public var expressions: [String] {
    get { [comparedQuery, columns] }
    set {
      comparedQuery = newValue[0]
      columns = newValue[1]
    }
  }

  /// Returns the identity of a view.
  public static func id(_ name: QualifiedName) -> ObjectID {
    ObjectID(.view, schema: name.schema, name.name)
  }
}
