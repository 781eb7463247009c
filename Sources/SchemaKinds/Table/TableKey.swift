import SQLText
import SchemaCore
import SourceText

/// A table's primary key as it is written: on a column, or under the table for several.
struct TableKey {
  private typealias Place = (text: String, range: SourceRange)

  private let marked: [Place]
  private var listed: [Place] = []
  private var name: String?
  private var include: [Place] = []
  private var storage = StorageParameters()
  private var deferral = Deferral.notDeferrable
  private var comment: (text: String?, range: SourceRange)?
  /// Columns that say `nullable: true`, which no column of a primary key is.
  private let nullable: [Place]

  /// Reads the keys `primary_key` and `primary_key_name`, and the columns' own.
  init(_ reader: inout MappingReader, into report: inout DiagnosticReport) {
    name = reader.string("primary_key_name", &report)
    let columns = reader.node["columns"]?.items ?? []
    marked = TableKey.columns(columns, where: "primary_key")
    nullable = TableKey.columns(columns, where: "nullable")
    if let node = reader.value("primary_key"), node.entries != nil {
      read(node, into: &report)
    } else {
      listed = reader.strings("primary_key", &report) ?? []
    }
    check(reader, into: &report)
  }

  /// The keys of `primary_key` as a map, in the order in which they are written.
  static let keyOrder = [
    "columns", "name", "include", "with", "deferrable", "initially_deferred", "comment",
  ]

  /// Reads the form of `primary_key` that has room for more than the columns.
  private mutating func read(_ node: DocumentNode, into report: inout DiagnosticReport) {
    guard var reader = MappingReader(node, noun: "primary key", report: &report) else { return }
    listed = reader.strings("columns", &report) ?? []
    if listed.isEmpty {
      report.error("missing-key", "a primary key needs the key 'columns'", at: node.range)
    }
    let own = reader.string("name", &report)
    if let own {
      _ = checkLength(own, at: reader.range(of: "name"), into: &report)
      if name != nil {
        report.error(
          "wrong-value", "'primary_key_name' and 'name' both name the primary key",
          at: reader.range(of: "name"))
      }
      name = own
    }
    include = reader.strings("include", &report) ?? []
    storage = .read("with", from: &reader, into: &report)
    deferral = .read(from: &reader, into: &report)
    let place = reader.has("comment") ? "comment" : "description"
    comment = (reader.comment(&report), reader.range(of: place))
    reader.finish(&report)
  }

  private static func columns(_ columns: [DocumentNode], where key: String) -> [Place] {
    columns.compactMap { column in
      guard let name = column["name"]?.scalar, let value = column[key], isTrue(value)
      else { return nil }
      return (name, value.range)
    }
  }

  private func check(_ reader: MappingReader, into report: inout DiagnosticReport) {
    if let name {
      let range = reader.range(of: "primary_key_name")
      _ = checkLength(name, at: range, into: &report)
      if listed.isEmpty, marked.isEmpty {
        report.error("wrong-value", "'primary_key_name' needs a primary key", at: range)
      }
    }
    if listed.isEmpty, reader.node["primary_key"]?.items != nil {
      report.error(
        "wrong-value", "'primary_key' names at least one column",
        at: reader.range(of: "primary_key"))
    }
    var seen: Set<String> = []
    for (text, range) in listed where !seen.insert(text).inserted {
      report.error("duplicate-object", "column '\(text)' is listed twice", at: range)
    }
    checkAgreement(reader, into: &report)
  }

  private func checkAgreement(_ reader: MappingReader, into report: inout DiagnosticReport) {
    guard let first = marked.first else { return }
    let names = marked.map { "'\($0.text)'" }.joined(separator: " and ")
    if marked.count > 1 {
      report.error(
        "duplicate-object",
        "columns \(names) each say 'primary_key: true', but a table has one primary key",
        at: marked[1].range,
        notes: [
          .init("first said here", at: first.range),
          .init(
            "a key of several columns is 'primary_key: "
              + "[\(marked.map(\.text).joined(separator: ", "))]' of the table"),
        ])
    } else if !listed.isEmpty, listed.map(\.text) != [first.text] {
      report.error(
        "duplicate-object",
        "column \(names) says 'primary_key: true', and the table's 'primary_key' differs",
        at: reader.range(of: "primary_key"), notes: [.init("said here", at: first.range)])
    }
  }

  /// Declares the key, and its columns as NOT NULL.
  func declare(on table: QualifiedName, into declarations: inout Declarations) {
    let columns = listed.isEmpty ? Array(marked.prefix(1)) : listed
    guard let first = columns.first else { return }
    var key = PrimaryKey(table: table, name: name, columns: columns.map(\.text))
    key.include = include.map(\.text)
    key.storage = storage
    key.deferral = deferral
    declarations.declare(key, at: first.range)
    if let comment {
      declarations.declareComment(comment.text, on: key.id, at: comment.range)
    }
    for (column, range) in listed + include {
      declarations.useColumn(column, of: Table.id(table), as: "primary key column", at: range)
    }
    for (column, _) in columns {
      if let place = nullable.first(where: { $0.text == column }) {
        declarations.report.error(
          "wrong-value", "column '\(column)' is in the primary key and can't be nullable",
          at: place.range)
      }
      let id = Column.id(column, of: table)
      guard var object = declarations.snapshot.object(id, as: Column.self) else { continue }
      object.isNullable = false
      declarations.snapshot.insert(object)
    }
  }
}

/// Whether a node is a plain truth, without a word about anything else.
func isTrue(_ node: DocumentNode) -> Bool {
  ["true", "True", "TRUE"].contains(node.scalar)
}
