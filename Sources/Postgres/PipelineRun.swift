internal import CLibPQ

/// One use of libpq's pipeline mode: sends and receives at the same time.
///
/// The server stops reading when nobody takes its answers, so a sender that only sends would wait
/// for ever once both socket buffers are full.
struct PipelineRun {
  private let exchange: Exchange
  private let groups: [[Statement]]

  /// The next statement or sync to send; a group is through with its sync, at its end index.
  private var sendGroup = 0
  private var sendIndex = 0
  private var receiveGroup = 0
  private var receiveIndex = 0
  /// How many statements and syncs are sent and not answered.
  private var unanswered = 0
  /// The outcomes of all groups before ``receiveGroup``.
  private var finished: [[PipelineOutcome]] = []
  private var current: [PipelineOutcome] = []
  /// Why a group was not sent, at the statement that was refused.
  private var refusals: [Int: (index: Int, error: PostgresError)] = [:]

  init(_ groups: [[Statement]], in exchange: Exchange) {
    self.groups = groups
    self.exchange = exchange
    finished.reserveCapacity(groups.count)
  }

  /// How much may wait in libpq's buffer: it moves what is left after each partial write.
  private static let bufferedBytes = 64 * 1024

  /// Runs everything and returns the outcomes.
  ///
  /// - Throws: The error that ended the session.
  mutating func outcomes() throws(PostgresError) -> [[PipelineOutcome]] {
    guard PQenterPipelineMode(connection) == 1, PQsetnonblocking(connection, 1) == 0 else {
      throw lostConnection()
    }
    var isFlushed = true
    while sendGroup < groups.count || unanswered > 0 || !isFlushed {
      if isFlushed, sendGroup < groups.count {
        try sendSome()
      }
      let flush = PQflush(connection)
      if flush < 0 { throw lostConnection() }
      isFlushed = flush == 0
      try receiveAvailable()
      guard unanswered > 0 || !isFlushed else { continue }
      // With room to send there is no reason to wait.
      let canSend = isFlushed && sendGroup < groups.count
      let isThere = exchange.takeInput(orRoomToSend: !isFlushed, mayWait: !canSend)
      // What came before the end of the stream may tell why it ended.
      try receiveAvailable()
      if !isThere { throw lostConnection() }
    }
    finishUnsentGroups()
    guard PQexitPipelineMode(connection) == 1, PQsetnonblocking(connection, 0) == 0 else {
      throw lostConnection()
    }
    return finished
  }

  private var connection: OpaquePointer {
    exchange.connection
  }

  // MARK: Sending

  private mutating func sendSome() throws(PostgresError) {
    var bytes = 0
    while sendGroup < groups.count, bytes < PipelineRun.bufferedBytes {
      let group = groups[sendGroup]
      if sendIndex == 0 {
        if exchange.cancellation.isRequested {
          sendGroup = groups.count
          return
        }
        if refuses(group) {
          sendGroup += 1
          continue
        }
      }
      if sendIndex < group.count {
        bytes += try send(group[sendIndex])
        sendIndex += 1
      } else {
        guard PQpipelineSync(connection) == 1 else { throw lostConnection() }
        bytes += 64
        sendGroup += 1
        sendIndex = 0
      }
      unanswered += 1
    }
  }

  private mutating func send(_ statement: Statement) throws(PostgresError) -> Int {
    let isSent = statement.send(on: connection)
    guard isSent == 1 else { throw lostConnection(statement.sql) }
    return statement.parameters.reduce(statement.sql.utf8.count + 64) {
      $0 + ($1?.utf8.count ?? 0)
    }
  }

  private mutating func refuses(_ group: [Statement]) -> Bool {
    for (index, statement) in group.enumerated() {
      if let error = statement.refusal {
        refusals[sendGroup] = (index, error)
        return true
      }
    }
    return false
  }

  // MARK: Receiving

  private mutating func receiveAvailable() throws(PostgresError) {
    while unanswered > 0, PQisBusy(connection) == 0 {
      finishRefusedGroups()
      if receiveIndex < groups[receiveGroup].count {
        try receiveStatement(groups[receiveGroup][receiveIndex])
      } else {
        try receiveSync()
      }
      unanswered -= 1
    }
  }

  private mutating func receiveStatement(_ statement: Statement) throws(PostgresError) {
    guard let result = PQgetResult(connection) else { throw lostConnection(statement.sql) }
    switch PQresultStatus(result) {
    case PGRES_TUPLES_OK, PGRES_COMMAND_OK, PGRES_EMPTY_QUERY:
      current.append(.success(QueryResult(result)))
    case PGRES_PIPELINE_ABORTED:
      PQclear(result)
      current.append(.skipped)
    case PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_COPY_BOTH:
      PQclear(result)
      // The server now ignores syncs, so the session can't be brought back into step.
      throw .connectionLost("COPY cannot run in a pipeline", statement: statement.sql)
    default:
      let error = PostgresError(result, on: connection, statement: statement.sql)
      PQclear(result)
      if error.isConnectionLoss { throw error }
      current.append(.failure(error))
      // A request ends one statement only; the next one gets its own without a delay.
      if error.sqlState == .queryCanceled, exchange.cancellation.isRequested, unanswered > 2 {
        exchange.cancellation.cancelAgain()
      }
    }
    receiveIndex += 1
    // A null ends the results of each statement; it is there without waiting.
    while let extra = PQgetResult(connection) {
      PQclear(extra)
    }
  }

  /// Reads the end of a group.
  ///
  /// Outside a transaction block the sync commits, and a deferred constraint can fail then. That
  /// undoes the group, and its last statement gets the error.
  private mutating func receiveSync() throws(PostgresError) {
    while true {
      guard let result = PQgetResult(connection) else {
        if PQstatus(connection) == CONNECTION_BAD { throw lostConnection() }
        continue
      }
      defer { PQclear(result) }
      if PQresultStatus(result) == PGRES_PIPELINE_SYNC { break }
      let error = PostgresError(result, on: connection, statement: groups[receiveGroup].last?.sql)
      if error.isConnectionLoss { throw error }
      if !current.isEmpty {
        current[current.count - 1] = .failure(error)
      }
    }
    finished.append(current)
    current = []
    receiveGroup += 1
    receiveIndex = 0
  }

  private mutating func finishRefusedGroups() {
    while receiveIndex == 0, let refusal = refusals[receiveGroup] {
      finished.append(
        groups[receiveGroup].indices.map {
          $0 == refusal.index ? .failure(refusal.error) : .skipped
        })
      receiveGroup += 1
    }
  }

  private mutating func finishUnsentGroups() {
    finishRefusedGroups()
    while receiveGroup < groups.count {
      finished.append(groups[receiveGroup].map { _ in .skipped })
      receiveGroup += 1
      finishRefusedGroups()
    }
  }

  private func lostConnection(_ statement: String? = nil) -> PostgresError {
    exchange.lostConnection(statement)
  }
}
