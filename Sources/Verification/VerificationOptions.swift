/// What a verification looks at, and how gently.
public struct VerificationOptions: Sendable {
  /// The mode; nil for the fastest one in which both servers hash alike.
  public var mode: VerificationMode?
  /// Connections that read each side at once.
  public var jobs = 1
  /// The most rows a second that each side reads, of all connections together.
  public var rowsPerSecond: Int?
  /// Differing rows that are named, of each table.
  public var maxDifferences = 100
  /// Rows of each table whose values are compared one by one.
  public var sampleSize = 100
  /// Whether sequences are compared.
  public var comparesSequences = true
  /// Only these tables, as the command line names them; empty for all.
  public var tables: [String] = []
  /// Columns that may differ: `table.column`.
  public var excludedColumns: [String] = []
  /// Conditions of the rows that are compared, by table.
  public var conditions: [String: String] = [:]
  /// The schema of what names none.
  public var defaultSchema = "public"
  /// Milliseconds to wait for a lock that keeps a table from being read.
  public var lockTimeout = 5000
  /// Pages of a table that one query reads; the smaller, the finer progress and throttle.
  public var pagesPerPiece = 16384

  /// Creates the usual options.
  public init() {}
}
