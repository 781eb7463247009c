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
  /// The columns with their types as the server lists them; empty where it wasn't asked.
  public var columns = ""
  public var options = Options()
  /// Whether it selects everything of a relation that gets columns in this run.
  public var isOutdated = false

  /// Creates a view.
  public init(name: QualifiedName, query: String) {
    self.name = name
    self.query = query
    written = Incidental(query)
  }

  /// The query to make the view with, also where the server's spelling took its place: `*`
  /// means other columns tomorrow.
  var ownQuery: String { written.value }

  public var id: ObjectID { View.id(name) }
  public var references: [Reference] { Reference.found(in: query) }
  public var expressions: [String] {
    get { [query, columns] }
    set {
      query = newValue[0]
      columns = newValue[1]
    }
  }

  /// Returns the identity of a view.
  public static func id(_ name: QualifiedName) -> ObjectID {
    ObjectID(.view, schema: name.schema, name.name)
  }
}
