public import SQLText
public import SchemaCore

/// The rows that a table is to have at least.
///
/// The live twin holds those of the declared rows that are there, so that it equals the
/// declared seed when none is missing.
public struct Seed: SchemaObject {
  /// A column's value in a row.
  public struct Cell: Hashable, Sendable {
    public var column: String
    public var value: SeedValue

    /// Creates a cell.
    public init(column: String, value: SeedValue) {
      self.column = column
      self.value = value
    }
  }

  /// A row, known by its place among the declared ones.
  public struct Row: Hashable, Sendable {
    public var index: Int
    public var cells: [Cell]

    /// Creates a row.
    public init(index: Int, cells: [Cell]) {
      self.index = index
      self.cells = cells
    }
  }

  public var table: QualifiedName
  public var rows: [Row]

  /// Creates a seed.
  public init(table: QualifiedName, rows: [Row]) {
    self.table = table
    self.rows = rows
  }

  public var id: ObjectID { Seed.id(of: table) }
  public var owner: ObjectID? { Table.id(table) }
  public var references: [Reference] {
    columns.map { .object(Column.id($0, of: table)) }
      + Set(expressions(in: rows)).sorted().flatMap(Reference.found(in:))
  }

  /// Returns the identity of a table's seed.
  public static func id(of table: QualifiedName) -> ObjectID {
    ObjectID(.seed, schema: table.schema, table.name)
  }
}

extension Seed {
  /// The columns that any row gives, in the order of their first use.
  var columns: [String] {
    var seen: Set<String> = []
    return rows.flatMap(\.cells).map(\.column).filter { seen.insert($0).inserted }
  }

  /// The SQL expressions among the values.
  func expressions(in rows: [Row]) -> [String] {
    rows.flatMap(\.cells).flatMap(\.value.expressions)
  }
}

extension Seed.Row {
  /// Returns a column's value, nil where the row doesn't give it.
  func value(of column: String) -> SeedValue? {
    cells.first { $0.column == column }?.value
  }
}
