public import SQLText

/// What an object needs, as exactly as its text says it.
public enum Reference: Hashable, Sendable {
  /// An object whose kind is known.
  case object(ObjectID)
  /// A table, view or materialized view; an empty schema means the search path.
  case relation(QualifiedName)
  /// A function of any arguments.
  case routine(QualifiedName)
  /// An enum, domain, composite type, or a relation's row type.
  case type(QualifiedName)
}

extension Reference {
  /// Returns the references of a query or expression found by its tokens.
  public static func found(in text: String) -> [Reference] {
    guard !text.isEmpty else { return [] }
    let names = SQLReferences(in: text)
    return names.relations.sorted().map(Reference.relation)
      + names.functions.sorted().map(Reference.routine)
      + names.types.sorted().map(Reference.type)
  }

  /// Returns the reference to a data type, none for a built-in one.
  public static func found(inType type: TypeName) -> [Reference] {
    type.isBuiltIn ? [] : [.type(QualifiedName(schema: type.schema, name: type.name))]
  }
}

/// The name space in which other objects look an object up.
public enum Namespace: Hashable, Sendable {
  case none
  /// Tables and views: they are relations, and their row types are types.
  case relation
  case routine
  case type
  /// Columns and attributes: parts that texts name behind their relation.
  case column
  case schema
  case role
  /// What stands behind COLLATE.
  case collation
  /// What constants of type regconfig name.
  case searchConfiguration
  /// What constants of type regdictionary name.
  case searchDictionary
}
