public import Execution
public import Postgres
import SQLText
public import SchemaCore

/// Fills the new column of a pair in small transactions while applications go on.
///
/// A pass walks over all pages of the table, each connection through a range of them. A row that
/// an update moves to a page behind the cursor is found by the next pass; the first pass that
/// finds nothing to do is the last. Where each range is, the tool's own schema knows.
public struct Backfill: Sendable {
  let options: BackfillOptions
  let stop: BackfillStop
  let pace: Pace
  let open: @Sendable () async throws(PostgresError) -> Connection
  let progress: @Sendable (BackfillEvent) -> Void

  /// Creates a backfill.
  ///
  /// - Parameters:
  ///   - open: opens a connection of its own for the lead, the lookout and each worker.
  ///   - progress: told what happens, on any thread.
  public init(
    options: BackfillOptions, stop: BackfillStop = BackfillStop(), pace: Pace = Pace(),
    open: @escaping @Sendable () async throws(PostgresError) -> Connection,
    progress: @escaping @Sendable (BackfillEvent) -> Void = { _ in }
  ) {
    self.options = options
    self.stop = stop
    self.pace = pace
    self.open = open
    self.progress = progress
  }

  /// Backfills a pair until no open row is left, a stop is asked for or something fails.
  public func run(_ record: ExpansionRecord) async -> BackfillResult {
    var result = BackfillResult(record: record, outcome: .stopped)
    guard !stop.isRequested else { return result }
    let start = ContinuousClock.now
    var lead = BackfillLead(self, record)
    do {
      result.outcome = try await lead.run()
    } catch {
      // A stop doesn't wait for a server that is away.
      let isAway = stop.isRequested && error.failureClass == .connection
      result.outcome = isAway ? .stopped : .failed(error)
    }
    await lead.end()
    result.rowsUpdated = lead.rowsUpdated
    result.duration = .now - start
    return result
  }
}

/// The session that leads a pair's backfill: it holds the lock and begins the passes.
struct BackfillLead {
  let backfill: Backfill
  let record: ExpansionRecord
  private(set) var rowsUpdated = 0
  private var line: BackfillLine
  private let lock: BackfillLock
  private let cursor: BackfillCursor
  private var lockedBy: Int32?
  private var bypassesTriggers = false
  /// Who was last seen in the way of a batch.
  private var blockers: [String] = []

  init(_ backfill: Backfill, _ record: ExpansionRecord) {
    self.backfill = backfill
    self.record = record
    lock = BackfillLock(record: record)
    cursor = BackfillCursor(record: record)
    line = Self.line(backfill, record)
  }

  private static func line(_ backfill: Backfill, _ record: ExpansionRecord) -> BackfillLine {
    let progress = backfill.progress
    return BackfillLine(
      open: backfill.open, maxAttempts: backfill.options.maxAttempts, pace: backfill.pace,
      stop: backfill.stop,
      onLoss: { progress(.reconnecting(record, message: $0)) })
  }

  mutating func run() async throws(BackfillFailure) -> BackfillResult.Outcome {
    if let holder = try await lockOut() { return .held(holder) }
    var relations = try await relations()
    try await decideTriggers(relations)
    var (pass, isWhole) = try await firstPass(relations)
    var passesLeft = backfill.options.maxAttempts
    while true {
      let queue = RangeQueue(
        pass, of: record, rowsBefore: rowsUpdated, progress: backfill.progress)
      await queue.announce()
      let pressure = Pressure(backfill.options)
      let failure = await work(on: pass, relations, queue, pressure)
      // The last pass may have been too short to be looked at.
      let seen = await pressure.blockers
      if !seen.isEmpty { blockers = seen }
      rowsUpdated += await queue.rowsUpdated
      if let failure { throw failure }
      if let holder = try await lockOut() { return .held(holder) }
      let cursor = cursor
      let finished = try await asked { connection throws(PostgresError) in
        try await cursor.lastPass(over: connection)
      }
      guard let finished else { throw gone }
      if finished.isDone(among: relations), finished.isClean, isWhole {
        try await checkSuppressed(relations)
        try await asked { connection throws(PostgresError) in
          try await cursor.finish(over: connection)
        }
        return .done
      }
      if backfill.stop.isRequested { return .stopped }
      passesLeft -= 1
      guard passesLeft > 0 else { throw endless(isHeld: await queue.hasDeferred) }
      if await queue.hasDeferred { try? await backfill.pace.delay(.seconds(1)) }
      relations = try await self.relations()
      pass = try await newPass(finished.number + 1, relations)
      isWhole = true
    }
  }

