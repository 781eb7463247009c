internal import CLibPQ

/// Everything the server answers to one message outside pipeline mode.
struct Response {
  private let connection: OpaquePointer
  private let statement: String
  private var last: OpaquePointer?
  private var error: PostgresError?

  init(_ connection: OpaquePointer, statement: String) {
    self.connection = connection
    self.statement = statement
  }

  /// Reads to the end and returns the last result, or throws the first error.
  mutating func lastResult() throws(PostgresError) -> OpaquePointer? {
    while let result = PQgetResult(connection) {
      receive(result)
    }
    if let error {
      PQclear(last)
      throw error
    }
    return last
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
