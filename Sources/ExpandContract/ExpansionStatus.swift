public import SchemaCore

/// Where a pair stands between its beginning and its contract.
public struct ExpansionStatus: Sendable, Hashable {
  public enum Phase: String, Sendable, Hashable {
    /// New rows are kept in step; no backfill has begun.
    case expanded
    /// A backfill works on it.
    case backfilling
    /// A backfill has begun and doesn't run.
    case paused
    case backfilled
    case contracted
  }

  /// What the rows themselves say; only a look at all of them tells.
  public struct Exact: Sendable, Hashable {
    public var rowsLeft: Int
    public var rowsDiverged: Int
    /// Keys of some diverged rows: `id = 42`.
    public var divergedRows: [String]
  }

  public var record: ExpansionRecord
  public var phase: Phase
  /// Rows that the table is thought to have; nil before its first ANALYZE.
  public var rowCount: Int?
  /// Rows that are thought to be left, by the pages behind the cursor.
  public var rowsLeft: Int?
  public var exact: Exact?
  public var rowsUpdated = 0
  /// The speed of one connection in the batches so far.
  public var rowsPerSecond: Int?
  /// How long ago the pair was made, in seconds.
  public var age = 0
  /// Who backfills it now.
  public var holder: BackfillHolder?
  /// What uses the old column and has to be made again by the contract.
  public var dependents: [String] = []
  /// What stands in the way of the contract, in words.
  public var obstacles: [String] = []
}
