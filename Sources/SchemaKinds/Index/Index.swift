public import SQLText
public import SchemaCore

/// An index that backs no constraint, of a table or a materialized view.
public struct Index: SchemaObject {
  /// A column or an expression that the index is ordered by.
  public struct Key: Hashable, Sendable {
    /// The column's name; empty for an expression.
    public var column = ""
    public var expression = ""
    public var collation = CollationName()
    public var operatorClass = KeyOperatorClass()
    public var isDescending = false
    public var nullsFirst = false
    /// The statistics target of an expression's values; -1 for the server's own.
    public var statistics = -1

    /// Creates the key of a column.
    public init(column: String) { self.column = column }

    /// Creates the key of an expression.
    public init(expression: String) { self.expression = expression }
  }

  public var table: QualifiedName
  /// `table` or `materialized_view`.
  public var tableKind: KindID
  public var name: String
  /// The access method: `btree`, `gin`.
  public var method = "btree"
  public var isUnique = false
  public var keys: [Key]
  /// Columns that the index only carries.
  public var include: [String] = []
  /// The condition of a partial index; empty for a full one.
  public var predicate = ""
  /// Whether two NULLs are equal (PostgreSQL 15).
  public var nullsNotDistinct = false
  public var storage = StorageParameters()
  /// Whether queries may use it (`indisvalid`); declared ones always are.
  public var isValid = true

  /// Creates an index; without a name it is called `idx_<table>_<columns>`.
  public init(
    table: QualifiedName, tableKind: KindID = .table, name: String? = nil, keys: [Key]
  ) {
    self.table = table
    self.tableKind = tableKind
    let parts = keys.map { $0.column.isEmpty ? "expr" : $0.column }
    self.name =
      name ?? truncatedIdentifier("idx_\(table.name)_\(parts.joined(separator: "_"))")
    self.keys = keys
  }

  public var id: ObjectID {
    ObjectID(.index, schema: table.schema, table.name, member: name)
  }
  public var owner: ObjectID? { ObjectID(tableKind, schema: table.schema, table.name) }
  public var references: [Reference] {
    let columns = (keys.map(\.column) + include).filter { !$0.isEmpty && tableKind == .table }
    return columns.map { .object(Column.id($0, of: table)) }
      + expressions.flatMap(Reference.found(in:)) + keys.flatMap(\.collation.references)
  }

  /// The expressions of the keys in order, then the predicate.
  public var expressions: [String] {
    get { keys.map(\.expression).filter { !$0.isEmpty } + [predicate] }
    set {
      var rest = newValue[...]
      for index in keys.indices where !keys[index].expression.isEmpty {
        keys[index].expression = rest.popFirst() ?? ""
      }
      predicate = rest.first ?? ""
    }
  }

  /// The index's own name with the schema that it shares with its table.
  public var qualifiedName: QualifiedName { QualifiedName(schema: table.schema, name: name) }
}
