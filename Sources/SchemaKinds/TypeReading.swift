import SQLText
import SchemaCore
import SourceText

/// Reads a required data type.
func readType(
  _ key: String, from reader: inout MappingReader, into report: inout DiagnosticReport
) -> TypeName? {
  guard let text = reader.requiredString(key, &report) else { return nil }
  let type = TypeName(text)
  guard type.name.isEmpty else { return type }
  report.error("wrong-value", "'\(text)' is not a data type", at: reader.range(of: key))
  return nil
}

/// Reads `collation`; a name without a schema is PostgreSQL's own or a declared one.
func readCollation(
  from reader: inout MappingReader, into report: inout DiagnosticReport
) -> QualifiedName? { readName("collation", from: &reader, into: &report) }

/// Reads a name that may lie in any schema of the path; its schema stays open where it has none.
func readName(
  _ key: String, from reader: inout MappingReader, into report: inout DiagnosticReport
) -> QualifiedName? {
  guard let text = reader.string(key, &report) else { return nil }
  if let name = QualifiedName(text) { return name }
  report.error(
    "invalid-name", "'\(text)' is not a name or schema.name", at: reader.range(of: key))
  return nil
}

extension Reference {
  /// Returns the reference to a collation, none for the server's own.
  static func found(collation: QualifiedName?) -> [Reference] {
    guard let collation, collation.schema != "pg_catalog" else { return [] }
    return [.object(Collation.id(collation))]
  }
}

extension NormalizationContext {
  /// Returns a collation with its schema: where the project or the database has it, else
  /// pg_catalog; nil for `default`, which says nothing.
  func resolvedCollation(_ name: QualifiedName?, in schema: String) -> QualifiedName? {
    guard let name else { return nil }
    guard name.schema.isEmpty else { return name }
    if name.name == "default" { return nil }
    for place in [schema, defaultSchema, "public"] {
      let id = Collation.id(name.inSchema(place))
      if declared.contains(id) || live.contains(id) { return id.qualifiedName }
    }
    return name.inSchema("pg_catalog")
  }
}

extension ProjectDraft {
  /// Returns the name of an object that is the server's or the project's: a collation.
  func serverName(_ name: QualifiedName, from schema: String) -> String {
    name.schema == "pg_catalog" ? name.name.asWrittenName : reference(name, from: schema)
  }
}

extension Row {
  /// Returns the name in a column for the schema and the next one; nil where there is none.
  func qualifiedName(_ column: Int) -> QualifiedName? {
    optional(column + 1).map { QualifiedName(schema: text(column), name: $0) }
  }
}
