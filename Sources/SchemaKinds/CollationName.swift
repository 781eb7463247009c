public import SQLText
import SchemaCore
import SourceText

/// The name of a collation that a column or an index key is given besides its type's own.
public struct CollationName: Hashable, Sendable {
  /// The name; the schema is empty for those of pg_catalog. Nil for the type's own collation.
  public var name: QualifiedName?

  /// Creates the collation that the type has.
  public init() {}

  init(_ name: QualifiedName?) { self.name = name }

  /// Creates the collation of a live object from its schema and name, nil where it is usual.
  init(schema: String?, name: String?) {
    self.name = name.map {
      QualifiedName(schema: schema == "pg_catalog" ? "" : schema ?? "", name: $0)
    }
  }

  /// Creates a collation from `schema.name` in quotes where needed; empty for the usual one.
  init(qualified text: String) {
    let name = QualifiedName(text)
    self.init(schema: name?.schema, name: name?.name)
  }

  /// The clause COLLATE with a space before it; empty for the type's own.
  var clause: String { name.map { " COLLATE \($0.sql)" } ?? "" }

  /// Returns the collation as it is called after renames.
  func renamed(by names: Renaming) -> CollationName { CollationName(name.map(names.collation)) }

  /// Returns the collation with the schema in which it was found live.
  func normalized(against live: CollationName) -> CollationName {
    guard let name, let found = live.name, name.schema.isEmpty, name.name == found.name
    else { return self }
    return live
  }

  /// Reads `collation`; names of locales (`de_DE.utf8`) need no quotes for their dot.
  static func read(
    from reader: inout MappingReader, into report: inout DiagnosticReport
  ) -> CollationName {
    guard let text = reader.string("collation", &report) else { return CollationName() }
    let end = text.split(separator: ".").last.map { $0.lowercased() } ?? ""
    let isLocale =
      ["utf8", "utf-8"].contains(end) || end.hasPrefix("iso") || end.hasPrefix("latin")
    if isLocale, !text.hasPrefix("\"") {
      return CollationName(QualifiedName(schema: "", name: text))
    }
    guard var name = QualifiedName(text) else {
      report.error(
        "invalid-name", "'\(text)' is not a name or schema.name",
        at: reader.range(of: "collation"))
      return CollationName()
    }
    if name.schema == "pg_catalog" { name.schema = "" }
    return CollationName(name)
  }

  /// The reference to a collation that the project may declare.
  var references: [Reference] {
    guard let name, !name.schema.isEmpty else { return [] }
    return [.object(ObjectID("collation", schema: name.schema, name.name))]
  }

  /// The value of the key `collation`.
  func written(in draft: ProjectDraft, from schema: String) -> String {
    guard let name else { return "" }
    return name.schema.isEmpty ? name.name.asWrittenName : draft.reference(name, from: schema)
  }
}
