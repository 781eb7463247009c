import SQLText
public import SchemaCore

extension OperationKind {
  static let renameTextSearchConfiguration = OperationKind(
    "rename_text_search_configuration", .renames)
}

extension TextSearchConfiguration {
  public func renamed(by names: Renaming) -> TextSearchConfiguration {
    var copy = self
    copy.name = names.names.searchConfiguration(name)
    copy.parser = names.inSchema(parser)
    copy.mappings = mappings.mapValues { $0.map(names.names.searchDictionary) }
    return copy
  }
}

extension TextSearchConfigurationKind {
  public static func rename(
    _ object: TextSearchConfiguration, from former: String, in context: PlanContext
  ) -> Operation? {
    let schema = quotedIdentifier(object.name.schema)
    return renaming(
      .renameTextSearchConfiguration, object.id, from: former, to: object.name.name,
      requires: [Schema.id(object.name.schema)]
    ) { "ALTER TEXT SEARCH CONFIGURATION \(schema).\($0) RENAME TO \($1)" }
  }
}
