import SQLText
public import SchemaCore

extension ColumnKind {
  /// The keys of a column in the order in which they are written.
  static let keyOrder = [
    "name", "type", "nullable", "not_null_name", "primary_key", "unique", "unique_name",
    "collation", "default",
    "identity", "generated", "virtual", "storage", "compression", "statistics", "options", "check",
    "references", "using", "expand", "sequence_grants", "comment",
  ]

  public static func encode(
    _ object: Column, in context: PlanContext, into draft: inout ProjectDraft
  ) {
    var entries: [YAMLValue.Entry] = [.init("name", .text(object.name))]
    let isSerial = isPlainSerial(object, in: context)
    let type =
      isSerial ? serialTypeName(of: object) : draft.type(object.type, from: object.table.schema)
    entries.add("type", type)
    let isKey = context.live.parts(of: Table.id(object.table), as: PrimaryKey.self).contains {
      $0.columns.contains(object.name)
    }
    entries.add(
      "nullable", object.isNullable || isSerial || object.identity != nil || isKey, unless: true)
    entries.add("not_null_name", object.notNullName)
    entries.add("default", object.defaultExpression)
    if object.isSerial, !isSerial {
      let literal = quotedLiteral(object.sequenceName.sql)
      entries.add("default", "nextval(\(literal)::regclass)")
    }
    if let identity = object.identity { entries.add("identity", identity.value(of: object)) }
    entries.add("collation", object.collation.written(in: draft, from: object.table.schema))
    entries.add("generated", object.generatedExpression)
    entries.add("virtual", object.isVirtual)
    entries.add("storage", object.storage)
    entries.add("compression", object.compression)
    if object.statistics >= 0 { entries.add("statistics", .integer(object.statistics)) }
    entries.add("options", object.options)
    draft.addItem(
      object.id, to: "columns", of: Table.id(object.table), keyOrder: keyOrder, entries)
  }

  /// Whether the pseudo-type says all about the column and its sequence.
  private static func isPlainSerial(_ column: Column, in context: PlanContext) -> Bool {
    guard column.isSerial else { return false }
    let sequence = context.live.object(
      NumberSequence.id(column.sequenceName), as: NumberSequence.self)
    return sequence.map { SequenceKind.isPlainSerial($0, in: context) } ?? false
  }

  /// The pseudo-type whose sequence counts as the column's does.
  private static func serialTypeName(of column: Column) -> String {
    var twin = column
    twin.type = column.sequenceType ?? column.type
    return twin.serialTypeName
  }
}
