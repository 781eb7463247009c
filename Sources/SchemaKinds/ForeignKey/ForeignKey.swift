public import SQLText
public import SchemaCore

/// A foreign key of a table.
public struct ForeignKey: SchemaObject {
  /// What happens to referencing rows.
  public enum Action: String, Hashable, Sendable, CaseIterable {
    case noAction = "NO ACTION"
    case restrict = "RESTRICT"
    case cascade = "CASCADE"
    case setNull = "SET NULL"
    case setDefault = "SET DEFAULT"
  }

  public var table: QualifiedName
  public var name: String
  /// Whether the project names it; an unnamed one takes the live name over.
  public var isNamed: Bool
  public var columns: [String]
  public var referencedTable: QualifiedName
  /// As many as `columns`; empty until normalized where the primary key is meant.
  public var referencedColumns: [String]
  public var onDelete = Action.noAction
  public var onUpdate = Action.noAction
  public var deferral = Deferral.notDeferrable
  /// `FULL` rather than `SIMPLE`.
  public var matchesFull = false
  /// The columns that ON DELETE SET sets, where not all (PostgreSQL 15).
  public var columnsSetOnDelete: [String] = []
  /// Whether existing rows are known to pass (`convalidated`).
  public var isValid = true
  /// Whether new rows are checked (`conenforced`, PostgreSQL 18).
  public var isEnforced = true

  /// Creates a foreign key; without a name it is `fk_<table>_<columns>_<referenced table>`.
  public init(
    table: QualifiedName, name: String? = nil, columns: [String],
    referencedTable: QualifiedName, referencedColumns: [String]
  ) {
    self.table = table
    let joined = columns.joined(separator: "_")
    self.name = name ?? truncatedIdentifier("fk_\(table.name)_\(joined)_\(referencedTable.name)")
    isNamed = name != nil
    self.columns = columns
    self.referencedTable = referencedTable
    self.referencedColumns = referencedColumns
  }

  public var id: ObjectID {
    ObjectID(.foreignKey, schema: table.schema, table.name, member: name)
  }
  public var owner: ObjectID? { Table.id(table) }
  public var references: [Reference] {
    columns.map { .object(Column.id($0, of: table)) }
      + [.object(Table.id(referencedTable))]
      + referencedColumns.map { .object(Column.id($0, of: referencedTable)) }
  }

  /// The constraint's clause after ADD.
  public var inlineSQL: String {
    var text =
      "CONSTRAINT \(quotedIdentifier(name)) FOREIGN KEY "
      + "\(ConstraintSQL.list(columns)) REFERENCES \(referencedTable.sql)"
    if !referencedColumns.isEmpty { text += " \(ConstraintSQL.list(referencedColumns))" }
    if matchesFull { text += " MATCH FULL" }
    if onDelete != .noAction { text += " ON DELETE \(onDelete.rawValue)" }
    if !columnsSetOnDelete.isEmpty { text += " \(ConstraintSQL.list(columnsSetOnDelete))" }
    if onUpdate != .noAction { text += " ON UPDATE \(onUpdate.rawValue)" }
    return text + deferral.sql + (isEnforced ? "" : " NOT ENFORCED")
  }

  /// The clause after ADD with its state of validation.
  var addition: String { inlineSQL + (isValid || !isEnforced ? "" : " NOT VALID") }
}
