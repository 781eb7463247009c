import SQLText
public import SchemaCore
public import SourceText

/// Tables: `table` and `columns`, with everything that is written under a table.
public enum TableKind: ObjectKind {
  public typealias Object = Table
  public static var id: KindID { .table }
  public static var access: Access? { Access("TABLE", privileges: .relation) }
  public static var namespace: Namespace { .relation }
  public static var places: [YAMLPlace] { [.document(keys: ["table"])] }

  public static func decode(
    _ node: DocumentNode, in scope: DecodingScope, into declarations: inout Declarations
  ) {
    guard var reader = MappingReader(node, noun: "table", report: &declarations.report)
    else { return }
    let name = scope.declaredName("table", from: &reader, into: &declarations.report)
    // Mixins were merged before.
    reader.accept(["mixins"])
    checkColumns(&reader, into: &declarations.report)
    let comment = reader.comment(&declarations.report)
    let isBootstrap = reader.bool("bootstrap", &declarations.report) ?? false
    var table = Table(name: name ?? QualifiedName(schema: "", name: ""))
    table.hasRowSecurity = reader.bool("rls", &declarations.report) ?? false
    table.forcesRowSecurity = reader.bool("force_rls", &declarations.report) ?? false
    let keyColumns = partitionKey(of: &table, from: &reader, into: &declarations.report)
    let key = TableKey(&reader, into: &declarations.report)
    if name != nil {
      declarations.declare(table, at: node.range)
      for (column, range) in keyColumns {
        declarations.useColumn(column, of: table.id, as: "partition key column", at: range)
      }
      if isBootstrap { declarations.bootstrap.insert(table.id) }
      decodeMembers(
        of: .table, owner: table.id, reader: &reader, in: scope, into: &declarations)
      key.declare(on: table.name, into: &declarations)
      declareColumnConstraints(reader.node["columns"], of: table.name, into: &declarations)
      let place = reader.has("comment") ? "comment" : "description"
      declarations.declareComment(comment, on: table.id, at: reader.range(of: place))
    } else {
      reader.accept((scope.members[.table] ?? [:]).keys)
    }
    reader.finish(&declarations.report)
  }

  private static func checkColumns(
    _ reader: inout MappingReader, into report: inout DiagnosticReport
  ) {
    guard let columns = reader.value("columns") else {
      report.error("missing-key", "a table needs the key 'columns'", at: reader.node.range)
      return
    }
    if columns.items?.isEmpty == true {
      report.error("wrong-value", "a table needs at least one column", at: columns.range)
    }
  }

  private static func partitionKey(
    of table: inout Table, from reader: inout MappingReader, into report: inout DiagnosticReport
  ) -> [(text: String, range: SourceRange)] {
    guard let node = reader.value("partition_by"),
      var inner = MappingReader(node, noun: "table's partition_by", report: &report)
    else { return [] }
    for key in ["strategy", "key"] where inner.value(key) == nil {
      report.error("missing-key", "'partition_by' needs the key '\(key)'", at: node.range)
    }
    let strategy = inner.word("strategy", of: ["range", "list", "hash"], &report)
    let columns = inner.strings("key", &report) ?? []
    inner.finish(&report)
    if strategy == "list", columns.count > 1 {
      report.error(
        "wrong-value", "a list partition key is one column", at: inner.range(of: "key"))
    }
    if let strategy, !columns.isEmpty {
      table.partitionKey = .init(strategy: strategy, columns: columns.map(\.text))
    }
    return columns
  }
}
