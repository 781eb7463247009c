import SQLText
public import SchemaCore
public import SourceText

/// Configurations of text search: the documents with the key `text_search_configuration`.
public enum TextSearchConfigurationKind: ObjectKind {
  public typealias Object = TextSearchConfiguration
  public static var id: KindID { .textSearchConfiguration }
  public static var namespace: Namespace { .searchConfiguration }
  public static var access: Access? { Access("TEXT SEARCH CONFIGURATION") }
  public static var places: [YAMLPlace] { [.document(keys: ["text_search_configuration"])] }
  public static var dependence: Dependence { .recreated }

  static let defaultParser = QualifiedName(schema: "pg_catalog", name: "default")

  public static func decode(
    _ node: DocumentNode, in scope: DecodingScope, into declarations: inout Declarations
  ) {
    guard
      var reader = MappingReader(
        node, noun: "text search configuration", report: &declarations.report)
    else { return }
    let name = scope.declaredName(
      "text_search_configuration", from: &reader, into: &declarations.report)
    let parser = readName("parser", from: &reader, into: &declarations.report)
    let mappings = readMappings(from: &reader, into: &declarations.report)
    let comment = reader.comment(&declarations.report)
    let object = TextSearchConfiguration(
      name: name ?? QualifiedName(schema: "", name: ""), parser: parser ?? defaultParser,
      mappings: mappings)
    if name != nil { declarations.declare(object, at: node.range) }
    decodeMembers(
      of: .textSearchConfiguration, owner: object.id, reader: &reader, in: scope,
      into: &declarations)
    reader.finish(&declarations.report)
    guard name != nil else { return }
    declarations.declareComment(comment, on: object.id, at: reader.range(of: "comment"))
  }

  private static func readMappings(
    from reader: inout MappingReader, into report: inout DiagnosticReport
  ) -> [String: [QualifiedName]] {
    guard let value = reader.value("mappings"),
      var inner = MappingReader(value, noun: "map of token types", report: &report)
    else { return [:] }
    var mappings: [String: [QualifiedName]] = [:]
    for entry in value.entries ?? [] {
      guard let token = entry.key.scalar else { continue }
      let dictionaries = inner.strings(token, &report) ?? []
      mappings[token] = dictionaries.compactMap { item in
        if let name = QualifiedName(item.text) { return name }
        report.error(
          "invalid-name", "'\(item.text)' is not a name or schema.name", at: item.range)
        return nil
      }
      if dictionaries.isEmpty {
        report.error(
          "wrong-value", "token type '\(token)' needs a dictionary, or is left out",
          at: entry.key.range)
      }
    }
    return mappings
  }

  public static func encode(
    _ object: TextSearchConfiguration, in context: PlanContext, into draft: inout ProjectDraft
  ) {
    var entries = draft.nameEntries("text_search_configuration", object.name)
    if object.parser != defaultParser {
      entries.add("parser", .text(draft.serverName(object.parser, from: object.name.schema)))
    }
    if !object.mappings.isEmpty {
      entries.add(
        "mappings",
        .mapping(
          object.mappings.sorted { $0.key < $1.key }.map { token, dictionaries in
            .init(
              token,
              .texts(
                dictionaries.map { draft.serverName($0, from: object.name.schema) }))
          }))
    }
    draft.addDocument(
      object.id, path: "text_search/\(draft.fileName(of: object.name))",
      keyOrder: ["text_search_configuration", "schema", "owner", "comment", "parser", "mappings"],
      entries)
  }
}
