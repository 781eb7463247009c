public import SQLText
public import SchemaCore

/// A unique constraint, with the index of the same name that backs it.
public struct UniqueConstraint: SchemaObject {
  public var table: QualifiedName
  public var name: String
  /// Whether the project names it; an unnamed one takes the live name over.
  public var isNamed: Bool
  public var columns: [String]
  public var include: [String] = []
  /// Whether two NULLs are equal (PostgreSQL 15).
  public var nullsNotDistinct = false
  public var deferral = Deferral.notDeferrable
  /// The storage parameters of its index.
  public var storage = StorageParameters()

  /// Creates a unique constraint; without a name it is called `uq_<table>_<columns>`.
  public init(table: QualifiedName, name: String? = nil, columns: [String]) {
    self.table = table
    self.name =
      name ?? truncatedIdentifier("uq_\(table.name)_\(columns.joined(separator: "_"))")
    isNamed = name != nil
    self.columns = columns
  }

  public var id: ObjectID {
    ObjectID(.uniqueConstraint, schema: table.schema, table.name, member: name)
  }
  public var owner: ObjectID? { Table.id(table) }
  public var references: [Reference] {
    (columns + include).map { .object(Column.id($0, of: table)) }
  }
}
