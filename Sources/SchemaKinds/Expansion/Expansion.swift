public import SQLText
public import SchemaCore

/// A column that takes another one's place while applications write to both.
public struct Expansion: SchemaObject {
  public var table: QualifiedName
  /// The new column.
  public var column: String
  /// The old column; the new one's own name where only its type changes.
  public var from: String
  /// The expression over the old column's row that gives the new value.
  public var transform: String
  /// The expression over the new column that gives the old value; empty where there is none.
  public var reverse = ""
  /// Another table that the values come from, with the condition that joins it.
  public var source: ExpansionRecord.Source?
  /// Rows of the first batch of a backfill.
  public var batchSize = 1000
  /// The schemas of views that show the new column.
  public var versions: Set<String> = []
  private var state = Incidental(State())

  /// What `expand_state` has beside the declaration.
  public struct State: Hashable, Sendable {
    /// What the new column is called until the contract.
    public var shadowColumn = ""
    public var triggerName = ""
    /// The function that a live pair's trigger calls, with its arguments' types.
    public var functionSignature = ""
    /// Whether a plain change of the column is to be made like this.
    public var isOnline = false
    /// Whether no row is there that a backfill would have to fill.
    public var isBackfilled = false
    /// Whether the old column takes NULL, so that a version can write it there.
    public var isOldNullable = false
    /// What stands on the old column under a name that it is to have on the new one.
    public var namesakes: [ObjectID] = []
  }

  /// Creates a pair.
  public init(table: QualifiedName, column: String, from: String, transform: String) {
    self.table = table
    self.column = column
    self.from = from
    self.transform = transform
    shadowColumn = column
  }

  /// Creates the pair that a row of `expand_state` tells of.
  public init(_ record: ExpansionRecord) {
    self.init(
      table: record.table, column: record.newColumn, from: record.oldColumn,
      transform: record.transform)
    reverse = record.reverse
    source = record.source
    batchSize = record.batchSize
    versions = record.versions
    shadowColumn = record.shadowColumn
    triggerName = record.triggerName
    functionSignature = record.functionSignature
    isBackfilled = record.isBackfilled
  }

  public var id: ObjectID { Expansion.id(column, of: table) }
  public var owner: ObjectID? { Table.id(table) }
  public var references: [Reference] {
    [.object(Table.id(table))] + usedColumns.map(Reference.object)
      + [transform, reverse, source?.condition ?? ""].flatMap(Reference.found(in:))
      + (source.map { [.relation($0.table)] } ?? [])
  }

  /// The old and the new column.
  public var usedColumns: [ObjectID] {
    [Column.id(shadowColumn, of: table), Column.id(from, of: sourceTable)]
  }

  /// The table that the old column is one of.
  public var sourceTable: QualifiedName { source?.table ?? table }

  /// Whether both columns have one name, so that the new one has another until the contract.
  public var keepsName: Bool { source == nil && from == column }

  public var shadowColumn: String {
    get { state.value.shadowColumn }
    set { state.value.shadowColumn = newValue }
  }

  public var triggerName: String {
    get { state.value.triggerName }
    set { state.value.triggerName = newValue }
  }

  public var functionSignature: String {
    get { state.value.functionSignature }
    set { state.value.functionSignature = newValue }
  }

  public var isOnline: Bool {
    get { state.value.isOnline }
    set { state.value.isOnline = newValue }
  }

  public var isBackfilled: Bool {
    get { state.value.isBackfilled }
    set { state.value.isBackfilled = newValue }
  }

  public var isOldNullable: Bool {
    get { state.value.isOldNullable }
    set { state.value.isOldNullable = newValue }
  }

  public var namesakes: [ObjectID] {
    get { state.value.namesakes }
    set { state.value.namesakes = newValue }
  }

  /// Keeps the expressions that were made from types which the live columns no longer tell.
  mutating func takeReverse(from record: ExpansionRecord, declared: Expansion) {
    if declared.reverse.isEmpty { reverse = record.reverse }
  }

  /// Returns the identity of the pair that a column is the new one of.
  public static func id(_ column: String, of table: QualifiedName) -> ObjectID {
    ObjectID(.expansion, schema: table.schema, table.name, member: column)
  }
}
