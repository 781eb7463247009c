import SchemaCore

/// What a backfill did, column by column.
public struct BackfillReport: Sendable {
  /// How the backfill of a column ended.
  public enum Status: String, Sendable, Hashable {
    case backfilled
    /// It was asked to stop, and goes on from here the next time.
    case interrupted
    case failed
    /// Another session backfills the column.
    case held
    /// Nothing was done, since only a look was wanted.
    case pending
  }

  /// The new column of a pair.
  public struct Column: Sendable {
    /// `schema.table`.
    public var table: String
    public var newColumn: String
    public var oldColumn: String
    public var status: Status
    /// Rows written by this run.
    public var rowsUpdated: Int
    public var duration: Duration
    public var failure: Failure?
    /// Who holds the column, in words.
    public var holder: String?

    /// Creates the report of a column.
    public init(
      table: String, newColumn: String, oldColumn: String, status: Status, rowsUpdated: Int,
      duration: Duration
    ) {
      self.table = table
      self.newColumn = newColumn
      self.oldColumn = oldColumn
      self.status = status
      self.rowsUpdated = rowsUpdated
      self.duration = duration
    }
  }

  /// What ended the backfill of a column.
  public struct Failure: Sendable {
    public var error: ServerMessage
    public var failureClass: String
    /// The table or partition that the batch was in.
    public var relation: String?
    /// The key of the row that the new value could not be made for.
    public var row: String?

    /// Creates a failure.
    public init(
      error: ServerMessage, failureClass: String, relation: String? = nil, row: String? = nil
    ) {
      self.error = error
      self.failureClass = failureClass
      self.relation = relation
      self.row = row
    }
  }

  public var columns: [Column]

  /// Creates a report.
  public init(columns: [Column]) { self.columns = columns }

  /// Rows written, of all columns.
  public var totalRowsUpdated: Int { columns.reduce(0) { $0 + $1.rowsUpdated } }

  /// The document of `backfill --json`.
  public var json: JSONValue {
    [
      "processed": .number(columns.count { $0.status != .pending && $0.status != .held }),
      "totalRowsUpdated": .number(totalRowsUpdated),
      "columns": .array(columns.map(\.json)),
    ]
  }

  /// Returns a line for each column and one for all of them.
  public func text(_ options: TextOptions = TextOptions()) -> String {
    var text = ""
    for column in columns where !options.isQuiet || column.status != .backfilled {
      text += column.lines(options).joined(separator: "\n") + "\n"
    }
    if !text.isEmpty { text += "\n" }
    return text + options.style.text(lastLine, as: .bold) + "\n"
  }

  private var lastLine: String {
    if columns.isEmpty { return "Nothing to do: no column waits for a backfill." }
    let pending = columns.count { $0.status == .pending }
    if pending > 0 { return "\(counted(pending, "column")) to backfill, nothing was done." }
    let done = columns.count { $0.status == .backfilled }
    var line = "\(counted(done, "column")) backfilled, \(counted(totalRowsUpdated, "row")) written"
    if done < columns.count { line += "; \(columns.count - done) not done, run again to go on" }
    return line + "."
  }
}

extension BackfillReport.Column {
  var name: String { printable("\(table).\(newColumn)") }

  private var rowsPerSecond: Int {
    duration.milliseconds > 0 ? rowsUpdated * 1000 / duration.milliseconds : 0
  }

  fileprivate var json: JSONValue {
    [
      "table": .string(table), "newColumn": .string(newColumn), "oldColumn": .string(oldColumn),
      "status": .string(status.rawValue), "rowsUpdated": .number(rowsUpdated),
      "milliseconds": .number(duration.milliseconds), "rowsPerSecond": .number(rowsPerSecond),
      "holder": JSONValue(holder), "failure": failure?.json ?? .null,
    ]
  }

  fileprivate func lines(_ options: TextOptions) -> [String] {
    let rows = "\(counted(rowsUpdated, "row")) in \(rounded(duration))"
    let speed = rowsUpdated > 0 ? " (\(roundedCount(rowsPerSecond)) rows/s)" : ""
    switch status {
    case .backfilled: return ["\(name): \(rows)\(speed)"]
    case .interrupted:
      return ["\(name): stopped after \(rows)\(speed); the next backfill goes on from there"]
    case .pending: return ["\(name): from \(printable(oldColumn))"]
    case .held:
      let words = "another backfill works on it" + (holder.map { ": \($0)" } ?? "")
      return [options.style.text("error:", as: .error) + " \(name): \(printable(words))"]
    case .failed: return failure?.lines(name, rows, options) ?? []
    }
  }
}

extension BackfillReport.Failure {
  fileprivate var json: JSONValue {
    [
      "relation": JSONValue(relation), "row": JSONValue(row), "class": .string(failureClass),
      "sqlState": .string(error.sqlState), "message": .string(error.message),
      "detail": JSONValue(error.detail), "hint": JSONValue(error.hint),
    ]
  }

  fileprivate func lines(_ name: String, _ rows: String, _ options: TextOptions) -> [String] {
    let code = error.sqlState.isEmpty ? "" : " [\(error.sqlState)]"
    var title = "\(name) failed after \(rows)"
    if let row { title = "the new value of '\(name)' can't be made where \(printable(row))" }
    let heading =
      options.style.text("error:", as: .error) + " "
      + options.style.text(title + code, as: .bold)
    var lines = [heading, printable(error.message)]
    if let relation { lines.append("in: \(printable(relation))") }
    for (label, text) in [("detail", error.detail), ("hint", error.hint)] {
      if let text, !text.isEmpty { lines.append("\(label): \(printable(text))") }
    }
    lines.append("\(rows) are kept; the next backfill goes on from there")
    return lines
  }
}
