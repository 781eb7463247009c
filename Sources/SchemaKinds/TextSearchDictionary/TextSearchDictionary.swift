public import SQLText
public import SchemaCore

/// A dictionary of text search: a template with its options.
public struct TextSearchDictionary: SchemaObject {
  public var name: QualifiedName
  public var template: QualifiedName
  /// The options by lower-case name.
  public var options: [String: String]

  /// Creates a dictionary.
  public init(name: QualifiedName, template: QualifiedName, options: [String: String] = [:]) {
    self.name = name
    self.template = template
    self.options = options
  }

  public var id: ObjectID { TextSearchDictionary.id(name) }

  /// Returns the identity of a dictionary.
  public static func id(_ name: QualifiedName) -> ObjectID {
    ObjectID(.textSearchDictionary, schema: name.schema, name.name)
  }
}
