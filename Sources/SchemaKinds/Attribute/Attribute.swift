public import SQLText
public import SchemaCore

/// An attribute of a composite type.
public struct Attribute: SchemaObject {
  public var composite: QualifiedName
  public var name: String
  public var type: TypeName
  /// The collation; nil for the one of the type.
  public var collation: QualifiedName?

  /// Creates an attribute.
  public init(composite: QualifiedName, name: String, type: TypeName) {
    self.composite = composite
    self.name = name
    self.type = type
  }

  public var id: ObjectID { Attribute.id(name, of: composite) }
  public var owner: ObjectID? { CompositeType.id(composite) }
  public var references: [Reference] {
    [.object(CompositeType.id(composite))] + Reference.found(inType: type)
      + Reference.found(collation: collation)
  }

  /// The attribute as CREATE TYPE and ADD ATTRIBUTE write it.
  var definition: String { "\(quotedIdentifier(name)) \(typeSQL)" }

  /// The type with its collation.
  var typeSQL: String { type.sql + (collation.map { " COLLATE \($0.sql)" } ?? "") }

  /// Returns the identity of an attribute.
  public static func id(_ name: String, of composite: QualifiedName) -> ObjectID {
    ObjectID(.attribute, schema: composite.schema, composite.name, member: name)
  }
}
