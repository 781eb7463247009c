import SchemaCore

/// The locks on live relations: how strong, for what, what they stop and how long the work is.
struct LockSection {
  private struct Relation {
    var lock: OperationReport.Lock
    /// What takes a lock of each mode.
    var uses: [LockMode: [String]] = [:]
  }

  private var relations: [ObjectID: Relation] = [:]

  init(_ operations: [OperationReport]) {
    for report in operations {
      for lock in report.locks {
        var relation = relations[lock.relation] ?? Relation(lock: lock)
        relation.lock.mode = max(relation.lock.mode, lock.mode)
        relation.uses[lock.mode, default: []].append(LockSection.use(report, of: lock))
        relations[lock.relation] = relation
      }
    }
  }

  /// The section's lines, the strongest locks first; empty where nothing live is locked.
  func lines(_ style: Style) -> [String] {
    let sorted = relations.values.sorted { left, right in
      if left.lock.mode != right.lock.mode { return left.lock.mode > right.lock.mode }
      return left.lock.relation < right.lock.relation
    }
    return sorted.flatMap { relation in
      let lock = relation.lock
      let title = style.text(printable(lock.relation.title), as: .bold)
      let mode = style.text(lock.mode.name, as: lock.mode.blocksWriters ? .drop : .note)
      let heading =
        "  \(title) (\(description(of: lock.size))): \(mode), \(lock.mode.consequence)"
      return [heading]
        + relation.uses.sorted { $0.key > $1.key }.map { mode, uses in
          "    \(mode.name): \(printable(listed(uses, limit: 12)))"
        }
    }
  }

  /// The operation in words with what it does to the relation's rows under the lock.
  private static func use(_ report: OperationReport, of lock: OperationReport.Lock) -> String {
    let name = report.group == lock.relation ? report.nameInGroup : report.operation.object.path
    let words = name.isEmpty ? report.words : "\(report.words) \(name)"
    // The rows of another relation (a foreign key's target) aren't read whole.
    let isOwn =
      report.group == lock.relation
      || !report.locks.contains { $0.relation == report.group }
    guard isOwn else { return words }
    return switch report.operation.dataEffect {
    case .rewrites: "\(words) (rewrites the table)"
    case .scans: "\(words) (scans the table)"
    case .destroys: "\(words) (destroys data)"
    case .preserves: words
    }
  }
}

extension LockMode {
  /// Whom a lock of this mode keeps waiting.
  fileprivate var consequence: String {
    if blocksReaders { return "stops readers and writers" }
    return blocksWriters ? "stops writers" : "stops neither readers nor writers"
  }
}
