import SchemaCore

/// The ranges of a pass that nobody works on yet, and how far the others are.
actor RangeQueue {
  private let record: ExpansionRecord
  private var waiting: [PageRange]
  private var state: BackfillState
  private let start: ContinuousClock.Instant
  private let rowsBefore: Int
  private let pagesBefore: Int
  private let progress: @Sendable (BackfillEvent) -> Void
  private(set) var isAborted = false
  /// Whether a page was left to the next pass.
  private(set) var hasDeferred = false

  /// Creates the queue of a pass; `rowsBefore` were written by this run's earlier passes.
  init(
    _ pass: BackfillCursor.Pass, of record: ExpansionRecord, rowsBefore: Int,
    progress: @escaping @Sendable (BackfillEvent) -> Void
  ) {
    self.record = record
    self.progress = progress
    self.rowsBefore = rowsBefore
    waiting = pass.ranges.filter { !$0.isDone }
    start = .now
    state = BackfillState()
    state.pass = pass.number
    state.pageCount = pass.ranges.reduce(0) { $0 + $1.end - $1.first }
    state.pagesDone = pass.ranges.reduce(0) { $0 + $1.next - $1.first }
    state.rowsUpdated = rowsBefore
    pagesBefore = state.pagesDone
  }

  /// Rows that this run has written in the pass.
  var rowsUpdated: Int { state.rowsUpdated - rowsBefore }

  func announce() { progress(.started(record, state)) }

  /// Takes a range to work on.
  func next() -> PageRange? {
    guard !isAborted, !waiting.isEmpty else { return nil }
    return waiting.removeFirst()
  }

  /// Leaves out what remains of a relation that is gone.
  func leaveOut(_ relation: String) { waiting.removeAll { $0.relation == relation } }

  /// Lets nobody begin a further range.
  func abort() { isAborted = true }

  /// Notes a batch.
  func advanced(pages: Int, rows: Int, isDeferred: Bool = false) {
    state.pagesDone += pages
    state.rowsUpdated += rows
    if isDeferred { hasDeferred = true }
    let elapsed = (ContinuousClock.now - start) / .seconds(1)
    let done = state.pagesDone - pagesBefore
    if elapsed > 0 {
      state.rowsPerSecond = Int(Double(rowsUpdated) / elapsed)
      if done > 0 {
        let left = Double(max(0, state.pageCount - state.pagesDone))
        state.remaining = .seconds(elapsed * left / Double(done))
      }
    }
    progress(.advanced(record, state))
  }
}
