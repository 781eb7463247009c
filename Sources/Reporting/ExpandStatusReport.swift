/// Where the columns stand that take others' places: the answer of `expand-status`.
public struct ExpandStatusReport: Sendable {
  /// A pair of columns.
  public struct Pair: Sendable, Hashable {
    /// `schema.table`.
    public var table: String
    public var newColumn: String
    public var oldColumn: String
    /// `expanded` or `contracted`.
    public var status: String
    /// `expanded`, `backfilling`, `paused`, `backfilled` or `contracted`.
    public var phase: String
    public var transform: String
    /// Rows that the table is thought to have; nil where nobody knows.
    public var rowCount: Int?
    public var rowsLeft: Int?
    /// Whether the rows were counted.
    public var isExact = false
    /// Rows whose new column somebody else wrote; nil where they were not counted.
    public var rowsDiverged: Int?
    public var divergedRows: [String] = []
    public var rowsUpdated = 0
    public var rowsPerSecond: Int?
    /// When it was made, in UTC.
    public var createdAt: String
    /// How long ago that was, in seconds.
    public var age: Int
    /// When a backfill found no row left, in UTC; empty before.
    public var backfilledAt: String
    /// Who backfills it now, in words.
    public var holder: String?
    /// What uses the old column and has to be made again by the contract.
    public var dependents: [String] = []
    /// What stands in the way of the contract, in words.
    public var obstacles: [String] = []

    /// Creates a pair.
    public init(
      table: String, newColumn: String, oldColumn: String, status: String, phase: String,
      transform: String, createdAt: String, age: Int, backfilledAt: String
    ) {
      self.table = table
      self.newColumn = newColumn
      self.oldColumn = oldColumn
      self.status = status
      self.phase = phase
      self.transform = transform
      self.createdAt = createdAt
      self.age = age
      self.backfilledAt = backfilledAt
    }
  }

  public var pairs: [Pair]

  /// Creates a report.
  public init(pairs: [Pair]) { self.pairs = pairs }

  /// The document of `expand-status --json`.
  public var json: JSONValue { .array(pairs.map(\.json)) }

  /// Returns a table with a line for each pair, and below it what stands in the way.
  public func text(_ options: TextOptions = TextOptions()) -> String {
    guard !pairs.isEmpty else { return "No column takes another's place.\n" }
    let header = ["column", "from", "phase", "rows left", "rows/s", "age"]
    let cells = [header] + pairs.map(\.cells)
    let widths = header.indices.map { column in cells.map { displayWidth($0[column]) }.max() ?? 0 }
    var lines = cells.map { row in
      var line = row.indices.map { padded(row[$0], to: widths[$0]) }.joined(separator: "  ")
      while line.last == " " { line.removeLast() }
      return line
    }
    lines[0] = options.style.text(lines[0], as: .dim)
    for pair in pairs where pair.status == "expanded" {
      if pair.obstacles.isEmpty {
        lines += ["", "\(pair.name) can be contracted"]
      } else {
        lines += ["", "\(pair.name) can't be contracted yet:"]
        lines += pair.obstacles.map { "  " + printable($0) }
      }
      if !pair.dependents.isEmpty {
        let names = printable(pair.dependents.joined(separator: ", "))
        lines.append("  the old column is used by \(names)")
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }
}

extension ExpandStatusReport.Pair {
  fileprivate var name: String { printable("\(table).\(newColumn)") }

  fileprivate var cells: [String] {
    let left: String
    switch (status, rowsLeft) {
    case ("contracted", _): left = "-"
    case (_, 0?): left = "0"
    case (_, let count?): left = isExact ? "\(count)" : "about \(roundedCount(count))"
    case (_, nil): left = "unknown"
    }
    return [
      name, printable(oldColumn), phase,
      left, rowsPerSecond.map(roundedCount) ?? "-", rounded(.seconds(age)),
    ]
  }

  fileprivate var json: JSONValue {
    [
      "table_name": .string(table), "new_column": .string(newColumn),
      "old_column": .string(oldColumn), "status": .string(status), "phase": .string(phase),
      "transform": .string(transform), "row_count": JSONValue(rowCount),
      "rows_left": JSONValue(rowsLeft), "exact": .bool(isExact),
      "rows_diverged": JSONValue(rowsDiverged),
      "diverged_rows": .array(divergedRows.map { .string($0) }),
      "rows_updated": .number(rowsUpdated), "rows_per_second": JSONValue(rowsPerSecond),
      "created_at": .string(createdAt), "age_seconds": .number(age),
      "backfilled_at": JSONValue(backfilledAt.isEmpty ? nil : backfilledAt),
      "running": JSONValue(holder),
      "dependents": .array(dependents.map { .string($0) }),
      "obstacles": .array(obstacles.map { .string($0) }),
    ]
  }
}
