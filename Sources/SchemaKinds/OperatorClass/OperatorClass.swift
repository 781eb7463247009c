public import SQLText
public import SchemaCore

/// An operator class: how an access method works with one type.
public struct OperatorClass: SchemaObject {
  public var name: QualifiedName
  public var method: String
  public var type: TypeName
  public var family: QualifiedName
  /// Whether indexes over the type take it where none is written.
  public var isDefault = false
  /// What an index keeps; nil for the type itself.
  public var storage: TypeName?
  public var members = OperatorMembers()

  /// Creates a class in the family of its own name.
  public init(name: QualifiedName, method: String, type: TypeName) {
    self.name = name
    self.method = method
    self.type = type
    family = name
  }

  public var id: ObjectID { OperatorClass.id(name, method: method) }
  public var references: [Reference] {
    [.object(OperatorFamily.id(family, method: method))] + Reference.found(inType: type)
      + (storage.map(Reference.found(inType:)) ?? []) + members.references
  }

  /// Returns the identity of an operator class.
  public static func id(_ name: QualifiedName, method: String) -> ObjectID {
    ObjectID(.operatorClass, schema: name.schema, name.name, qualifier: method)
  }

  /// The name and access method as statements write them.
  var sql: String { "\(name.sql) USING \(quotedIdentifier(method))" }
}
