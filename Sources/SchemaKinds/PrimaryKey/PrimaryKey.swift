public import SQLText
public import SchemaCore

/// A table's primary key.
public struct PrimaryKey: SchemaObject {
  public var table: QualifiedName
  public var name: String
  /// Whether the project names it; an unnamed one takes the live name over.
  public var isNamed: Bool
  public var columns: [String]
  public var include: [String] = []
  public var deferral = Deferral.notDeferrable
  /// The storage parameters of its index.
  public var storage = StorageParameters()

  /// Creates a primary key; without a name it is called `<table>_pkey`.
  public init(table: QualifiedName, name: String? = nil, columns: [String]) {
    self.table = table
    self.name = name ?? truncatedIdentifier(table.name + "_pkey")
    isNamed = name != nil
    self.columns = columns
  }

  public var id: ObjectID {
    ObjectID(.primaryKey, schema: table.schema, table.name, member: name)
  }
  public var owner: ObjectID? { Table.id(table) }
  public var references: [Reference] {
    (columns + include).map { .object(Column.id($0, of: table)) }
  }
}
