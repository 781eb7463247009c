public import SQLText
public import SchemaCore

/// A family of operator classes of one access method.
public struct OperatorFamily: SchemaObject {
  public var name: QualifiedName
  public var method: String
  /// The members that belong to no class.
  public var members = OperatorMembers()

  /// Creates a family without members of its own.
  public init(name: QualifiedName, method: String) {
    self.name = name
    self.method = method
  }

  public var id: ObjectID { OperatorFamily.id(name, method: method) }
  public var references: [Reference] { members.references }

  /// Returns the identity of an operator family.
  public static func id(_ name: QualifiedName, method: String) -> ObjectID {
    ObjectID(.operatorFamily, schema: name.schema, name.name, qualifier: method)
  }

  /// The name and access method as statements write them.
  var sql: String { "\(name.sql) USING \(quotedIdentifier(method))" }
}
