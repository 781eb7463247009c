import SQLText
public import SchemaCore
public import SourceText

/// Tables: `table` and `columns`, with everything that is written under a table.
public enum TableKind: ObjectKind {
  public typealias Object = Table
  public static var id: KindID { .table }
  public static var access: Access? { Access("TABLE", privileges: .relation) }
  public static var namespace: Namespace { .relation }
  public static var places: [YAMLPlace] {
    [.document(keys: ["table"]), .document(keys: ["foreign_table"])]
  }

  public static func decode(
    _ node: DocumentNode, in scope: DecodingScope, into declarations: inout Declarations
  ) {
    let key = node["foreign_table"] == nil ? "table" : "foreign_table"
    decode(node, nameKey: key, partitionOf: nil, in: scope, into: &declarations)
  }

  /// Decodes a table's document, or a partition written in its parent's list.
  static func decode(
    _ node: DocumentNode, nameKey: String, partitionOf parent: QualifiedName?,
    in scope: DecodingScope, into declarations: inout Declarations
  ) {
    let noun = parent == nil ? "table" : "partition"
    guard var reader = MappingReader(node, noun: noun, report: &declarations.report)
    else { return }
    var naming = scope
    naming.defaultSchema = parent?.schema ?? scope.defaultSchema
    let name = naming.declaredName(nameKey, from: &reader, into: &declarations.report)
    // Mixins were merged before.
    reader.accept(["mixins"])
    var partition: Table.Partition?
    if let parent {
      let bound = bound(from: &reader, into: &declarations.report)
      partition = bound.map { Table.Partition(of: parent, bound: $0) }
    } else {
      partition = Self.partition(from: &reader, in: scope, into: &declarations)
    }
    let isPartition = parent != nil || reader.has("partition_of")
    checkColumns(&reader, isPartition: isPartition, into: &declarations.report)
    let comment = reader.comment(&declarations.report)
    let isBootstrap = reader.bool("bootstrap", &declarations.report) ?? false
    var table = Table(name: name ?? QualifiedName(schema: "", name: ""))
    table.readStorage(from: &reader, into: &declarations.report)
    let parents = parents(of: &table, from: &reader, in: scope, into: &declarations)
    if isPartition, !parents.isEmpty {
      declarations.report.error(
        "wrong-value", "a partition can't inherit from other tables",
        at: reader.range(of: "inherits"))
    }
    table.isUnlogged = reader.bool("unlogged", &declarations.report) ?? false
    table.hasRowSecurity = reader.bool("rls", &declarations.report) ?? false
    table.forcesRowSecurity = reader.bool("force_rls", &declarations.report) ?? false
    let (partitionKey, keyColumns) = partitionKey(from: &reader, into: &declarations.report)
    table.partitionKey = partitionKey
    table.partition = partition
    if nameKey == "foreign_table" {
      table.foreign = foreignSource(from: &reader, in: &declarations)
    }
    let key = TableKey(&reader, into: &declarations.report)
    if name != nil {
      declarations.declare(table, at: node.range)
      if let parent = partition?.parent {
        declarations.use(
          .object(Table.id(parent)), as: "table", by: table.id,
          at: reader.range(of: "partition_of"))
      }
      for (parent, range) in parents {
        declarations.use(.object(Table.id(parent)), as: "table", by: table.id, at: range)
      }
      for (column, range) in keyColumns {
        declarations.useColumn(column, of: table.id, as: "partition key column", at: range)
      }
      if isBootstrap { declarations.bootstrap.insert(table.id) }
      var inside = scope
      if isPartition { inside.members[.table]?["columns"] = PartitionColumnKind.self }
      decodeMembers(
        of: .table, owner: table.id, reader: &reader, in: inside, into: &declarations)
      key.declare(on: table.name, into: &declarations)
      if !isPartition {
        declareColumnConstraints(reader.node["columns"], of: table.name, into: &declarations)
      }
      let place = reader.has("comment") ? "comment" : "description"
      declarations.declareComment(comment, on: table.id, at: reader.range(of: place))
    } else {
      reader.accept((scope.members[.table] ?? [:]).keys)
    }
    reader.finish(&declarations.report)
  }

  private static func checkColumns(
    _ reader: inout MappingReader, isPartition: Bool, into report: inout DiagnosticReport
  ) {
    // A partition has the columns of its parent.
    if !isPartition, reader.value("columns") == nil {
      report.error("missing-key", "a table needs the key 'columns'", at: reader.node.range)
    }
  }
}
