import SQLText
public import SchemaCore

extension OperationKind {
  static let renameOperatorClass = OperationKind("rename_operator_class", .renames)
}

extension OperatorClass {
  public func renamed(by names: Renaming) -> OperatorClass {
    var copy = self
    copy.name = names.inSchema(id)
    copy.type = names.type(type)
    copy.family = names.inSchema(OperatorFamily.id(family, method: method))
    copy.storage = storage.map(names.type)
    copy.members = members.renamed(by: names)
    return copy
  }
}

extension OperatorClassKind {
  public static func rename(
    _ object: OperatorClass, from former: String, in context: PlanContext
  ) -> Operation? {
    let schema = quotedIdentifier(object.name.schema)
    let method = quotedIdentifier(object.method)
    return renaming(
      .renameOperatorClass, object.id, from: former, to: object.name.name,
      requires: [Schema.id(object.name.schema)]
    ) { "ALTER OPERATOR CLASS \(schema).\($0) USING \(method) RENAME TO \($1)" }
  }
}

extension KeyOperatorClass {
  /// Returns the class as it is called after renames.
  func renamed(by names: Renaming, method: String, from schema: String) -> KeyOperatorClass {
    guard !names.isEmpty || !names.names.isEmpty, let name = QualifiedName(name) else {
      return self
    }
    let places = name.schema.isEmpty ? [schema] + names.names.searchPath : [name.schema]
    for place in places {
      let id = OperatorClass.id(
        QualifiedName(schema: place, name: name.name), method: method)
      let new = names.inSchema(id)
      guard new != id.qualifiedName else { continue }
      var copy = self
      copy.name = name.schema.isEmpty ? quotedIdentifier(new.name) : new.sql
      return copy
    }
    return self
  }
}
