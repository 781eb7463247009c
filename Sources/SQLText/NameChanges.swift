/// Names that change together, from what texts have now to what they are to have.
///
/// Relations, types, routines and what has a schema besides are keyed by the names before, schema included; columns and
/// enum values by the relation or type before that has them.
public struct NameChanges: Sendable {
  public var schemas: [String: String] = [:]
  /// Tables, views, sequences: what stands in FROM, in `regclass` and before a column.
  public var relations: [QualifiedName: QualifiedName] = [:]
  public var types: [QualifiedName: QualifiedName] = [:]
  public var routines: [QualifiedName: QualifiedName] = [:]
  public var collations: [QualifiedName: QualifiedName] = [:]
  public var searchConfigurations: [QualifiedName: QualifiedName] = [:]
  public var searchDictionaries: [QualifiedName: QualifiedName] = [:]
  public var columns: [QualifiedName: [String: String]] = [:]
  public var values: [QualifiedName: [String: String]] = [:]
  /// Whether a constant without a cast may be an enum value too, as users write it.
  public var includesBareValues = false
  /// The columns of the relations that are there before, by name.
  public var knownColumns: [QualifiedName: Set<String>] = [:]
  /// The relations that are there before.
  public var knownRelations: Set<QualifiedName> = []
  /// Where unqualified names are looked up after the text's own schema.
  public var searchPath: [String] = []

  /// Creates changes of nothing.
  public init() {}

  /// Whether no name changes.
  public var isEmpty: Bool {
    schemas.isEmpty && relations.isEmpty && types.isEmpty && routines.isEmpty && columns.isEmpty
      && values.isEmpty && collations.isEmpty && searchConfigurations.isEmpty
      && searchDictionaries.isEmpty
  }

  /// Returns a schema's name after.
  public func schema(_ name: String) -> String { schemas[name] ?? name }

  /// Returns a relation's name after.
  public func relation(_ name: QualifiedName) -> QualifiedName { moved(name, by: relations) }

  /// Returns a routine's name after.
  public func routine(_ name: QualifiedName) -> QualifiedName { moved(name, by: routines) }

  /// Returns a type's name after.
  public func type(_ name: QualifiedName) -> QualifiedName { moved(name, by: types) }

  /// Returns a collation's name after.
  public func collation(_ name: QualifiedName) -> QualifiedName { moved(name, by: collations) }

  /// Returns a text search configuration's name after.
  public func searchConfiguration(_ name: QualifiedName) -> QualifiedName {
    moved(name, by: searchConfigurations)
  }

  /// Returns a text search dictionary's name after.
  public func searchDictionary(_ name: QualifiedName) -> QualifiedName {
    moved(name, by: searchDictionaries)
  }

  /// Returns a column's name after.
  ///
  /// - Parameter relation: the relation's name before.
  public func column(_ name: String, of relation: QualifiedName) -> String {
    columns[relation]?[name] ?? name
  }

  /// Returns a type as it is called after.
  public func type(_ type: TypeName) -> TypeName {
    guard !type.isBuiltIn, !type.schema.isEmpty else { return type }
    let name = self.type(QualifiedName(schema: type.schema, name: type.name))
    var copy = type
    (copy.schema, copy.name) = (name.schema, name.name)
    return copy
  }

  private func moved(
    _ name: QualifiedName, by changes: [QualifiedName: QualifiedName]
  ) -> QualifiedName {
    changes[name] ?? QualifiedName(schema: schema(name.schema), name: name.name)
  }

  /// Returns the changes that lead back.
  public var reversed: NameChanges {
    var back = NameChanges()
    back.schemas = NameChanges.swapped(schemas)
    back.relations = NameChanges.swapped(relations)
    back.types = NameChanges.swapped(types)
    back.routines = NameChanges.swapped(routines)
    back.collations = NameChanges.swapped(collations)
    back.searchConfigurations = NameChanges.swapped(searchConfigurations)
    back.searchDictionaries = NameChanges.swapped(searchDictionaries)
    for (name, changes) in columns { back.columns[relation(name)] = NameChanges.swapped(changes) }
    for (name, changes) in values { back.values[type(name)] = NameChanges.swapped(changes) }
    return back
  }

  private static func swapped<Name: Hashable>(_ names: [Name: Name]) -> [Name: Name] {
    Dictionary(names.map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
  }
}
