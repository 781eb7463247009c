public import SQLText
public import SchemaCore

/// An exclusion constraint: no two rows for which all of its operators hold.
public struct ExclusionConstraint: SchemaObject {
  /// A column or an expression with the operator that compares it.
  public struct Element: Hashable, Sendable {
    /// The column's name; empty for an expression.
    public var column = ""
    public var expression = ""
    /// `&&`, or `OPERATOR(schema.&&)` where it isn't pg_catalog's.
    public var `operator`: String
    public var collation = CollationName()
    public var operatorClass = KeyOperatorClass()

    /// Creates an element of a column.
    public init(column: String, operator name: String) {
      self.column = column
      self.operator = name
    }

    /// Creates an element of an expression.
    public init(expression: String, operator name: String) {
      self.expression = expression
      self.operator = name
    }
  }

  public var table: QualifiedName
  public var name: String
  /// The access method: `gist`.
  public var method = "gist"
  public var elements: [Element]
  /// The rows that it holds for; empty for all.
  public var predicate = ""
  public var deferral = Deferral.notDeferrable
  /// Columns that its index only carries.
  public var include: [String] = []
  /// The storage parameters of its index.
  public var storage = StorageParameters()

  /// Creates a constraint; without a name it is called `excl_<table>_<columns>`.
  public init(table: QualifiedName, name: String? = nil, elements: [Element]) {
    self.table = table
    let parts = elements.map { $0.column.isEmpty ? "expr" : $0.column }
    self.name =
      name ?? truncatedIdentifier("excl_\(table.name)_\(parts.joined(separator: "_"))")
    self.elements = elements
  }

  public var id: ObjectID {
    ObjectID(.exclusionConstraint, schema: table.schema, table.name, member: name)
  }
  public var owner: ObjectID? { Table.id(table) }
  public var references: [Reference] {
    (elements.map(\.column) + include).filter { !$0.isEmpty }
      .map { .object(Column.id($0, of: table)) } + elements.flatMap(\.collation.references)
      + expressions.flatMap(Reference.found(in:))
  }

  /// The expressions of the elements in order, then the predicate.
  public var expressions: [String] {
    get { elements.map(\.expression).filter { !$0.isEmpty } + [predicate] }
    set {
      var rest = newValue[...]
      for index in elements.indices where !elements[index].expression.isEmpty {
        elements[index].expression = rest.popFirst() ?? ""
      }
      predicate = rest.first ?? ""
    }
  }

  /// The constraint's clause in CREATE TABLE and after ADD.
  public var inlineSQL: String {
    let list = elements.map(\.sql).joined(separator: ", ")
    var text =
      "CONSTRAINT \(quotedIdentifier(name)) EXCLUDE "
      + "USING \(quotedIdentifier(method)) (\(list))" + ConstraintSQL.including(include)
      + storage.clause
    if !predicate.isEmpty { text += " WHERE \(ConstraintSQL.parenthesized(predicate))" }
    return text + deferral.sql
  }
}

extension ExclusionConstraint.Element {
  var sql: String {
    let key =
      column.isEmpty ? ConstraintSQL.parenthesized(expression) : quotedIdentifier(column)
    return "\(key)\(collation.clause)\(operatorClass.sql) WITH \(`operator`)"
  }
}
