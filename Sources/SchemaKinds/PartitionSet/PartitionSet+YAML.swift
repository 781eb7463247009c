import SQLText
public import SchemaCore
public import SourceText

/// Partitions kept by pg_partman: `partitions` of a table.
public enum PartitionSetKind: ObjectKind {
  public typealias Object = PartitionSet
  public static var id: KindID { .partitionSet }
  public static var driftType: String? { "partition" }
  public static var places: [YAMLPlace] { [.member(of: .table, key: "partitions")] }

  public static func decode(
    _ node: DocumentNode, in scope: DecodingScope, into declarations: inout Declarations
  ) {
    guard let table = scope.owner else { return }
    if let partitions = node.items {
      for partition in partitions {
        TableKind.decode(
          partition, nameKey: "name", partitionOf: table.qualifiedName, in: scope,
          into: &declarations)
      }
      return
    }
    guard var reader = MappingReader(node, noun: "partition set", report: &declarations.report)
    else { return }
    let words = PartitionSet.Granularity.allCases.map(\.rawValue)
    let hasGranularity =
      reader.requiredString("granularity", &declarations.report) != nil
    let granularity =
      hasGranularity ? reader.word("granularity", of: words, &declarations.report) : nil
    let window = readWindow(from: &reader, into: &declarations.report)
    let hasDefault = reader.bool("default", &declarations.report)
    let keepsOldTables = reader.bool("retention_keep_table", &declarations.report)
    // Nothing in the database stands for the set, so its comment is for readers of the file.
    _ = reader.comment(&declarations.report)
    reader.finish(&declarations.report)
    guard let granularity = granularity.flatMap(PartitionSet.Granularity.init), let window
    else { return }
    var set = PartitionSet(
      table: table.qualifiedName, granularity: granularity, history: window.history,
      future: window.future)
    set.hasDefault = hasDefault ?? true
    set.keepsOldTables = keepsOldTables ?? true
    declarations.declare(set, at: node.range)
  }

  private static func readWindow(
    from reader: inout MappingReader, into report: inout DiagnosticReport
  ) -> (history: Int, future: Int)? {
    guard let value = reader.value("window") else {
      report.error("missing-key", "a partition set needs the key 'window'", at: reader.node.range)
      return nil
    }
    let numbers = (value.items ?? []).map { $0.scalar.flatMap { Int($0) } }
    guard numbers.count == 2, let history = numbers[0], let future = numbers[1], history >= 0,
      future >= 1
    else {
      report.error(
        "wrong-value",
        "'window' must be two whole numbers: how many past partitions to keep, and how many to "
          + "make ahead (at least 1)", at: value.range)
      return nil
    }
    return (history, future)
  }

  /// Checks what pg_partman demands of the table and of the project.
  public static func complete(_ declarations: inout Declarations) {
    for set in declarations.snapshot.all(PartitionSet.self) {
      let range = declarations.positions[set.id]
      // An extension that is declared with its schema, and only such a one, refers to it.
      if declarations.snapshot[PartitionSet.partman]?.references.isEmpty != false {
        declarations.report.error(
          "missing-extension", "'partitions' needs the extension 'pg_partman' with a schema",
          at: range, notes: [.init("declare it in 'extensions'")])
      }
      let table = declarations.snapshot.object(Table.id(set.table), as: Table.self)
      guard let key = table?.partitionKey, key.strategy == "range", key.columns.count == 1,
        !key.columns[0].isEmpty
      else {
        declarations.report.error(
          "partition-key", "'partitions' needs 'partition_by' range with one column", at: range)
        continue
      }
      checkType(of: Column.id(key.columns[0], of: set.table), at: range, in: &declarations)
    }
  }

  private static func checkType(
    of column: ObjectID, at range: SourceRange?, in declarations: inout Declarations
  ) {
    let types = ["date", "timestamp with time zone", "timestamp without time zone"]
    guard let type = declarations.snapshot.object(column, as: Column.self)?.type,
      !types.contains(type.name)
    else { return }
    declarations.report.error(
      "partition-key",
      "'partitions' needs a key of type date or timestamp, not '\(type.sql)'", at: range)
  }
}
