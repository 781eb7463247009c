public import SchemaCore

/// A schema: the name space that other objects live in.
public struct Schema: SchemaObject {
  public var name: String
  private var extensionOwned = Incidental(false)

  /// Creates a schema.
  public init(name: String) { self.name = name }

  /// Whether an extension made the schema, with which it goes.
  public var isExtensions: Bool {
    get { extensionOwned.value }
    set { extensionOwned.value = newValue }
  }

  public var id: ObjectID { Schema.id(name) }

  /// Returns the identity of a schema.
  public static func id(_ name: String) -> ObjectID { ObjectID(.schema, name) }
}
