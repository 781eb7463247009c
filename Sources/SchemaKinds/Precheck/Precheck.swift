public import SQLText
public import SchemaCore

/// A question that must be answered with yes before a run changes anything.
public struct Precheck: SchemaObject {
  public var table: QualifiedName
  public var name: String
  /// A query for one value; NULL, false, 0 and an empty text mean no.
  public var query: String
  /// What the user is told when the answer is no.
  public var message: String

  /// Creates a precheck.
  public init(table: QualifiedName, name: String, query: String, message: String) {
    self.table = table
    self.name = name
    self.query = query
    self.message = message
  }

  /// Has no owner: it is asked before the table that it is written under may be there.
  public var id: ObjectID {
    ObjectID(.precheck, schema: table.schema, table.name, member: name)
  }
}
