import SQLText
public import SchemaCore
public import SourceText

/// Defaults of a partition's own: `columns` of a partition, decoded by the table.
public enum PartitionColumnKind: ObjectKind {
  public typealias Object = PartitionColumn
  public static var id: KindID { .partitionColumn }
  public static var places: [YAMLPlace] { [] }

  public static func decode(
    _ node: DocumentNode, in scope: DecodingScope, into declarations: inout Declarations
  ) {
    guard let table = scope.owner else { return }
    for item in listItems(node, noun: "'columns'", into: &declarations.report) {
      guard
        var reader = MappingReader(
          item, noun: "partition's column", report: &declarations.report)
      else { continue }
      let name = reader.requiredString("name", &declarations.report)
      let expression = reader.requiredString("default", &declarations.report)
      reader.finish(&declarations.report)
      guard let name, let expression else { continue }
      declarations.useColumn(name, of: table, as: "column", at: reader.range(of: "name"))
      declarations.declare(
        PartitionColumn(
          table: table.qualifiedName, column: name, defaultExpression: trimmed(expression)),
        at: item.range)
    }
  }

  public static func encode(
    _ object: PartitionColumn, in context: PlanContext, into draft: inout ProjectDraft
  ) {
    guard draft.contains(Table.id(object.table)) else { return }
    draft.addItem(
      object.id, to: "columns", of: Table.id(object.table), keyOrder: ["name", "default"],
      [.init("name", .text(object.column)), .init("default", .text(object.defaultExpression))])
  }
}
