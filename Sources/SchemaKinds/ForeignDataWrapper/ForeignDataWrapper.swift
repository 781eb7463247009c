public import SQLText
public import SchemaCore

/// A foreign data wrapper that no extension brought.
public struct ForeignDataWrapper: SchemaObject {
  public var name: String
  /// The function that answers queries; nil for a wrapper that holds options only.
  public var handler: QualifiedName?
  /// The function that checks options; nil without.
  public var validator: QualifiedName?
  public var options: [String: String] = [:]

  /// Creates a foreign data wrapper.
  public init(name: String) { self.name = name }

  public var id: ObjectID { ForeignDataWrapper.id(name) }
  public var references: [Reference] {
    [handler, validator].compactMap { $0.map(Reference.routine) }
  }

  /// Returns the identity of a foreign data wrapper.
  public static func id(_ name: String) -> ObjectID { ObjectID(.foreignDataWrapper, name) }
}
