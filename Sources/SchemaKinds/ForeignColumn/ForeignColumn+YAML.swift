public import SchemaCore
public import SourceText

/// Options of foreign columns: `foreign_options` of a column.
public enum ForeignColumnKind: ObjectKind {
  public typealias Object = ForeignColumn
  public static var id: KindID { .foreignColumn }
  public static var places: [YAMLPlace] { [.member(of: .column, key: "foreign_options")] }

  public static func decode(
    _ node: DocumentNode, in scope: DecodingScope, into declarations: inout Declarations
  ) {
    guard let column = scope.owner else { return }
    let options = foreignOptions(in: node, noun: "foreign_options", into: &declarations.report)
    guard !options.isEmpty else { return }
    declarations.declare(
      ForeignColumn(table: column.qualifiedName, column: column.member, options: options),
      at: node.range)
  }

  public static func encode(
    _ object: ForeignColumn, in context: PlanContext, into draft: inout ProjectDraft
  ) {
    draft.set(
      "foreign_options", object.options.encoded, on: Column.id(object.column, of: object.table))
  }
}
