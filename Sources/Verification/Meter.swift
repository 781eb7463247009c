import Synchronization

/// How far a verification is.
public struct VerificationProgress: Sendable, Hashable {
  /// What the reading is for.
  public enum Activity: String, Sendable, Hashable {
    case checksums, differences, samples
  }

  public var activity: Activity
  /// The table that was read last.
  public var table: String
  public var pagesDone: Int
  public var pageCount: Int
  /// Rows read on both sides.
  public var rowCount: Int
  public var rowsPerSecond: Int
  /// How long the rest of the activity takes at the speed so far; nil before anything is known.
  public var remaining: Duration?
}

/// Counts what is read, says how far it is and how long to wait before reading on.
final class Meter: Sendable {
  private struct State {
    var progress = VerificationProgress(
      activity: .checksums, table: "", pagesDone: 0, pageCount: 0, rowCount: 0, rowsPerSecond: 0)
    var start = ContinuousClock.now
    /// When a side has paid for the rows that it read.
    var freeAt: [SideName: ContinuousClock.Instant] = [:]
  }

  private let rowsPerSecond: Int?
  private let report: @Sendable (VerificationProgress) -> Void
  private let state = Mutex(State())

  init(
    rowsPerSecond: Int?, report: @escaping @Sendable (VerificationProgress) -> Void
  ) {
    self.rowsPerSecond = rowsPerSecond
    self.report = report
  }

  /// Begins to count anew.
  func begin(_ activity: VerificationProgress.Activity, pages: Int) {
    state.withLock { state in
      state.start = .now
      state.progress.activity = activity
      state.progress.pagesDone = 0
      state.progress.pageCount = pages
      state.progress.rowCount = 0
    }
  }

  /// Notes that some pages of a table were read.
  func advance(_ table: String, pages: Int, rows: Int, on side: SideName) {
    let progress = state.withLock { state in
      let now = ContinuousClock.now
      if let rowsPerSecond {
        let start = max(state.freeAt[side] ?? now, now)
        state.freeAt[side] = start + .seconds(Double(rows) / Double(max(1, rowsPerSecond)))
      }
      state.progress.take(table, pages: pages, rows: rows, after: now - state.start)
      return state.progress
    }
    report(progress)
  }

  /// Returns how long a side is to wait before it reads on.
  func wait(of side: SideName) -> Duration {
    state.withLock { state in
      state.freeAt[side].map { max(.zero, $0 - ContinuousClock.now) } ?? .zero
    }
  }
}

extension VerificationProgress {
  fileprivate mutating func take(
    _ table: String, pages: Int, rows: Int, after elapsed: Duration
  ) {
    self.table = table
    pagesDone += pages
    rowCount += rows
    let seconds = elapsed / .seconds(1)
    guard seconds > 0, pagesDone > 0 else { return }
    rowsPerSecond = Int(Double(rowCount) / seconds)
    remaining = .seconds(seconds * Double(max(0, pageCount - pagesDone)) / Double(pagesDone))
  }
}
