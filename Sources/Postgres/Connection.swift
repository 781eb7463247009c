internal import CLibPQ

/// A session with a server; its calls run on a thread of its own, one after the other.
///
/// When the calling task is cancelled during a call, the server is asked to interrupt the
/// statement, and the call throws code 57014. A task that was cancelled before can still call, so
/// that it can roll back.
public actor Connection {
  private nonisolated let thread: ConnectionThread
  private let session: Session
  private nonisolated let cancellation: Cancellation
  private let version: Int
  private var loss: PostgresError?

  /// The process id of the session's server process, as `pg_backend_pid()` gives it.
  public nonisolated let backendPID: Int32

  /// The thread that the calls run on.
  public nonisolated var unownedExecutor: UnownedSerialExecutor {
    thread.asUnownedSerialExecutor()
  }

  /// Opens a session; its client encoding is always UTF8.
  ///
  /// - Parameters:
  ///   - options: Run-time parameters to set from the start, by name.
  ///   - connectTimeout: The time for the whole attempt; nil for that of the connection string.
  /// - Throws: An error without the password; with code 57014 if the task was cancelled.
  public static func connect(
    to target: ConnectionString, applicationName: String, options: [String: String] = [:],
    connectTimeout: Duration? = nil
  ) async throws(PostgresError) -> Connection {
    let thread = ConnectionThread()
    let opener = ConnectionOpener(
      target: target, applicationName: applicationName, options: options,
      timeout: connectTimeout, thread: thread)
    do {
      return Connection(try await opener.open(), on: thread)
    } catch {
      thread.stop()
      throw error
    }
  }

  private init(_ opened: OpenedSession, on thread: ConnectionThread) {
    self.thread = thread
    session = opened.session
    cancellation = opened.cancellation
    version = opened.serverVersion
    backendPID = opened.backendPID
  }

  deinit {
    thread.stop()
  }

  /// The server's version as libpq counts it: 150018 for 15.18.
  public var serverVersion: Int {
    version
  }

  /// Whether the session is neither closed nor lost, as far as is known.
  public var isOpen: Bool {
    session.connection != nil && loss == nil
  }

  /// Whether the session is inside a transaction block, as of the last answer.
  public var transactionStatus: TransactionStatus {
    guard let connection = session.connection, loss == nil else { return .unknown }
    return TransactionStatus(PQtransactionStatus(connection))
  }

  /// Returns a setting that the server reports by itself, such as `standard_conforming_strings`.
  public func reportedParameter(_ name: String) -> String? {
    session.connection.flatMap { PQparameterStatus($0, name) }.map { String(cString: $0) }
  }

  /// Runs a script of any number of statements, sent as one message of the simple protocol.
  ///
  /// Outside a transaction block the whole message is one transaction.
  public func execute(_ script: String) async throws(PostgresError) {
    guard !script.hasNullByte else { throw .nullByte(in: script) }
    let result = try await run(script) { connection in
      script.withCString { PQsendQuery(connection, $0) }
    }
    PQclear(result?.pointer)
  }

  /// Runs one statement and returns its rows.
  public func query(
    _ sql: String, _ parameters: [String?] = []
  ) async throws(PostgresError) -> QueryResult {
    let statement = Statement(sql, parameters)
    if let refusal = statement.refusal { throw refusal }
    let result = try await run(sql) { statement.send(on: $0) }
    guard let result else {
      throw PostgresError(message: "the server sent no result", statement: sql)
    }
    return QueryResult(result.pointer)
  }

  /// Runs groups of statements without waiting between them; outcomes come in the same order.
  ///
  /// Each group ends with a sync: an error skips the rest of its group only, and outside a
  /// transaction block a group is one transaction. A group with a statement that can't be sent
  /// at all (null byte, too many parameters) is not sent: that statement fails, the others are
  /// skipped. After a cancellation, groups that were not sent yet are skipped.
  ///
  /// - Throws: Only when the connection is lost.
  public func pipeline(
    _ groups: [[Statement]]
  ) async throws(PostgresError) -> [[PipelineOutcome]] {
    guard !groups.isEmpty else { return [] }
    return try await interruptible { connection throws(PostgresError) in
      guard let connection else {
        return groups.map { $0.map { _ in .skipped } }
      }
      let exchange = Exchange(connection: connection, cancellation: cancellation)
      var run = PipelineRun(groups, in: exchange)
      return try run.outcomes()
    }
  }

  /// Asks the server to interrupt the call in progress; safe from any thread, also after close.
  public nonisolated func cancel() {
    cancellation.cancel()
  }

  /// Sets what receives notices, on the connection's thread; nil, the default, drops them.
  public func onNotice(_ receive: (@Sendable (Notice) -> Void)?) {
    session.notices.receive = receive
  }

  /// Ends the session and its thread; later calls throw.
  public func close() {
    session.close()
    thread.stop()
  }
}

