import SQLText
public import SchemaCore
public import SourceText

/// What partitions' columns have of their own: `columns` of a partition, decoded by the table.
public enum PartitionColumnKind: ObjectKind {
  public typealias Object = PartitionColumn
  public static var id: KindID { .partitionColumn }
  public static var places: [YAMLPlace] { [] }

  /// The keys of a partition's column in the order in which they are written.
  static let keyOrder = ["name", "nullable", "default", "comment"]

  public static func decode(
    _ node: DocumentNode, in scope: DecodingScope, into declarations: inout Declarations
  ) {
    guard let table = scope.owner else { return }
    for item in listItems(node, noun: "'columns'", into: &declarations.report) {
      decodeColumn(item, of: table, into: &declarations)
    }
  }

  private static func decodeColumn(
    _ node: DocumentNode, of table: ObjectID, into declarations: inout Declarations
  ) {
    guard
      var reader = MappingReader(node, noun: "partition's column", report: &declarations.report)
    else { return }
    let name = reader.requiredString("name", &declarations.report)
    let expression = reader.string("default", &declarations.report).map { trimmed($0) }
    let isNullable = reader.bool("nullable", &declarations.report) ?? true
    let comment = reader.comment(&declarations.report)
    if expression?.isEmpty == true {
      declarations.report.error(
        "wrong-value", "'default' of a column is an SQL expression and can't be empty",
        at: reader.range(of: "default"), notes: [.init("no default is written 'default: null'")])
    }
    reader.finish(&declarations.report)
    guard let name else { return }
    declarations.useColumn(name, of: table, as: "column", at: reader.range(of: "name"))
    var column = PartitionColumn(table: table.qualifiedName, column: name)
    column.isNotNull = !isNullable
    if reader.has("default") {
      column.defaultExpression = expression.map { lexicallyEqual($0, "NULL") ? "" : $0 } ?? ""
    }
    if column.defaultExpression != nil || column.isNotNull {
      declarations.declare(column, at: node.range)
    }
    declarations.declareComment(comment, on: column.id, at: reader.range(of: "comment"))
  }

  /// The columns of a partition's own primary key are NOT NULL, whatever the parent's are.
  public static func complete(_ declarations: inout Declarations) {
    for key in declarations.snapshot.all(PrimaryKey.self) {
      guard declarations.snapshot.parent(of: key.table) != nil,
        let range = declarations.positions[key.id]
      else { continue }
      for name in key.columns {
        let id = PartitionColumn.id(name, of: key.table)
        var column =
          declarations.snapshot.object(id, as: PartitionColumn.self)
          ?? PartitionColumn(table: key.table, column: name)
        guard !column.isNotNull else { continue }
        column.isNotNull = true
        if declarations.snapshot.insert(column) == nil { declarations.positions[id] = range }
      }
    }
  }

  public static func encode(
    _ object: PartitionColumn, in context: PlanContext, into draft: inout ProjectDraft
  ) {
    guard draft.contains(Table.id(object.table)) else { return }
    let isKey = context.live.parts(of: Table.id(object.table), as: PrimaryKey.self).contains {
      $0.columns.contains(object.column)
    }
    guard !isKey || object.defaultExpression != nil else { return }
    var entries: [YAMLValue.Entry] = [.init("name", .text(object.column))]
    entries.add("nullable", isKey || !object.isNotNull, unless: true)
    if let expression = object.defaultExpression {
      entries.append(.init("default", expression.isEmpty ? .plain("null") : .text(expression)))
    }
    draft.addItem(
      object.id, to: "columns", of: Table.id(object.table), keyOrder: keyOrder, entries)
  }
}
