public import SQLText
public import SchemaCore

/// What a partition's column has of its own: a default that isn't its parent's, NOT NULL.
public struct PartitionColumn: SchemaObject {
  public var table: QualifiedName
  public var column: String
  /// The default: nil for the parent's, empty for none where the parent has one.
  public var defaultExpression: String?
  /// Whether the column is NOT NULL where the parent's isn't.
  public var isNotNull = false

  /// Creates what a partition's column has of its own.
  public init(table: QualifiedName, column: String, defaultExpression: String? = nil) {
    self.table = table
    self.column = column
    self.defaultExpression = defaultExpression
  }

  public var id: ObjectID { PartitionColumn.id(column, of: table) }
  public var owner: ObjectID? { Table.id(table) }
  public var references: [Reference] {
    [.object(Table.id(table))] + Reference.found(in: defaultExpression ?? "")
  }
  public var expressions: [String] {
    get { [defaultExpression ?? ""] }
    set { if defaultExpression != nil { defaultExpression = newValue[0] } }
  }

  /// Returns the identity of what a partition's column has of its own, comments included.
  public static func id(_ column: String, of table: QualifiedName) -> ObjectID {
    ObjectID(.partitionColumn, schema: table.schema, table.name, member: column)
  }
}

extension Snapshot {
  /// Returns the default that a partition's column has from its parent, empty for none.
  func inheritedDefault(of column: String, in table: QualifiedName) -> String {
    for ancestor in lineage(of: table).dropFirst() {
      let own = object(PartitionColumn.id(column, of: ancestor), as: PartitionColumn.self)
      if let expression = own?.defaultExpression { return expression }
      let declared = object(Column.id(column, of: ancestor), as: Column.self)
      if let declared, declared.isSerial {
        return "nextval(\(quotedLiteral(declared.sequenceName.sql))::regclass)"
      }
      if let declared { return declared.defaultExpression }
    }
    return ""
  }

  /// Returns whether a partition's column is NOT NULL since its parent's is.
  func inheritsNotNull(_ column: String, in table: QualifiedName) -> Bool {
    lineage(of: table).dropFirst().contains { ancestor in
      object(PartitionColumn.id(column, of: ancestor), as: PartitionColumn.self)?.isNotNull == true
        || object(Column.id(column, of: ancestor), as: Column.self)?.isNullable == false
    }
  }
}
