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

  private var progress: PageProgress { PageProgress(done: pagesDone, count: pageCount) }

  /// The line of a terminal: `public.orders.total [#####-----] 52 %  1.2 M rows, ...`.
  public var text: String {
    "\(column) \(progress.bar)  \(roundedCount(rowsUpdated)) rows"
      + (pass > 1 ? ", looking for moved rows" : "")
      + progress.pace(rowsPerSecond: rowsPerSecond, remaining: remaining)
  }

  /// The object of a line of JSON, with the name of what happened.
  public func json(_ event: String) -> JSONValue {
    [
      "event": .string(event), "column": .string(column), "pass": .number(pass),
      "rowsUpdated": .number(rowsUpdated), "percent": .number(progress.percent),
      "rowsPerSecond": .number(rowsPerSecond),
      "secondsLeft": JSONValue(remaining.map { $0.milliseconds / 1000 }),
    ]
  }
}
