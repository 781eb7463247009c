import Execution
import Postgres
import SchemaCore

/// What the connections of a pair's backfill share.
struct BackfillJob: Sendable {
  let record: ExpansionRecord
  let options: BackfillOptions
  let sql: BackfillSQL
  let cursor: BackfillCursor
  let pass: Int
  let relations: [String: BackfillRelation]
  let pressure: Pressure
  let stop: BackfillStop
  let pace: Pace
  let progress: @Sendable (BackfillEvent) -> Void
}

/// One connection that takes ranges of pages and works through them batch by batch.
struct BackfillWorker {
  let job: BackfillJob
  let queue: RangeQueue
  var line: BackfillLine

  private var size = BatchSize(rows: 1, rowsPerPage: 1)
  private var isSized = false
  /// Open rows of a page, as the last batches had them.
  private var density = 1.0
  private var lastPause: BackfillPause?

  init(_ job: BackfillJob, _ queue: RangeQueue, _ line: BackfillLine) {
    self.job = job
    self.queue = queue
    self.line = line
  }

  /// Works until no range is left, a stop is asked for or something fails.
  mutating func run() async throws(BackfillFailure) {
    do {
      while !job.stop.isRequested, let range = await queue.next() {
        try await work(through: range)
      }
    } catch {
      await queue.abort()
      await line.close()
      throw error
    }
    await line.close()
  }

  // MARK: One range

  private mutating func work(through whole: PageRange) async throws(BackfillFailure) {
    guard let relation = job.relations[whole.relation] else { return }
    beginSizing(relation)
    var range = whole
    var failures = 0
    while !range.isDone {
      guard await mayGoOn() else { return }
      let pages = await batchPages(of: range)
      do {
        let connection = try await line.connection()
        range.rows += try await batch(of: range, relation, pages, over: connection)
        range.next += pages
        failures = 0
      } catch {
        failures += 1
        try await overcome(error, &range, relation, pages, failures: &failures)
      }
    }
  }

  private mutating func beginSizing(_ relation: BackfillRelation) {
    guard !isSized else { return }
    isSized = true
    density = relation.rowsPerPage ?? 100
    size = BatchSize(rows: job.record.batchSize, rowsPerPage: density)
  }

  /// Waits for its turn; returns whether the work is to go on.
  private mutating func mayGoOn() async -> Bool {
    while true {
      if job.stop.isRequested { return false }
      if await queue.isAborted { return false }
      guard let pause = await job.pressure.pause() else {
        lastPause = nil
        return true
      }
      if pause != lastPause {
        lastPause = pause
        job.progress(.paused(job.record, pause))
      }
      // Short, so that a stop is heard.
      guard (try? await job.pace.delay(.milliseconds(20))) != nil else { return false }
    }
  }

  private func batchPages(of range: PageRange) async -> Int {
    var pages = max(1, Int(Double(size.pages) * (await job.pressure.share)))
    if let limit = job.options.rowsPerSecond {
      // A limit that is used up at once would make long pauses between long batches.
      let rows = Double(limit) * (job.options.batchTarget / .seconds(1))
      let share = rows / Double(job.options.concurrency) / max(density, 1)
      pages = min(pages, max(1, Int(share)))
    }
    return min(pages, range.end - range.next)
  }

  // MARK: One batch

  /// Fills the rows of some pages and returns how many there were.
  private mutating func batch(
    of range: PageRange, _ relation: BackfillRelation, _ pages: Int, over connection: Connection
  ) async throws(PostgresError) -> Int {
    let start = ContinuousClock.now
    let end = range.next + pages
    let update = job.sql.update(
      relation, from: RowPlace(page: range.next), to: RowPlace(page: end))
    await job.pressure.joined(connection.backendPID)
    let outcome = await job.transaction([update], over: connection)
    let rows: Int
    let wal: Range<Int>?
    do {
      rows = try outcome.get().affectedRows ?? 0
      wal = try await commit(
        job.cursor.advance(
          range, ofPass: job.pass, to: end, rows: rows, duration: .now - start), over: connection)
    } catch {
      await job.pressure.left(connection.backendPID)
      throw error
    }
    await job.pressure.left(connection.backendPID)
    let duration = ContinuousClock.now - start
    size.took(duration, for: pages, target: job.options.batchTarget)
    if rows > 0 { density = Double(rows) / Double(pages) }
    await job.pressure.committed(rows: rows, wal: wal)
    await queue.advanced(pages: pages, rows: rows)
    return rows
  }

  /// Moves the cursor and commits; returns the WAL that was written meanwhile, by its positions.
  private func commit(
    _ advance: Statement, over connection: Connection
  ) async throws(PostgresError) -> Range<Int>? {
    let outcomes = try await connection.pipeline([[advance, Statement("COMMIT")]])[0]
    do {
      let advanced = try outcomes[0].get()
      _ = try outcomes[1].get()
      guard advanced.rowCount > 0, let end = advanced[0, 0].flatMap({ Int($0) }),
        let start = advanced[0, 1].flatMap({ Int($0) })
      else { return nil }
      return min(start, end)..<end
    } catch {
      if !error.isConnectionLoss { try? await connection.execute("ROLLBACK") }
      throw error
    }
  }

