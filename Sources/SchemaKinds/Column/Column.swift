public import SQLText
public import SchemaCore

/// A column of a table.
public struct Column: SchemaObject {
  public var table: QualifiedName
  public var name: String
  /// The type; unqualified user types get their schema when the column is normalized.
  public var type: TypeName
  public var isNullable: Bool
  /// The default's expression; empty without one, and for serial columns.
  public var defaultExpression = ""
  /// The expression of a generated column; empty for ordinary ones.
  public var generatedExpression = ""
  /// Whether the default is a sequence of the column's own (`serial`, `bigserial`).
  public var isSerial = false

  /// Creates a column.
  public init(table: QualifiedName, name: String, type: TypeName, isNullable: Bool = true) {
    self.table = table
    self.name = name
    self.type = type
    self.isNullable = isNullable
  }

  public var id: ObjectID { Column.id(name, of: table) }
  public var owner: ObjectID? { Table.id(table) }
  public var references: [Reference] {
    [.object(Table.id(table))] + Reference.found(inType: type)
      + Reference.found(in: defaultExpression) + Reference.found(in: generatedExpression)
  }
  public var expressions: [String] {
    get { [defaultExpression, generatedExpression] }
    set {
      defaultExpression = newValue[0]
      generatedExpression = newValue[1]
    }
  }

  /// Returns the identity of a column.
  public static func id(_ name: String, of table: QualifiedName) -> ObjectID {
    ObjectID(.column, schema: table.schema, table.name, member: name)
  }
}