extension Connection {
  /// A result on its way from the connection to its owner.
  private struct ReceivedResult: @unchecked Sendable {
    let pointer: OpaquePointer
  }

  /// Sends a message and returns the last result, or throws the first error.
  private func run(
    _ sql: String, _ send: (OpaquePointer) -> Int32
  ) async throws(PostgresError) -> ReceivedResult? {
    try await interruptible { connection throws(PostgresError) in
      guard let connection else {
        throw PostgresError(
          sqlState: .queryCanceled, message: "the task was cancelled", statement: sql)
      }
      guard send(connection) == 1 else {
        throw .connectionLost(
          String(cString: PQerrorMessage(connection)).withoutTrailingSpace, statement: sql)
      }
      let exchange = Exchange(connection: connection, cancellation: cancellation)
      var response = Response(exchange, statement: sql)
      return try response.lastResult().map { ReceivedResult(pointer: $0) }
    }
  }

  /// Runs the body so that cancelling the task interrupts it.
  ///
  /// - Parameter body: Gets nil if the task was cancelled before anything was sent.
  private func interruptible<R: Sendable>(
    _ body: (OpaquePointer?) throws(PostgresError) -> R
  ) async throws(PostgresError) -> R {
    if let loss { throw loss }
    guard let connection = session.connection else {
      throw .connectionLost("the connection is closed")
    }
    // A task cancelled before the call is cleaning up; its statements must run.
    let isCleaningUp = Task.isCancelled
    cancellation.prepare()
    let outcome: Result<R, PostgresError>
    if isCleaningUp {
      outcome = perform(connection, body)
    } else {
      outcome = await withTaskCancellationHandler {
        perform(connection, body)
      } onCancel: {
        cancellation.cancel()
      }
    }
    if case .failure(let error) = outcome, error.isConnectionLoss {
      loss = .connectionLost("the connection was lost: \(error.message)")
      session.close()
    }
    return try outcome.get()
  }

  private func perform<R>(
    _ connection: OpaquePointer, _ body: (OpaquePointer?) throws(PostgresError) -> R
  ) -> Result<R, PostgresError> {
    let mayStart = cancellation.begin()
    defer { cancellation.end() }
    do {
      return .success(try body(mayStart ? connection : nil))
    } catch {
      return .failure(error)
    }
  }
}

/// Whether a session is inside a transaction block.
public enum TransactionStatus: Sendable, Hashable {
  /// Outside a transaction block.
  case idle
  /// A statement is in progress.
  case active
  /// Inside a transaction block.
  case inTransaction
  /// Inside a transaction block that failed and can only be rolled back.
  case inError
  /// The connection is closed or lost.
  case unknown

  init(_ status: PGTransactionStatusType) {
    switch status {
    case PQTRANS_IDLE: self = .idle
    case PQTRANS_ACTIVE: self = .active
    case PQTRANS_INTRANS: self = .inTransaction
    case PQTRANS_INERROR: self = .inError
    default: self = .unknown
    }
  }
}
