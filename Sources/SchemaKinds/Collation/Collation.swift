public import SQLText
public import SchemaCore

/// A collation.
public struct Collation: SchemaObject {
  /// Who compares texts.
  public enum Provider: String, Hashable, Sendable, CaseIterable {
    case libc, icu, builtin
  }

  public var name: QualifiedName
  public var provider: Provider
  /// The locale of icu and builtin; empty for libc.
  public var locale = ""
  /// The locale of the order (libc).
  public var collate = ""
  /// The locale of character classes (libc).
  public var characterType = ""
  public var isDeterministic = true
  /// Additional rules of icu (PostgreSQL 16).
  public var rules = ""

  /// Creates a collation.
  public init(name: QualifiedName, provider: Provider) {
    self.name = name
    self.provider = provider
  }

  public var id: ObjectID { Collation.id(name) }
  /// The server brings names of icu locales into a form of its own (PostgreSQL 16).
  public var expressions: [String] {
    get { [locale] }
    set { locale = newValue[0] }
  }

  /// Returns the identity of a collation.
  public static func id(_ name: QualifiedName) -> ObjectID {
    ObjectID(.collation, schema: name.schema, name.name)
  }
}
