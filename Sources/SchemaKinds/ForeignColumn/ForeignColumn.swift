public import SQLText
public import SchemaCore

/// The options of a foreign table's column: what the column is called at its source.
public struct ForeignColumn: SchemaObject {
  public var table: QualifiedName
  public var column: String
  public var options: [String: String]

  /// Creates the options of a column.
  public init(table: QualifiedName, column: String, options: [String: String]) {
    self.table = table
    self.column = column
    self.options = options
  }

  public var id: ObjectID {
    ObjectID(.foreignColumn, schema: table.schema, table.name, member: column)
  }
  public var owner: ObjectID? { Column.id(column, of: table) }
  public var references: [Reference] { [.object(Column.id(column, of: table))] }
}
