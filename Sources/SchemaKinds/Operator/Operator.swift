public import SQLText
public import SchemaCore

/// An operator of one pair of argument types.
public struct Operator: SchemaObject {
  public var name: QualifiedName
  /// The type on the left; nil for a prefix operator.
  public var left: TypeName?
  public var right: TypeName
  public var function: QualifiedName
  /// The operator that gives the same with the arguments exchanged.
  public var commutator: QualifiedName?
  /// The operator that gives the opposite.
  public var negator: QualifiedName?
  /// The function that estimates how many rows it leaves.
  public var restrict: QualifiedName?
  /// The function that estimates how many rows a join by it leaves.
  public var join: QualifiedName?
  /// Whether a hash join may use it.
  public var hashes = false
  /// Whether a merge join may use it.
  public var merges = false

  /// Creates an operator.
  public init(name: QualifiedName, left: TypeName?, right: TypeName, function: QualifiedName) {
    self.name = name
    self.left = left
    self.right = right
    self.function = function
  }

  public var id: ObjectID { Operator.id(name, left: left, right: right) }

  public var references: [Reference] {
    let types = ([left, right] as [TypeName?]).compactMap { $0 }
    return types.flatMap(Reference.found(inType:))
      + [function, restrict, join].compactMap { $0.map(Reference.routine) }
  }

  /// The name with the argument types, as DROP and COMMENT name an operator.
  var signatureSQL: String {
    "\(Operator.sql(name)) (\(left?.sql ?? "NONE"), \(right.sql))"
  }

  /// Returns an operator's name as SQL writes it: never in quotes.
  static func sql(_ name: QualifiedName) -> String {
    name.schema.isEmpty ? name.name : "\(quotedIdentifier(name.schema)).\(name.name)"
  }

  /// Returns the identity of an operator; the types tell overloads apart.
  public static func id(_ name: QualifiedName, left: TypeName?, right: TypeName) -> ObjectID {
    func text(_ type: TypeName?) -> String {
      guard var type else { return "NONE" }
      type.schema = ""
      return type.sql
    }
    return ObjectID(
      .operator, schema: name.schema, name.name, member: "(\(text(left)), \(text(right)))")
  }
}
