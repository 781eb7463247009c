import SchemaCore

/// How far a column's backfill is, for a live line or a line of JSON.
public struct BackfillProgressLine: Sendable, Hashable {
  /// `schema.table.column`.
  public var column: String
  /// 1 fills the rows, later passes look for rows that moved meanwhile.
  public var pass: Int
  public var rowsUpdated: Int
  public var pagesDone: Int
  public var pageCount: Int
  public var rowsPerSecond: Int
  /// How long the rest of the pass takes at the speed so far; nil before anything is known.
  public var remaining: Duration?

  /// Creates a line.
  public init(
    column: String, pass: Int, rowsUpdated: Int, pagesDone: Int, pageCount: Int,
    rowsPerSecond: Int, remaining: Duration?
  ) {
    self.column = column
    self.pass = pass
    self.rowsUpdated = rowsUpdated
    self.pagesDone = pagesDone
    self.pageCount = pageCount
    self.rowsPerSecond = rowsPerSecond
    self.remaining = remaining
  }

  private var percent: Int { pageCount > 0 ? min(100, pagesDone * 100 / pageCount) : 100 }

  /// The line of a terminal: `public.orders.total [#####-----] 52 %  1.2 M rows, ...`.
  public var text: String {
    let full = percent / 5
    let bar = String(repeating: "#", count: full) + String(repeating: "-", count: 20 - full)
    var text = "\(column) [\(bar)] \(percent) %  \(roundedCount(rowsUpdated)) rows"
    if pass > 1 { text += ", looking for moved rows" }
    if rowsPerSecond > 0 { text += ", \(roundedCount(rowsPerSecond)) rows/s" }
    if let remaining, percent < 100 { text += ", \(rounded(remaining)) left" }
    return text
  }

  /// The object of a line of JSON, with the name of what happened.
  public func json(_ event: String) -> JSONValue {
    [
      "event": .string(event), "column": .string(column), "pass": .number(pass),
      "rowsUpdated": .number(rowsUpdated), "percent": .number(percent),
      "rowsPerSecond": .number(rowsPerSecond),
      "secondsLeft": JSONValue(remaining.map { $0.milliseconds / 1000 }),
    ]
  }
}
