import SQLText
import SchemaCore
import SourceText

extension Column {
  /// The words of `storage`, by the letters of `pg_attribute.attstorage`.
  static let storages = ["p": "plain", "e": "external", "x": "extended", "m": "main"]

  /// The words of `compression`, by the letters of `pg_attribute.attcompression`.
  static let compressions = ["p": "pglz", "l": "lz4"]

  /// The options that a column can be given (manual, ALTER TABLE).
  static let optionNames: Set<String> = ["n_distinct", "n_distinct_inherited"]

  /// Returns the actions of ALTER TABLE that lead here from another state of the column.
  ///
  /// - Parameter old: nil for a column that CREATE TABLE or ADD COLUMN just made.
  func settings(from old: Column?) -> [String] {
    let alter = "ALTER COLUMN \(quotedIdentifier(name))"
    var actions: [String] = []
    // A changed type brings its own way to store values.
    let isRetyped = old.map { $0.type != type || $0.collation != collation } ?? false
    let former = isRetyped ? "" : old?.storage ?? ""
    if storage != former {
      let usual = old?.usualStorage ?? ""
      let word = storage.isEmpty ? (usual.isEmpty ? "DEFAULT" : usual) : storage
      actions.append("\(alter) SET STORAGE \(word.uppercased())")
    }
    if let old, compression != (isRetyped ? "" : old.compression) {
      actions.append("\(alter) SET COMPRESSION \(compression.isEmpty ? "DEFAULT" : compression)")
    }
    if statistics != old?.statistics ?? -1 {
      actions.append("\(alter) SET STATISTICS \(statistics)")
    }
    return actions
      + options.changes(from: old?.options ?? StorageParameters()).map {
        "\(alter) \($0)"
      }
  }

  /// Reads `collation`, `storage`, `compression`, `statistics` and `options`.
  mutating func readSettings(
    from reader: inout MappingReader, into report: inout DiagnosticReport
  ) {
    collation = .read(from: &reader, into: &report)
    let storages = Column.storages.values.sorted() + ["default"]
    storage = reader.word("storage", of: storages, &report) ?? ""
    if storage == "default" { storage = "" }
    let compressions = Column.compressions.values.sorted() + ["default"]
    compression = reader.word("compression", of: compressions, &report) ?? ""
    if compression == "default" { compression = "" }
    statistics = reader.int("statistics", &report) ?? -1
    if !(-1...10_000).contains(statistics) {
      report.error(
        "wrong-value", "'statistics' of a column is a number from -1 to 10000",
        at: reader.range(of: "statistics"))
    }
    options = .read("options", from: &reader, into: &report)
    for name in options.values.keys.sorted() where !Column.optionNames.contains(name) {
      report.error(
        "wrong-value",
        "'options' of a column are n_distinct and n_distinct_inherited, not '\(name)'",
        at: reader.range(of: "options"))
    }
    isVirtual = reader.bool("virtual", &report) ?? false
    if isVirtual, generatedExpression.isEmpty {
      report.error(
        "wrong-value", "'virtual' of a column needs 'generated'", at: reader.range(of: "virtual"))
    }
  }

  /// The keys that `readSettings` reads.
  static let settingKeys = [
    "collation", "storage", "compression", "statistics", "options", "virtual",
  ]
}

extension ColumnKind {
  /// Changes what says nothing about values; only how they are stored needs a strong lock.
  static func settingsChange(
    from old: Column, to new: Column, in context: PlanContext
  ) -> Operation? {
    let actions = new.settings(from: old)
    guard !actions.isEmpty else { return nil }
    let isStored = actions.contains {
      $0.contains(" SET STORAGE ") || $0.contains(" SET COMPRESSION ")
    }
    let back = old.settings(from: new)
    return Operation(
      .alterColumn, new.id, statements(actions, on: new),
      locks: context.locks(
        isStored ? .accessExclusive : .shareUpdateExclusive, on: Table.id(new.table)),
      requires: [new.id],
      reversal: back.isEmpty
        ? .impossible("the former type had its own way to store values")
        : .statements(statements(back, on: new)),
      summary: actions.map { $0.split(separator: " ").dropFirst(3).joined(separator: " ") }
        .joined(separator: ", ").lowercased())
  }

  /// Returns the statement that completes columns which a statement just made.
  static func completion(of columns: [Column]) -> [SQLFragment] {
    guard let first = columns.first else { return [] }
    let actions = columns.flatMap { $0.settings(from: nil) }
    return statements(actions, on: first)
  }

  /// The statements of some changes. A new child takes over how its parent's columns are stored,
  /// but not their statistics target, so only that doesn't go down to children.
  private static func statements(_ actions: [String], on column: Column) -> [SQLFragment] {
    let own = actions.filter { $0.contains(" SET STATISTICS ") }
    let shared = actions.filter { !own.contains($0) }
    return [("ALTER TABLE", shared), ("ALTER TABLE ONLY", own)].filter { !$0.1.isEmpty }.map {
      SQLFragment("\($0) \(column.table.sql) \($1.joined(separator: ", "))")
    }
  }
}
