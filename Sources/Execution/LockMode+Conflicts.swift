import SchemaCore

extension LockMode {
  /// The modes that can't be held beside this one (manual, table 13.2).
  var conflicting: [LockMode] {
    switch self {
    case .accessShare: [.accessExclusive]
    case .rowShare: [.exclusive, .accessExclusive]
    case .rowExclusive: [.share, .shareRowExclusive, .exclusive, .accessExclusive]
    case .shareUpdateExclusive:
      [.shareUpdateExclusive, .share, .shareRowExclusive, .exclusive, .accessExclusive]
    case .share:
      [.rowExclusive, .shareUpdateExclusive, .shareRowExclusive, .exclusive, .accessExclusive]
    case .shareRowExclusive:
      [
        .rowExclusive, .shareUpdateExclusive, .share, .shareRowExclusive, .exclusive,
        .accessExclusive,
      ]
    case .exclusive: LockMode.allCases.filter { $0 != .accessShare }
    case .accessExclusive: LockMode.allCases
    }
  }

  /// The mode as `pg_locks` spells it: `AccessExclusiveLock`.
  var lockName: String {
    switch self {
    case .accessShare: "AccessShareLock"
    case .rowShare: "RowShareLock"
    case .rowExclusive: "RowExclusiveLock"
    case .shareUpdateExclusive: "ShareUpdateExclusiveLock"
    case .share: "ShareLock"
    case .shareRowExclusive: "ShareRowExclusiveLock"
    case .exclusive: "ExclusiveLock"
    case .accessExclusive: "AccessExclusiveLock"
    }
  }
}
