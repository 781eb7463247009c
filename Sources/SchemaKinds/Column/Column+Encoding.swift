import SQLText
public import SchemaCore

extension ColumnKind {
  /// The keys of a column in the order in which they are written.
  static let keyOrder = [
    "name", "type", "nullable", "primary_key", "unique", "unique_name", "default", "generated",
    "check", "references", "using", "expand", "sequence_grants", "comment",
  ]

  public static func encode(
    _ object: Column, in context: PlanContext, into draft: inout ProjectDraft
  ) {
    var entries: [YAMLValue.Entry] = [.init("name", .text(object.name))]
    entries.add("type", type(of: object, draft))
    let isKey = context.live.parts(of: Table.id(object.table), as: PrimaryKey.self).contains {
      $0.columns.contains(object.name)
    }
    entries.add("nullable", object.isNullable || object.isSerial || isKey, unless: true)
    entries.add("default", object.defaultExpression)
    entries.add("generated", object.generatedExpression)
    if object.identity != .none { draft.omit(object.id, "it is an identity column") }
    draft.addItem(
      object.id, to: "columns", of: Table.id(object.table), keyOrder: keyOrder, entries)
  }

  private static func type(of column: Column, _ draft: ProjectDraft) -> String {
    guard column.isSerial else { return draft.type(column.type, from: column.table.schema) }
    switch column.sequenceType?.name {
    case "bigint": return "bigserial"
    case "smallint": return "smallserial"
    default: return "serial"
    }
  }
}
