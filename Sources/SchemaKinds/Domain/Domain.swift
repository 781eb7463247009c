public import SQLText
public import SchemaCore

/// A domain: a type with a default and conditions of its own.
public struct Domain: SchemaObject {
  public var name: QualifiedName
  /// The type that it is based on.
  public var type: TypeName
  /// The collation; nil for the one of the base type.
  public var collation: QualifiedName?
  public var isNullable = true
  /// The default's expression; empty without one.
  public var defaultExpression = ""

  /// Creates a domain.
  public init(name: QualifiedName, type: TypeName) {
    self.name = name
    self.type = type
  }

  public var id: ObjectID { Domain.id(name) }
  public var references: [Reference] {
    Reference.found(inType: type) + Reference.found(collation: collation)
      + Reference.found(in: defaultExpression)
  }
  public var expressions: [String] {
    get { [defaultExpression] }
    set { defaultExpression = newValue[0] }
  }

  /// Returns the identity of a domain.
  public static func id(_ name: QualifiedName) -> ObjectID {
    ObjectID(.domain, schema: name.schema, name.name)
  }
}
