public import SchemaCore

/// An extension that is installed in the database.
public struct Extension: SchemaObject {
  public var name: String
  /// The schema of its objects; nil leaves the schema to PostgreSQL, wherever it is live.
  public var schema: String?
  /// The version; nil leaves it to PostgreSQL, whichever is live.
  public var version: String?
  private var relocatable = Incidental(true)

  /// Creates an extension.
  public init(name: String, schema: String? = nil, version: String? = nil) {
    self.name = name
    self.schema = schema
    self.version = version
  }

  /// Whether its objects can be moved to another schema.
  public var isRelocatable: Bool {
    get { relocatable.value }
    set { relocatable.value = newValue }
  }

  public var id: ObjectID { Extension.id(name) }
  public var references: [Reference] { schema.map { [.object(Schema.id($0))] } ?? [] }

  /// Returns the identity of an extension.
  public static func id(_ name: String) -> ObjectID { ObjectID(.extension, name) }
}
