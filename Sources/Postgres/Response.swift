internal import CLibPQ

/// Everything the server answers to one message outside pipeline mode.
struct Response {
  private let exchange: Exchange
  private let statement: String
  private var last: OpaquePointer?
  private var error: PostgresError?

  init(_ exchange: Exchange, statement: String) {
    self.exchange = exchange
    self.statement = statement
  }

  /// Reads to the end and returns the last result, or throws the first error.
  mutating func lastResult() throws(PostgresError) -> OpaquePointer? {
    var loss: PostgresError?
    while true {
      while loss == nil, PQisBusy(connection) == 1 {
        if !exchange.takeInput() {
          loss = exchange.lostConnection(statement)
        }
      }
      // What came before the end of the stream may tell why it ended.
      if loss != nil && PQisBusy(connection) == 1 { break }
      guard let result = PQgetResult(connection) else { break }
      receive(result)
    }
    error = error ?? loss
    if let error {
      PQclear(last)
      throw error
    }
    return last
  }

  private var connection: OpaquePointer {
    exchange.connection
  }

  private mutating func receive(_ result: OpaquePointer) {
    switch PQresultStatus(result) {
    case PGRES_COPY_IN:
      PQclear(result)
      // The server answers with an error, which then is the outcome.
      if PQputCopyEnd(connection, "COPY FROM STDIN has no data here") != 1 {
        fail("COPY FROM STDIN has no data here")
      }
    case PGRES_COPY_OUT:
      PQclear(result)
      fail("COPY TO STDOUT has no receiver here")
      skipCopiedData()
    case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_EMPTY_QUERY:
      PQclear(last)
      last = result
    default:
      if error == nil {
        error = PostgresError(result, on: connection, statement: statement)
      }
      PQclear(result)
    }
  }

  private func skipCopiedData() {
    var row: UnsafeMutablePointer<CChar>?
    while PQgetCopyData(connection, &row, 0) > 0 {
      PQfreemem(row)
    }
  }

  private mutating func fail(_ message: String) {
    if error == nil {
      error = PostgresError(
        sqlState: .featureNotSupported, message: message, statement: statement)
    }
  }
}