  /// Lets the lock go and closes the session.
  func end() async {
    if lockedBy != nil, let connection = await line.openConnection {
      await lock.release(by: connection)
    }
    await line.close()
  }

  // MARK: Lock

  /// Takes the pair's lock unless this session has it; returns who else does.
  ///
  /// A server process whose tool was killed needs a moment to notice.
  private mutating func lockOut() async throws(BackfillFailure) -> BackfillHolder?? {
    let lock = lock
    for attempt in 0..<20 {
      let (known, pace) = (lockedBy, backfill.pace)
      let taken = try await asked { connection throws(PostgresError) -> Int32? in
        if connection.backendPID == known { return known }
        return try await lock.isTaken(by: connection) ? connection.backendPID : nil
      }
      if let taken {
        lockedBy = taken
        return nil
      }
      lockedBy = nil
      if attempt < 19 { try? await pace.delay(.milliseconds(100)) }
    }
    return .some(
      try await asked { connection throws(PostgresError) in
        try await lock.holder(seenFrom: connection)
      })
  }

  // MARK: Preparing

  private mutating func asked<Value: Sendable>(
    _ body: (Connection) async throws(PostgresError) -> Value
  ) async throws(BackfillFailure) -> Value {
    do {
      return try await line.retrying(body)
    } catch {
      throw BackfillFailure(error)
    }
  }

  private mutating func relations() async throws(BackfillFailure) -> [BackfillRelation] {
    let record = record
    let found = try await asked { connection throws(PostgresError) in
      try await BackfillRelation.all(of: record, over: connection)
    }
    guard !found.isEmpty else { throw gone }
    return found
  }

  private var gone: BackfillFailure {
    BackfillFailure(
      PostgresError(
        sqlState: .undefinedTable,
        message: "table '\(record.table)' with column '\(record.shadowColumn)' is gone"))
  }

  /// Asks whether the role may keep other triggers from firing, and says so where it may not.
  private mutating func decideTriggers(
    _ relations: [BackfillRelation]
  ) async throws(BackfillFailure) {
    guard !backfill.options.firesTriggers else { return }
    bypassesTriggers = try await asked { connection throws(PostgresError) in
      do throws(PostgresError) {
        // Outside a transaction block it lasts for this statement alone.
        _ = try await connection.query(
          "SELECT set_config('session_replication_role', 'replica', true)")
        return true
      } catch {
        guard error.sqlState == .insufficientPrivilege else { throw error }
        return false
      }
    }
    let triggers = Set(relations.flatMap(\.triggers)).sorted()
    guard !bypassesTriggers, !triggers.isEmpty else { return }
    backfill.progress(
      .note(
        record,
        """
        triggers fire for rows that are backfilled (\(triggers.joined(separator: ", "))): \
        the role may not set session_replication_role
        """))
  }

  // MARK: Passes

  /// Returns the pass to go on with, and whether it will have seen every page with its conditions.
  private mutating func firstPass(
    _ relations: [BackfillRelation]
  ) async throws(BackfillFailure) -> (BackfillCursor.Pass, isWhole: Bool) {
    let cursor = cursor
    let last = try await asked { connection throws(PostgresError) in
      try await cursor.lastPass(over: connection)
    }
    guard var last, !last.isDone(among: relations) else {
      return (try await newPass((last?.number ?? 0) + 1, relations), true)
    }
    let names = Set(relations.map(\.name))
    last.ranges.removeAll { !names.contains($0.relation) }
    let known = Set(last.ranges.map(\.relation))
    let missing = relations.filter { !known.contains($0.name) }
    last.ranges += try await begin(last.number, missing)
    return (last, !backfill.options.overwritesDiverged)
  }

