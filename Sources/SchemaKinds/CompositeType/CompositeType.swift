public import SQLText
public import SchemaCore

/// A composite type; its attributes are objects of their own.
public struct CompositeType: SchemaObject {
  public var name: QualifiedName
  /// The names of the attributes in their order, in which row constructors give values.
  public var order: [String] = []

  /// Creates a composite type.
  public init(name: QualifiedName) { self.name = name }

  public var id: ObjectID { CompositeType.id(name) }

  /// Returns the identity of a composite type.
  public static func id(_ name: QualifiedName) -> ObjectID {
    ObjectID(.compositeType, schema: name.schema, name.name)
  }
}
