import SQLText
import SchemaCore
import SourceText

extension ColumnKind {
  /// Turns a column's `references` into foreign keys of one column: a map, or a list of maps.
  static func decodeReferences(
    of column: Column, from reader: inout MappingReader, in scope: DecodingScope,
    into declarations: inout Declarations
  ) {
    guard let node = reader.value("references") else { return }
    for item in node.items ?? [node] {
      decodeReference(item, of: column, in: scope, into: &declarations)
    }
  }

  private static func decodeReference(
    _ node: DocumentNode, of column: Column, in scope: DecodingScope,
    into declarations: inout Declarations
  ) {
    guard
      var inner = MappingReader(node, noun: "column's references", report: &declarations.report)
    else { return }
    let target = scope.relationName("table", from: &inner, into: &declarations.report)
    let referenced = inner.string("column", &declarations.report)
    let name = inner.string("name", &declarations.report)
    var options = ForeignKey(
      table: column.table, columns: [column.name], referencedTable: column.table,
      referencedColumns: [])
    options.readOptions(from: &inner, into: &declarations.report)
    let comment = inner.comment(&declarations.report)
    inner.finish(&declarations.report)
    if let name {
      _ = checkLength(name, at: inner.range(of: "name"), into: &declarations.report)
    }
    guard let target else { return }
    var key = ForeignKey(
      table: column.table, name: name, columns: [column.name], referencedTable: target,
      referencedColumns: referenced.map { [$0] } ?? [])
    key.takeOptions(of: options)
    declarations.declare(key, at: node.range)
    declarations.declareComment(
      comment, on: key.id,
      at: inner.range(of: inner.has("comment") ? "comment" : "description"))
    let table = Table.id(target)
    declarations.use(
      .object(table), as: "referenced table", by: key.id, at: inner.range(of: "table"))
    if let referenced {
      declarations.useColumn(
        referenced, of: table, as: "referenced column", at: inner.range(of: "column"))
    }
  }
}
