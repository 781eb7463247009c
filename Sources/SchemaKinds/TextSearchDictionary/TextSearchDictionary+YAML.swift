import SQLText
public import SchemaCore
public import SourceText

/// Dictionaries of text search: the documents with the key `text_search_dictionary`.
public enum TextSearchDictionaryKind: ObjectKind {
  public typealias Object = TextSearchDictionary
  public static var id: KindID { .textSearchDictionary }
  public static var namespace: Namespace { .searchDictionary }
  public static var access: Access? { Access("TEXT SEARCH DICTIONARY") }
  public static var places: [YAMLPlace] { [.document(keys: ["text_search_dictionary"])] }
  public static var dependence: Dependence { .recreated }

  public static func decode(
    _ node: DocumentNode, in scope: DecodingScope, into declarations: inout Declarations
  ) {
    guard
      var reader = MappingReader(
        node, noun: "text search dictionary", report: &declarations.report)
    else { return }
    let name = scope.declaredName(
      "text_search_dictionary", from: &reader, into: &declarations.report)
    let template = readName("template", from: &reader, into: &declarations.report)
    if !reader.has("template") {
      declarations.report.error(
        "missing-key", "a text search dictionary needs the key 'template'", at: node.range)
    }
    let options = readOptions(from: &reader, into: &declarations.report)
    let comment = reader.comment(&declarations.report)
    let object = TextSearchDictionary(
      name: name ?? QualifiedName(schema: "", name: ""),
      template: template ?? QualifiedName(schema: "", name: ""), options: options)
    let isComplete = name != nil && template != nil
    if isComplete { declarations.declare(object, at: node.range) }
    decodeMembers(
      of: .textSearchDictionary, owner: object.id, reader: &reader, in: scope, into: &declarations)
    reader.finish(&declarations.report)
    guard isComplete else { return }
    declarations.declareComment(comment, on: object.id, at: reader.range(of: "comment"))
  }

  private static func readOptions(
    from reader: inout MappingReader, into report: inout DiagnosticReport
  ) -> [String: String] {
    guard let value = reader.value("options") else { return [:] }
    guard let entries = value.entries else {
      report.error(
        "wrong-type",
        "'options' of a text search dictionary must be a map, not \(value.formDescription)",
        at: value.range)
      return [:]
    }
    var options: [String: String] = [:]
    for entry in entries {
      guard let key = entry.key.scalar, let text = entry.value.scalar, !entry.value.isNull else {
        report.error(
          "wrong-type", "an option of a text search dictionary must be a text",
          at: entry.value.range)
        continue
      }
      options[key.lowercased()] = text
    }
    return options
  }

  public static func encode(
    _ object: TextSearchDictionary, in context: PlanContext, into draft: inout ProjectDraft
  ) {
    var entries = draft.nameEntries("text_search_dictionary", object.name)
    entries.add("template", .text(draft.serverName(object.template, from: object.name.schema)))
    if !object.options.isEmpty {
      let options = object.options.sorted { $0.key < $1.key }
      entries.add("options", .mapping(options.map { .init($0.key, .text($0.value)) }))
    }
    draft.addDocument(
      object.id, path: "text_search/\(draft.fileName(of: object.name))",
      keyOrder: ["text_search_dictionary", "schema", "owner", "comment", "template", "options"],
      entries)
  }
}
