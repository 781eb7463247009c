import SQLText
public import SchemaCore
public import SourceText

/// Columns: the list `columns` of a table.
public enum ColumnKind: ObjectKind {
  public typealias Object = Column
  public static var id: KindID { .column }
  public static var namespace: Namespace { .column }
  public static var places: [YAMLPlace] { [.member(of: .table, key: "columns")] }

  public static func decode(
    _ node: DocumentNode, in scope: DecodingScope, into declarations: inout Declarations
  ) {
    guard let owner = scope.owner else { return }
    let items = listItems(node, noun: "'columns'", into: &declarations.report)
    for item in items {
      decodeColumn(item, of: owner.qualifiedName, in: scope, into: &declarations)
    }
  }

  /// The keys that the table turns into constraints once its own are decoded.
  static let constraintKeys = ["primary_key", "unique", "unique_name", "check"]

  private static func decodeColumn(
    _ node: DocumentNode, of table: QualifiedName, in scope: DecodingScope,
    into declarations: inout Declarations
  ) {
    guard var reader = MappingReader(node, noun: "column", report: &declarations.report)
    else { return }
    let name = reader.requiredString("name", &declarations.report)
    let type = reader.requiredString("type", &declarations.report)
    let comment = reader.comment(&declarations.report)
    checkForms(&reader, into: &declarations.report)
    if let name, checkName(name, reader, into: &declarations.report) {
      var column = Column(table: table, name: name, type: TypeName(type ?? "text"))
      fill(&column, from: &reader, into: &declarations.report)
      declarations.declare(column, at: node.range)
      for key in ["check", "generated"] {
        declarations.useColumns(in: reader.node[key], of: Table.id(table))
      }
      noteType(of: column, at: reader.range(of: "type"), in: &declarations)
      let place = reader.has("comment") ? "comment" : "description"
      declarations.declareComment(comment, on: column.id, at: reader.range(of: place))
      GrantKind.decodeSequenceGrants(of: column, from: &reader, into: &declarations)
      decodeReferences(of: column, from: &reader, in: scope, into: &declarations)
      decodeMembers(
        of: .column, owner: column.id, reader: &reader, in: scope, into: &declarations)
    } else {
      reader.accept(
        [
          "references", "sequence_grants", "nullable", "not_null_name", "default", "generated",
          "using", "identity", "foreign_options", "expand",
        ] + Column.settingKeys)
    }
    reader.finish(&declarations.report)
  }

  private static func checkName(
    _ name: String, _ reader: MappingReader, into report: inout DiagnosticReport
  ) -> Bool {
    guard !name.isEmpty else {
      report.error("invalid-name", "a column's name is empty", at: reader.range(of: "name"))
      return false
    }
    return checkLength(name, at: reader.range(of: "name"), into: &report)
  }

  private static func checkForms(
    _ reader: inout MappingReader, into report: inout DiagnosticReport
  ) {
    _ = reader.bool("primary_key", &report)
    let isUnique = reader.bool("unique", &report) ?? false
    let uniqueName = reader.string("unique_name", &report)
    _ = reader.string("check", &report)
    if let uniqueName {
      let range = reader.range(of: "unique_name")
      _ = checkLength(uniqueName, at: range, into: &report)
      if !isUnique {
        report.error("wrong-value", "'unique_name' of a column needs 'unique: true'", at: range)
      }
    }
  }

  /// Reads nullability, default and generation expression.
  private static func fill(
    _ column: inout Column, from reader: inout MappingReader, into report: inout DiagnosticReport
  ) {
    let nullable = reader.bool("nullable", &report)
    column.isNullable = nullable ?? true
    if let name = reader.string("not_null_name", &report),
      checkLength(name, at: reader.range(of: "not_null_name"), into: &report)
    {
      column.notNullName = name
    }
    column.usingExpression = reader.string("using", &report) ?? ""
    column.generatedExpression = expression("generated", &reader, into: &report)
    column.defaultExpression = expression("default", &reader, into: &report)
    column.readSettings(from: &reader, into: &report)
    // DEFAULT NULL is no default to the server: it stores none.
    if lexicallyEqual(column.defaultExpression, "NULL") { column.defaultExpression = "" }
    if !column.generatedExpression.isEmpty, !column.defaultExpression.isEmpty {
      report.error(
        "wrong-value", "a generated column can't have a default",
        at: reader.range(of: "default"))
    }
    let serial =
      column.type.isBuiltIn || !column.type.schema.isEmpty || column.type.isArray
      ? nil : serialTypes[column.type.name]
    defer { readIdentity(into: &column, from: &reader, &report) }
    guard let serial else { return }
    column.type = TypeName(serial)
    column.isSerial = true
    column.sequenceType = column.type
    column.isNullable = false
    checkSerial(column, nullable: nullable, reader, into: &report)
  }

  /// What the pseudo-types of the grammar make (manual, section 8.1.4).
  private static let serialTypes = [
    "serial": "integer", "serial4": "integer", "bigserial": "bigint", "serial8": "bigint",
    "smallserial": "smallint", "serial2": "smallint",
  ]

  private static func checkSerial(
    _ column: Column, nullable: Bool?, _ reader: MappingReader,
    into report: inout DiagnosticReport
  ) {
    if nullable == true {
      report.error(
        "wrong-value", "a serial column is never nullable", at: reader.range(of: "nullable"))
    }
    for key in ["default", "generated"] where reader.has(key) {
      let isWritten =
        key == "default"
        ? !column.defaultExpression.isEmpty : !column.generatedExpression.isEmpty
      guard isWritten else { continue }
      report.error(
        "wrong-value", "a serial column takes its values from its sequence: leave '\(key)' out",
        at: reader.range(of: key))
    }
  }

  private static func expression(
    _ key: String, _ reader: inout MappingReader, into report: inout DiagnosticReport
  ) -> String {
    guard let text = reader.string(key, &report) else { return "" }
    if trimmed(text).isEmpty {
      report.error(
        "wrong-value", "'\(key)' of a column is an SQL expression and can't be empty",
        at: reader.range(of: key),
        notes: key == "default" ? [.init("an empty text is written \"''\"")] : [])
    }
    return trimmed(text)
  }

  private static func noteType(
    of column: Column, at range: SourceRange, in declarations: inout Declarations
  ) {
    for reference in Reference.found(inType: column.type) {
      declarations.use(reference, as: "type", by: column.id, at: range)
    }
  }
}
