public import SchemaCore

/// A schema: the name space that other objects live in.
public struct Schema: SchemaObject {
  public var name: String
  private var fromExtension = Incidental(false)

  /// Creates a schema.
  public init(name: String) { self.name = name }

  public var id: ObjectID { Schema.id(name) }

  /// Whether an extension made it and will make it again.
  public var belongsToExtension: Bool {
    get { fromExtension.value }
    set { fromExtension.value = newValue }
  }

  /// Returns the identity of a schema.
  public static func id(_ name: String) -> ObjectID { ObjectID(.schema, name) }
}
