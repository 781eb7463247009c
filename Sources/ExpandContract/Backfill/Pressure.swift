import Postgres

/// What a backfill's connections do to others, seen by all of them.
actor Pressure {
  /// What the lookout has seen.
  struct Sample: Sendable, Hashable {
    /// Sessions that wait for a batch, and whether autovacuum is one of them.
    var waiters = 0
    var isAutovacuumWaiting = false
    /// Sessions that batches wait for, in words.
    var blockers: [String] = []
    /// The standby that is farthest behind.
    var lag: Lag?
  }

  /// How far a standby is behind.
  struct Lag: Sendable, Hashable {
    var standby: String
    var seconds: Double
  }

  private let maxLag: Double?
  private var rows: Budget?
  private var wal: Budget?
  private var lastWAL: Int?
  private var sample = Sample()
  private var sampledAt: ContinuousClock.Instant?
  /// The share of a batch's time that it may take while others wait.
  private(set) var share = 1.0
  private var processes: Set<Int32> = []

  init(_ options: BackfillOptions) {
    maxLag = options.maxLag
    rows = options.rowsPerSecond.map { Budget(perSecond: $0) }
    wal = options.walBytesPerSecond.map { Budget(perSecond: $0) }
  }

  /// Sessions that batches were last seen waiting for, in words.
  private(set) var blockers: [String] = []

  /// The server processes that work on batches.
  var workers: [Int32] { processes.sorted() }

  func joined(_ process: Int32) { processes.insert(process) }

  func left(_ process: Int32) { processes.remove(process) }

  /// Takes what the lookout has seen: waiting sessions make the next batches smaller.
  func observed(_ seen: Sample, at now: ContinuousClock.Instant = .now) {
    sample = seen
    sampledAt = now
    if !seen.blockers.isEmpty { blockers = seen.blockers }
    if seen.waiters > 0 || seen.isAutovacuumWaiting { share = max(share / 2, 1.0 / 64) }
  }

  /// Notes a batch that is committed, with the WAL that the server wrote meanwhile.
  ///
  /// What others write between batches doesn't count: the longer a wait, the more that would be,
  /// and the longer the next wait.
  func committed(
    rows count: Int, wal written: Range<Int>?, at now: ContinuousClock.Instant = .now
  ) {
    rows?.spend(count, at: now)
    if let written {
      // Batches that ran at the same time wrote their WAL once.
      let start = max(written.lowerBound, lastWAL ?? 0)
      wal?.spend(written.upperBound - start, at: now)
      lastWAL = max(written.upperBound, lastWAL ?? 0)
    }
    share = min(share * 1.25, 1)
  }

  /// Returns why the next batch has to wait; nil where it may begin.
  func pause(at now: ContinuousClock.Instant = .now) -> BackfillPause? {
    // What nobody has looked at for a while says nothing.
    if let sampledAt, now - sampledAt < .seconds(2) {
      if sample.isAutovacuumWaiting { return .autovacuum }
      if sample.waiters > 0 { return .waiters(sample.waiters) }
      if let maxLag, let lag = sample.lag, lag.seconds > maxLag {
        return .lag(standby: lag.standby, seconds: lag.seconds)
      }
    }
    let wait = max(rows?.wait(at: now) ?? .zero, wal?.wait(at: now) ?? .zero)
    return wait > .zero ? .limit : nil
  }
}
