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

  private var percent: Int { pageCount > 0 ? min(100, pagesDone * 100 / pageCount) : 100 }

  /// The line of a terminal: `checksums [#####-----] 52 %  1.2 M rows, ..., public.orders`.
  public var text: String {
    let full = percent / 5
    let bar = String(repeating: "#", count: full) + String(repeating: "-", count: 20 - full)
    var text = "\(activity) [\(bar)] \(percent) %  \(roundedCount(rowCount)) rows"
    if rowsPerSecond > 0 { text += ", \(roundedCount(rowsPerSecond)) rows/s" }
    if let remaining, percent < 100 { text += ", \(rounded(remaining)) left" }
    return text + "  \(printable(table))"
  }
}
