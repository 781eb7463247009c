public import SQLText
public import SchemaCore

/// An enumerated type with its values in order.
public struct EnumType: SchemaObject {
  public var name: QualifiedName
  public var values: [String]

  /// Creates an enum.
  public init(name: QualifiedName, values: [String]) {
    self.name = name
    self.values = values
  }

  public var id: ObjectID { EnumType.id(name) }

  /// Returns the identity of an enum.
  public static func id(_ name: QualifiedName) -> ObjectID {
    ObjectID(.enumType, schema: name.schema, name.name)
  }
}
