public import SQLText
public import SchemaCore

/// A configuration of text search: which dictionaries read which kinds of words.
public struct TextSearchConfiguration: SchemaObject {
  public var name: QualifiedName
  public var parser: QualifiedName
  /// The dictionaries in order, by the parser's token type.
  public var mappings: [String: [QualifiedName]]

  /// Creates a configuration.
  public init(
    name: QualifiedName, parser: QualifiedName, mappings: [String: [QualifiedName]] = [:]
  ) {
    self.name = name
    self.parser = parser
    self.mappings = mappings
  }

  public var id: ObjectID { TextSearchConfiguration.id(name) }
  public var references: [Reference] {
    Set(mappings.values.joined()).sorted().map { .object(TextSearchDictionary.id($0)) }
  }

  /// Returns the identity of a configuration.
  public static func id(_ name: QualifiedName) -> ObjectID {
    ObjectID(.textSearchConfiguration, schema: name.schema, name.name)
  }
}
