public import SchemaCore

/// A schema: the name space that other objects live in.
public struct Schema: SchemaObject {
  public var name: String

  /// Creates a schema.
  public init(name: String) { self.name = name }

  public var id: ObjectID { Schema.id(name) }

  /// Returns the identity of a schema.
  public static func id(_ name: String) -> ObjectID { ObjectID(.schema, name) }
}