  private mutating func newPass(
    _ number: Int, _ relations: [BackfillRelation]
  ) async throws(BackfillFailure) -> BackfillCursor.Pass {
    BackfillCursor.Pass(
      number: number, ranges: try await begin(number, relations), rowsUpdated: 0, deferred: 0)
  }

  private mutating func begin(
    _ pass: Int, _ relations: [BackfillRelation]
  ) async throws(BackfillFailure) -> [PageRange] {
    let ranges = relations.flatMap { relation in
      // An empty table leaves a row too: it says that the pass was made.
      relation.pageCount == 0
        ? [PageRange(relation: relation.name, first: 0, next: 0, end: 0)]
        : PageRange.covering(relation.pageCount, of: relation.name)
    }
    let cursor = cursor
    try await asked { connection throws(PostgresError) in
      try await cursor.begin(ranges, ofPass: pass, over: connection)
    }
    return ranges
  }

  /// Works through a pass with as many connections as are wanted; returns the first failure.
  private func work(
    on pass: BackfillCursor.Pass, _ relations: [BackfillRelation], _ queue: RangeQueue,
    _ pressure: Pressure
  ) async -> BackfillFailure? {
    let options = backfill.options
    let job = BackfillJob(
      record: record, options: options,
      sql: BackfillSQL(record: record, options: options, bypassesTriggers: bypassesTriggers),
      cursor: cursor, pass: pass.number,
      relations: Dictionary(uniqueKeysWithValues: relations.map { ($0.name, $0) }),
      pressure: pressure, stop: backfill.stop, pace: backfill.pace,
      progress: backfill.progress)
    let lookout = Lookout(
      open: backfill.open, pressure: job.pressure, watchesLag: options.maxLag != nil,
      pace: backfill.pace)
    let (backfill, record) = (backfill, record)
    let watching = Task { await lookout.run() }
    let failure = await withTaskGroup(of: BackfillFailure?.self) { group in
      for _ in 0..<max(1, options.concurrency) {
        group.addTask {
          var worker = BackfillWorker(job, queue, Self.line(backfill, record))
          do throws(BackfillFailure) {
            try await worker.run()
            return nil
          } catch {
            return error
          }
        }
      }
      return await group.reduce(nil) { $0 ?? $1 }
    }
    watching.cancel()
    await watching.value
    return failure
  }

  /// Rows that a trigger keeps from being written look like rows that need no writing.
  private mutating func checkSuppressed(
    _ relations: [BackfillRelation]
  ) async throws(BackfillFailure) {
    guard !bypassesTriggers, relations.contains(where: { !$0.triggers.isEmpty }) else { return }
    let (record, schema) = (record, backfill.options.defaultSchema)
    let isOpen = try await asked { connection throws(PostgresError) in
      try await ExpansionStatusReading(connection: connection, defaultSchema: schema)
        .hasOpenRow(record)
    }
    guard isOpen else { return }
    throw BackfillFailure(
      PostgresError(
        sqlState: "27000",
        message: "a trigger of '\(record.table)' keeps rows from being written",
        hint: "a role that may set session_replication_role writes them without the trigger"))
  }

  private func endless(isHeld: Bool) -> BackfillFailure {
    BackfillFailure(
      isHeld
        ? PostgresError(
          sqlState: .lockNotAvailable,
          message: "other sessions hold rows of '\(record.table)' and don't let them go",
          detail: blockers.isEmpty ? nil : blockers.joined(separator: "\n"))
        : PostgresError(
          sqlState: .objectInUse,
          message: "rows of '\(record.table)' that nobody fills keep coming",
          hint: """
            sessions with session_replication_role = replica, such as a subscription's, \
            don't fire the trigger that keeps the columns in step
            """))
  }
}

extension BackfillCursor.Pass {
  /// Whether all ranges are done of relations that are still there.
  func isDone(among relations: [BackfillRelation]) -> Bool {
    let names = Set(relations.map(\.name))
    return ranges.allSatisfy { $0.isDone || !names.contains($0.relation) }
  }
}
