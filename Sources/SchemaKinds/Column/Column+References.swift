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
    let onDelete = action("on_delete", &inner, into: &declarations.report)
    let onUpdate = action("on_update", &inner, into: &declarations.report)
    let match = inner.word("match", of: ["SIMPLE", "FULL"], &declarations.report)
    let deferral = Deferral.read(from: &inner, into: &declarations.report)
    let comment = inner.comment(&declarations.report)
    inner.finish(&declarations.report)
    if let name {
      _ = checkLength(name, at: inner.range(of: "name"), into: &declarations.report)
    }
    guard let target else { return }
    var key = ForeignKey(
      table: column.table, name: name, columns: [column.name], referencedTable: target,
      referencedColumns: referenced.map { [$0] } ?? [])
    key.onDelete = onDelete
    key.onUpdate = onUpdate
    key.matchesFull = match == "FULL"
    key.deferral = deferral
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

  private static func action(
    _ key: String, _ reader: inout MappingReader, into report: inout DiagnosticReport
  ) -> ForeignKey.Action {
    let words = ForeignKey.Action.allCases.map(\.rawValue)
    return reader.word(key, of: words, &report).flatMap(ForeignKey.Action.init) ?? .noAction
  }
}
