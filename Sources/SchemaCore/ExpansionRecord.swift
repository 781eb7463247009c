public import SQLText

/// A column that takes another one's place, as the table `expand_state` has it.
public struct ExpansionRecord: Hashable, Sendable {
  public enum Status: String, Hashable, Sendable, Codable {
    /// Both columns are there, kept in step by a trigger.
    case expanded
    /// The new column stands alone, or beside one that is kept for a while.
    case contracted
  }

  /// Another table that the values come from.
  public struct Source: Hashable, Sendable {
    public var table: QualifiedName
    /// The condition that joins a row of it to a row of the new column's table.
    public var condition: String

    /// Creates a source.
    public init(table: QualifiedName, condition: String) {
      self.table = table
      self.condition = condition
    }
  }

  /// The row's number in `expand_state`; 0 before it was inserted.
  public var id = 0
  public var table: QualifiedName
  /// The new column by its declared name.
  public var newColumn: String
  public var oldColumn: String
  /// What the new column is called until the contract: another name where both have one.
  public var shadowColumn: String
  /// The expression over the source's row that gives the new value, as it was declared.
  public var transform: String
  /// The expression over the new column that gives the old value; empty where there is none.
  public var reverse = ""
  public var source: Source?
  public var triggerName: String
  /// The function that the live trigger calls, with its arguments' types; empty without a trigger.
  public var functionSignature = ""
  /// Rows of the first batch of a backfill.
  public var batchSize = 1000
  /// The schemas of views that the trigger knows to show the new column.
  public var versions: Set<String> = []
  public var status = Status.expanded
  /// When the pair was made, in UTC: `2026-01-31T08:15:00Z`.
  public var createdAt = ""
  /// When a backfill found no row left to do, in UTC; empty before.
  public var backfilledAt = ""
  /// What the old column is called while it is kept after the contract; empty where it isn't.
  public var keptColumn = ""
  /// Until when the old column is kept, in UTC.
  public var keptUntil = ""
  /// Whether that time is over, by the server's clock.
  public var isKeptLongEnough = false

  /// Creates a record of a pair that was just made.
  public init(
    table: QualifiedName, newColumn: String, oldColumn: String, transform: String,
    triggerName: String
  ) {
    self.table = table
    self.newColumn = newColumn
    self.oldColumn = oldColumn
    shadowColumn = newColumn
    self.transform = transform
    self.triggerName = triggerName
  }

  /// Whether a backfill has found every row done.
  public var isBackfilled: Bool { !backfilledAt.isEmpty }
}

/// What ends a pair, or takes its end back, outside a plan from declared to live.
public enum ExpansionEnding: Sendable {
  /// The new column goes and the old one stays as it was.
  case abort
  /// The old column, which was kept, is back in its place beside the new one.
  case undo
  /// The old column was kept long enough.
  case purge
}
