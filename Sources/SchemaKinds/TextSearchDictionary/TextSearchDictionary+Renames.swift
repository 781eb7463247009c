import SQLText
public import SchemaCore

extension OperationKind {
  static let renameTextSearchDictionary = OperationKind("rename_text_search_dictionary", .renames)
}

extension TextSearchDictionary {
  public func renamed(by names: Renaming) -> TextSearchDictionary {
    var copy = self
    copy.name = names.names.searchDictionary(name)
    copy.template = names.inSchema(template)
    return copy
  }
}

extension TextSearchDictionaryKind {
  public static func rename(
    _ object: TextSearchDictionary, from former: String, in context: PlanContext
  ) -> Operation? {
    let schema = quotedIdentifier(object.name.schema)
    return renaming(
      .renameTextSearchDictionary, object.id, from: former, to: object.name.name,
      requires: [Schema.id(object.name.schema)]
    ) { "ALTER TEXT SEARCH DICTIONARY \(schema).\($0) RENAME TO \($1)" }
  }
}
