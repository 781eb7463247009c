public import SchemaCore

/// An extension that is installed in the database.
public struct Extension: SchemaObject {
  public var name: String
  /// The schema of its objects; nil leaves the schema to PostgreSQL, wherever it is live.
  public var schema: String?

  /// Creates an extension.
  public init(name: String, schema: String? = nil) {
    self.name = name
    self.schema = schema
  }

  public var id: ObjectID { Extension.id(name) }
  public var references: [Reference] { schema.map { [.object(Schema.id($0))] } ?? [] }

  /// Returns the identity of an extension.
  public static func id(_ name: String) -> ObjectID { ObjectID(.extension, name) }
}
