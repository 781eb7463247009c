/// What a verification found.
public struct VerificationResult: Sendable {
  public var source: String
  public var target: String
  public var mode: VerificationMode
  /// What is to know beside the mode's own remark.
  public var remarks: [String] = []
  public var tables: [TableVerification] = []
  public var sequences: [SequenceVerification] = []
  public var duration = Duration.zero

  /// Whether nothing differs.
  public var isEqual: Bool {
    tables.allSatisfy(\.isEqual) && sequences.allSatisfy(\.isEqual)
  }
}

/// What was found about a table.
public struct TableVerification: Sendable {
  public var name: String
  /// The only side that has the table; nil where both do.
  public var onlySide: SideName?
  public var source: Checksum?
  public var target: Checksum?
  /// The columns by which rows are known; empty without a key.
  public var key: [String] = []
  public var columnsOnlyInSource: [String] = []
  public var columnsOnlyInTarget: [String] = []
  public var excludedColumns: [String] = []
  /// Rows whose values were compared one by one.
  public var sampledRows = 0
  public var differences: [RowDifference] = []
  /// Whether all differing rows are in the list.
  public var isComplete = true
  public var remarks: [String] = []

  init(name: String) { self.name = name }

  /// Whether both sides have the table, its columns and its rows.
  public var isEqual: Bool {
    onlySide == nil && columnsOnlyInSource.isEmpty && columnsOnlyInTarget.isEmpty
      && source == target && differences.isEmpty
  }
}

/// A row that differs.
public struct RowDifference: Sendable, Hashable {
  public enum Kind: String, Sendable, Hashable {
    /// Only the source has it.
    case missing
    /// Only the target has it.
    case extra
    case different
  }

  /// A column's value on both sides as text, cut where it is long; nil is NULL.
  public struct Value: Sendable, Hashable {
    public var column: String
    public var source: String?
    public var target: String?
  }

  public var kind: Kind
  /// The values of the key's columns.
  public var key: [String]
  /// The columns that differ, for different rows.
  public var values: [Value] = []
}

/// Where a sequence stands on both sides.
public struct SequenceVerification: Sendable, Hashable {
  /// A sequence's place.
  public struct Position: Sendable, Hashable {
    public var lastValue: String
    /// Whether the value was handed out, so that the next one follows it.
    public var isCalled: Bool
  }

  public var name: String
  /// nil where the source has no such sequence.
  public var source: Position?
  public var target: Position?

  /// Whether both sides have it at the same place.
  public var isEqual: Bool { source != nil && source == target }
}