  // MARK: Failures

  /// Does what a failed batch asks for before the next attempt; throws where there is none.
  private mutating func overcome(
    _ error: PostgresError, _ range: inout PageRange, _ relation: BackfillRelation, _ pages: Int,
    failures: inout Int
  ) async throws(BackfillFailure) {
    let failureClass = classify(error)
    switch failureClass {
    case .connection:
      job.progress(.reconnecting(job.record, message: error.message))
      guard failures < job.options.maxAttempts else {
        throw BackfillFailure(error, relation: relation.name)
      }
      if failures > 1 { try? await job.pace.delay(job.pace.delay(upTo: min(50 << failures, 2000))) }
    case .contention, .catalogRace, .timeout:
      if pages == 1, failures > job.options.attemptsPerPage {
        guard failureClass != .timeout else {
          throw BackfillFailure(error, relation: relation.name)
        }
        try await deferPage(&range, relation)
        failures = 0
        return
      }
      size.shrink()
      let delay = job.pace.delay(upTo: min(50 << failures, 2000))
      job.progress(
        .retrying(
          job.record, failureClass: failureClass, delay: delay,
          blockers: await job.pressure.blockers))
      try? await job.pace.delay(delay)
    case .data, .unclassified:
      throw await blamed(error, range, relation, pages)
    default:
      if error.sqlState == .undefinedTable, await isGone(relation) {
        job.progress(.note(job.record, "'\(relation.name)' is gone"))
        await queue.leaveOut(relation.name)
        range.next = range.end
        return
      }
      throw BackfillFailure(error, relation: relation.name)
    }
    try await catchUp(&range, relation)
  }

  /// Reads where the cursor is: a commit whose answer was lost may have moved it.
  private mutating func catchUp(
    _ range: inout PageRange, _ relation: BackfillRelation
  ) async throws(BackfillFailure) {
    let (cursor, pass, place) = (job.cursor, job.pass, range)
    do throws(PostgresError) {
      let found = try await line.retrying { connection throws(PostgresError) in
        try await cursor.position(of: place, inPass: pass, over: connection)
      }
      guard let (next, rows) = found else {
        throw PostgresError(message: "the pair was given up while it was backfilled")
      }
      guard next > range.next else { return }
      await queue.advanced(pages: next - range.next, rows: rows - range.rows)
      (range.next, range.rows) = (next, rows)
    } catch {
      throw BackfillFailure(error, relation: relation.name)
    }
  }

  /// Leaves a page to the next pass, since somebody holds one of its rows for long.
  private mutating func deferPage(
    _ range: inout PageRange, _ relation: BackfillRelation
  ) async throws(BackfillFailure) {
    let statement = job.cursor.advance(
      range, ofPass: job.pass, to: range.next + 1, rows: 0, duration: .zero, isDeferred: true)
    do {
      _ = try await line.retrying { connection throws(PostgresError) in
        try await connection.query(statement.sql, statement.parameters)
      }
    } catch {
      throw BackfillFailure(error, relation: relation.name)
    }
    range.next += 1
    await queue.advanced(pages: 1, rows: 0, isDeferred: true)
  }

  private mutating func isGone(_ relation: BackfillRelation) async -> Bool {
    let result = try? await line.retrying { connection throws(PostgresError) in
      try await connection.query("SELECT to_regclass($1) IS NULL", [relation.name])
    }
    return result?[0, 0] == "t"
  }

  /// Finds the row that a batch failed for.
  private mutating func blamed(
    _ error: PostgresError, _ range: PageRange, _ relation: BackfillRelation, _ pages: Int
  ) async -> BackfillFailure {
    await queue.abort()
    guard !relation.isForeign, let connection = try? await line.connection() else {
      return BackfillFailure(error, relation: relation.name)
    }
    let search = FailingRow(job: job, relation: relation, connection: connection)
    let found = await search.find(
      from: RowPlace(page: range.next), to: RowPlace(page: range.next + pages), error)
    return BackfillFailure(found.error, relation: relation.name, row: found.row)
  }
}

extension BackfillJob {
  /// Runs statements in a transaction that stays open; rolls it back where one fails.
  func transaction(
    _ statements: [Statement], over connection: Connection
  ) async -> Result<QueryResult, PostgresError> {
    do {
      var group = [sql.settings] + statements
      if let script = options.perTransactionSQL {
        try await connection.execute(BackfillSQL.begin.sql)
        try await connection.execute(script)
      } else {
        group.insert(BackfillSQL.begin, at: 0)
      }
      var last: QueryResult?
      for outcome in try await connection.pipeline([group])[0] { last = try outcome.get() }
      return .success(last!)
    } catch {
      if !error.isConnectionLoss { try? await connection.execute("ROLLBACK") }
      return .failure(error)
    }
  }
}
