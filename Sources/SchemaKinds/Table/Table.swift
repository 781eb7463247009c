public import SQLText
public import SchemaCore

/// A table without its parts: columns, constraints, indexes are objects of their own.
public struct Table: SchemaObject {
  /// How a partitioned table divides its rows.
  public struct PartitionKey: Hashable, Sendable {
    /// `range`, `list` or `hash`.
    public var strategy: String
    public var columns: [String]

    /// Creates a partition key.
    public init(strategy: String, columns: [String]) {
      self.strategy = strategy
      self.columns = columns
    }
  }

  public var name: QualifiedName
  public var partitionKey: PartitionKey?
  public var hasRowSecurity = false
  /// Whether policies bind the owner too.
  public var forcesRowSecurity = false

  /// Creates a table.
  public init(name: QualifiedName) { self.name = name }

  public var id: ObjectID { Table.id(name) }

  /// Returns the identity of a table.
  public static func id(_ name: QualifiedName) -> ObjectID {
    ObjectID(.table, schema: name.schema, name.name)
  }
}
