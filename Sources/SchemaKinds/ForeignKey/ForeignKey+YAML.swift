import SQLText
public import SchemaCore
public import SourceText

/// Foreign keys of several columns: the list `foreign_keys` of a table.
///
/// One of a single column is the column's `references`, decoded by the column.
public enum ForeignKeyKind: ObjectKind {
  public typealias Object = ForeignKey
  public static var id: KindID { .foreignKey }
  public static var driftType: String? { "constraint" }
  public static var places: [YAMLPlace] { [.member(of: .table, key: "foreign_keys")] }
  public static var dependence: Dependence { .follows }

  public static func decode(
    _ node: DocumentNode, in scope: DecodingScope, into declarations: inout Declarations
  ) {
    guard let owner = scope.owner else { return }
    for item in listItems(node, noun: "'foreign_keys'", into: &declarations.report) {
      decodeKey(item, of: owner, in: scope, into: &declarations)
    }
  }

  private static func decodeKey(
    _ node: DocumentNode, of owner: ObjectID, in scope: DecodingScope,
    into declarations: inout Declarations
  ) {
    guard var reader = MappingReader(node, noun: "foreign key", report: &declarations.report)
    else { return }
    let target = referencedTable(&reader, in: scope, into: &declarations.report)
    let pairs = columnPairs(&reader, into: &declarations.report)
    let name = reader.string("name", &declarations.report)
    if let name {
      _ = checkLength(name, at: reader.range(of: "name"), into: &declarations.report)
    }
    var options = ForeignKey(
      table: owner.qualifiedName, columns: pairs.map(\.local.text),
      referencedTable: owner.qualifiedName, referencedColumns: [])
    options.readOptions(from: &reader, into: &declarations.report)
    let comment = reader.comment(&declarations.report)
    reader.finish(&declarations.report)
    guard let target, pairs.count > 1 else { return }
    var key = ForeignKey(
      table: owner.qualifiedName, name: name, columns: pairs.map(\.local.text),
      referencedTable: target.name, referencedColumns: pairs.map(\.referenced.text))
    key.takeOptions(of: options)
    declarations.declare(key, at: node.range)
    noteUses(of: key, pairs, targetRange: target.range, into: &declarations)
    declarations.declareComment(
      comment, on: key.id,
      at: reader.range(of: reader.has("comment") ? "comment" : "description"))
  }

  private typealias Name = (text: String, range: SourceRange)

  private static func noteUses(
    of key: ForeignKey, _ pairs: [(local: Name, referenced: Name)], targetRange: SourceRange,
    into declarations: inout Declarations
  ) {
    let target = Table.id(key.referencedTable)
    declarations.use(.object(target), as: "referenced table", by: key.id, at: targetRange)
    for (local, referenced) in pairs {
      declarations.useColumn(
        local.text, of: Table.id(key.table), as: "foreign key column", at: local.range)
      declarations.useColumn(
        referenced.text, of: target, as: "referenced column", at: referenced.range)
    }
  }

  /// Reads `references`: a name, or `{table, schema}`.
  private static func referencedTable(
    _ reader: inout MappingReader, in scope: DecodingScope,
    into report: inout DiagnosticReport
  ) -> (name: QualifiedName, range: SourceRange)? {
    guard let node = reader.value("references") else {
      report.error(
        "missing-key", "a foreign key needs the key 'references'", at: reader.node.range)
      return nil
    }
    if let text = node.scalar {
      return scope.qualifiedName(text, at: node.range, into: &report).map { ($0, node.range) }
    }
    guard
      var inner = MappingReader(node, noun: "foreign key's references", report: &report)
    else { return nil }
    let schema = inner.string("schema", &report)
    let text = inner.requiredString("table", &report)
    inner.finish(&report)
    guard let text else { return nil }
    let range = inner.range(of: "table")
    guard let schema else {
      return scope.qualifiedName(text, at: range, into: &report).map { ($0, range) }
    }
    guard let written = QualifiedName(text), checkLength(written.name, at: range, into: &report)
    else {
      report.error("invalid-name", "'\(text)' is not a name", at: range)
      return nil
    }
    if !written.schema.isEmpty, written.schema != schema {
      report.error(
        "invalid-name", "'\(text)' and 'schema: \(schema)' name two schemas", at: range)
    }
    return (QualifiedName(schema: schema, name: written.name), range)
  }

  /// Reads `map`: two or more columns with the ones that they refer to.
  private static func columnPairs(
    _ reader: inout MappingReader, into report: inout DiagnosticReport
  ) -> [(local: Name, referenced: Name)] {
    guard let node = reader.value("map") else {
      report.error("missing-key", "a foreign key needs the key 'map'", at: reader.node.range)
      return []
    }
    guard let entries = node.entries else {
      report.error(
        "wrong-type",
        "'map' of a foreign key must be a map of columns to referenced columns, "
          + "not \(node.formDescription)", at: node.range)
      return []
    }
    var pairs: [(local: Name, referenced: Name)] = []
    for entry in entries {
      guard let local = entry.key.scalar, let referenced = entry.value.scalar,
        !entry.value.isNull
      else {
        report.error(
          "wrong-type", "a column in 'map' must name one referenced column", at: entry.value.range)
        continue
      }
      pairs.append(((local, entry.key.range), (referenced, entry.value.range)))
    }
    if entries.count < 2 {
      let column = pairs.first.map { "column '\($0.local.text)'" } ?? "the column"
      report.error(
        "single-column-foreign-key",
        "'map' of a foreign key needs two or more columns", at: node.range,
        notes: [.init("a foreign key of one column is written as 'references:' of \(column)")])
    }
    return pairs
  }
}

extension ForeignKey {
  /// Takes over all but the columns and the tables.
  mutating func takeOptions(of other: ForeignKey) {
    onDelete = other.onDelete
    onUpdate = other.onUpdate
    matchesFull = other.matchesFull
    deferral = other.deferral
    isEnforced = other.isEnforced
    isValid = other.isValid
    columnsSetOnDelete = other.columnsSetOnDelete
  }

  /// Reads what a foreign key is written with at both of its places.
  mutating func readOptions(
    from reader: inout MappingReader, into report: inout DiagnosticReport
  ) {
    onDelete = ForeignKey.action("on_delete", &reader, into: &report)
    onUpdate = ForeignKey.action("on_update", &reader, into: &report)
    matchesFull = reader.word("match", of: ["SIMPLE", "FULL"], &report) == "FULL"
    deferral = .read(from: &reader, into: &report)
    isEnforced = reader.bool("enforced", &report) ?? true
    // What isn't enforced is never known to hold.
    isValid = !(reader.bool("not_valid", &report) ?? false) && isEnforced
    columnsSetOnDelete = (reader.strings("set_columns", &report) ?? []).map(\.text)
    if !columnsSetOnDelete.isEmpty, onDelete != .setNull, onDelete != .setDefault {
      report.error(
        "wrong-value", "'set_columns' needs 'on_delete: SET NULL' or 'SET DEFAULT'",
        at: reader.range(of: "set_columns"))
    }
    for column in columnsSetOnDelete where !columns.isEmpty && !columns.contains(column) {
      report.error(
        "wrong-value", "'set_columns' names columns of the foreign key, not '\(column)'",
        at: reader.range(of: "set_columns"))
    }
  }

  private static func action(
    _ key: String, _ reader: inout MappingReader, into report: inout DiagnosticReport
  ) -> Action {
    reader.word(key, of: Action.allCases.map(\.rawValue), &report).flatMap(Action.init)
      ?? .noAction
  }
}
