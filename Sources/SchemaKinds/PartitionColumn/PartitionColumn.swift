public import SQLText
public import SchemaCore

/// A column of a partition whose default isn't its parent's.
public struct PartitionColumn: SchemaObject {
  public var table: QualifiedName
  public var column: String
  public var defaultExpression: String

  /// Creates the default of a partition's column.
  public init(table: QualifiedName, column: String, defaultExpression: String) {
    self.table = table
    self.column = column
    self.defaultExpression = defaultExpression
  }

  public var id: ObjectID {
    ObjectID(.partitionColumn, schema: table.schema, table.name, member: column)
  }
  public var owner: ObjectID? { Table.id(table) }
  public var references: [Reference] {
    [.object(Table.id(table))] + Reference.found(in: defaultExpression)
  }
  public var expressions: [String] {
    get { [defaultExpression] }
    set { defaultExpression = newValue[0] }
  }
}
