import SchemaCore

/// How far a comparison of rows is, for a live line or a line of JSON.
public struct VerifyProgressLine: Sendable, Hashable {
  /// `checksums`, `differences` or `samples`.
  public var activity: String
  public var table: String
  public var pagesDone: Int
  public var pageCount: Int
  public var rowCount: Int
  public var rowsPerSecond: Int
  /// How long the rest takes at the speed so far; nil before anything is known.
  public var remaining: Duration?

  /// Creates a line.
  public init(
    activity: String, table: String, pagesDone: Int, pageCount: Int, rowCount: Int,
    rowsPerSecond: Int, remaining: Duration?
  ) {
    self.activity = activity
    self.table = table
    self.pagesDone = pagesDone
    self.pageCount = pageCount
    self.rowCount = rowCount
    self.rowsPerSecond = rowsPerSecond
    self.remaining = remaining
  }

  private var progress: PageProgress { PageProgress(done: pagesDone, count: pageCount) }

  /// The line of a terminal: `checksums [#####-----] 52 %  1.2 M rows, ..., public.orders`.
  public var text: String {
    "\(activity) \(progress.bar)  \(roundedCount(rowCount)) rows"
      + progress.pace(rowsPerSecond: rowsPerSecond, remaining: remaining)
      + "  \(printable(table))"
  }
}
