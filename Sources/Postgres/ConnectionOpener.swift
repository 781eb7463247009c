internal import CLibPQ

/// What a connection is made of.
struct OpenedSession: Sendable {
  let session: Session
  let cancellation: Cancellation
  let serverVersion: Int
  let backendPID: Int32
}

/// Opens a session on the thread that the connection then keeps.
actor ConnectionOpener {
  private let target: ConnectionString
  private let applicationName: String
  private let options: [String: String]
  private let timeout: Duration?
  private nonisolated let thread: ConnectionThread

  nonisolated var unownedExecutor: UnownedSerialExecutor {
    thread.asUnownedSerialExecutor()
  }

  init(
    target: ConnectionString, applicationName: String, options: [String: String],
    timeout: Duration?, thread: ConnectionThread
  ) {
    self.target = target
    self.applicationName = applicationName
    self.options = options
    self.timeout = timeout
    self.thread = thread
  }

  func open() throws(PostgresError) -> OpenedSession {
    let parameters = try startParameters()
    let notices = NoticeReceiver()
    guard let connection = withPointers(to: parameters, { PQconnectStartParams($0, $1, 0) })
    else {
      throw .connectionLost("out of memory")
    }
    let session = Session(connection, notices)
    // Attached before the login: the server may warn then, of a collation version for example.
    notices.attach(to: connection)
    // Verbose messages are the only way to learn the code of a refused login.
    PQsetErrorVerbosity(connection, PQERRORS_VERBOSE)
    try establish(connection)
    PQsetErrorVerbosity(connection, PQERRORS_DEFAULT)
    return OpenedSession(
      session: session, cancellation: Cancellation(connection),
      serverVersion: Int(PQserverVersion(connection)), backendPID: PQbackendPID(connection))
  }

  private func startParameters() throws(PostgresError) -> [String: String] {
    var parameters = try target.parsed()
    for text in [applicationName] + options.flatMap({ [$0.key, $0.value] }) {
      guard !text.hasNullByte else { throw .nullByte(in: "") }
    }
    parameters["application_name"] = applicationName
    parameters["client_encoding"] = "UTF8"
    if !options.isEmpty {
      let given = parameters["options"] ?? ConnectionOptions.defaultValue(of: "options") ?? ""
      let added = ConnectionOptions.commandLine(options)
      parameters["options"] = given.isEmpty ? added : "\(given) \(added)"
    }
    return parameters
  }

  private func withPointers<R>(
    to parameters: [String: String],
    _ body: (UnsafePointer<UnsafePointer<CChar>?>, UnsafePointer<UnsafePointer<CChar>?>) -> R
  ) -> R {
    let names = Statement("", Array(parameters.keys) + [nil])
    let values = Statement("", Array(parameters.values) + [nil])
    return names.withParameterPointers { names in
      values.withParameterPointers { values in body(names!, values!) }
    }
  }

  /// Takes libpq through the login, without blocking where it can be avoided.
  private func establish(_ connection: OpaquePointer) throws(PostgresError) {
    let clock = ContinuousClock()
    let limit = timeout ?? configuredTimeout(connection)
    let deadline = limit.map { clock.now + $0 }
    var status = PGRES_POLLING_WRITING
    while PQstatus(connection) != CONNECTION_BAD {
      if status == PGRES_POLLING_OK { return }
      if status == PGRES_POLLING_FAILED { break }
      let events =
        status == PGRES_POLLING_READING ? Socket.readable : Socket.writable
      // The wait is cut into pieces to notice that the task was cancelled.
      while Socket.wait(PQsocket(connection), for: events, milliseconds: 100) == 0 {
        if Task.isCancelled {
          throw PostgresError(
            severity: "FATAL", sqlState: .queryCanceled, message: "the task was cancelled")
        }
        if let deadline, clock.now >= deadline {
          throw .connectionLost(target.redacting(place(connection) + "timeout expired"))
        }
      }
      status = PQconnectPoll(connection)
    }
    throw failure(connection)
  }

  /// Returns `connect_timeout`, which libpq leaves to its non-blocking callers, for all hosts.
  private func configuredTimeout(_ connection: OpaquePointer) -> Duration? {
    guard let options = PQconninfo(connection) else { return nil }
    defer { PQconninfoFree(options) }
    let values = ConnectionOptions.values(in: options)
    guard let seconds = values["connect_timeout"].flatMap({ Int($0) }), seconds > 0 else {
      return nil
    }
    let hosts = (values["hostaddr"] ?? values["host"] ?? "").utf8.split(
      separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
    // libpq rounds one second up to two.
    return .seconds(max(seconds, 2) * max(hosts.count, 1))
  }

  private func place(_ connection: OpaquePointer) -> String {
    let host = PQhost(connection).map { String(cString: $0) } ?? ""
    let port = PQport(connection).map { String(cString: $0) } ?? ""
    return "connection to server at \"\(host)\", port \(port) failed: "
  }

  private func failure(_ connection: OpaquePointer) -> PostgresError {
    let text = String(cString: PQerrorMessage(connection))
    let report = LoginFailure(text)
    var error = PostgresError.connectionLost(target.redacting(report.message))
    error.sqlState = report.sqlState
    error.detail = report.detail.map { target.redacting($0) }
    error.hint = report.hint.map { target.redacting($0) }
    return error
  }
}
