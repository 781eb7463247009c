/// PostgreSQL's table-level lock modes, weakest first (manual, section 13.3.1).
public enum LockMode: Int, Sendable, Hashable, Codable, Comparable, CaseIterable {
  case accessShare = 1
  case rowShare, rowExclusive, shareUpdateExclusive, share, shareRowExclusive, exclusive
  case accessExclusive

  public static func < (left: LockMode, right: LockMode) -> Bool {
    left.rawValue < right.rawValue
  }

  /// The mode as PostgreSQL spells it.
  public var name: String {
    switch self {
    case .accessShare: "ACCESS SHARE"
    case .rowShare: "ROW SHARE"
    case .rowExclusive: "ROW EXCLUSIVE"
    case .shareUpdateExclusive: "SHARE UPDATE EXCLUSIVE"
    case .share: "SHARE"
    case .shareRowExclusive: "SHARE ROW EXCLUSIVE"
    case .exclusive: "EXCLUSIVE"
    case .accessExclusive: "ACCESS EXCLUSIVE"
    }
  }

  /// Whether writers of the table wait for the lock's end.
  public var blocksWriters: Bool { self >= .share }

  /// Whether readers of the table wait for the lock's end.
  public var blocksReaders: Bool { self == .accessExclusive }
}

/// A lock that a statement takes on a relation that existed before the run.
public struct RelationLock: Hashable, Sendable, Codable {
  public var relation: ObjectID
  public var mode: LockMode

  /// Creates a lock on a relation.
  public init(_ relation: ObjectID, _ mode: LockMode) {
    self.relation = relation
    self.mode = mode
  }
}
