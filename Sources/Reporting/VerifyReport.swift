/// What a comparison of rows found: the answer of `verify`.
public struct VerifyReport: Sendable {
  /// One of the two sides.
  public enum Side: String, Sendable, Hashable {
    case source, target
  }

  /// A table, or a pair of columns.
  public struct Table: Sendable, Hashable {
    public var name: String
    /// The only side that has it; nil where both do.
    public var onlySide: Side?
    public var sourceRows: Int?
    public var targetRows: Int?
    public var sourceChecksum: String?
    public var targetChecksum: String?
    public var key: [String] = []
    public var columnsOnlyInSource: [String] = []
    public var columnsOnlyInTarget: [String] = []
    public var excludedColumns: [String] = []
    public var sampledRows = 0
    public var differences: [Difference] = []
    /// Whether all differing rows are in the list.
    public var isComplete = true
    public var remarks: [String] = []
    public var isEqual = true

    /// Creates a table of which nothing is known.
    public init(name: String) { self.name = name }
  }

  /// A row that differs.
  public struct Difference: Sendable, Hashable {
    /// `missing`, `extra` or `different`.
    public var kind: String
    public var key: [String]
    public var values: [Value]

    /// Creates a difference.
    public init(kind: String, key: [String], values: [Value]) {
      self.kind = kind
      self.key = key
      self.values = values
    }
  }

  /// A column of a differing row; nil is NULL.
  public struct Value: Sendable, Hashable {
    public var column: String
    public var source: String?
    public var target: String?

    /// Creates a value.
    public init(column: String, source: String?, target: String?) {
      self.column = column
      self.source = source
      self.target = target
    }
  }

  /// A sequence with its places; nil where a side has no such sequence.
  public struct Sequence: Sendable, Hashable {
    public var name: String
    public var source: Position?
    public var target: Position?

    /// Creates a sequence.
    public init(name: String, source: Position?, target: Position?) {
      self.name = name
      self.source = source
      self.target = target
    }

    public var isEqual: Bool { source != nil && source == target }
  }

  /// A place of a sequence.
  public struct Position: Sendable, Hashable {
    public var lastValue: String
    public var isCalled: Bool

    /// Creates a place.
    public init(lastValue: String, isCalled: Bool) {
      self.lastValue = lastValue
      self.isCalled = isCalled
    }
  }

  public var source: String
  public var target: String
  public var mode: String
  /// What the mode takes for equal.
  public var modeRemark: String
  public var remarks: [String] = []
  public var tables: [Table] = []
  public var sequences: [Sequence] = []
  public var duration = Duration.zero

  /// Creates a report.
  public init(source: String, target: String, mode: String, modeRemark: String) {
    self.source = source
    self.target = target
    self.mode = mode
    self.modeRemark = modeRemark
  }

  /// Whether nothing differs.
  public var isEqual: Bool {
    tables.allSatisfy(\.isEqual) && sequences.allSatisfy(\.isEqual)
  }
}
