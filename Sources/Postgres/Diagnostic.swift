internal import CLibPQ

/// The fields of an error or notice, with the letters of PostgreSQL's protocol.
enum DiagnosticField: UInt8 {
  case severity = 0x56  // V, which unlike S is never localized
  case sqlState = 0x43  // C
  case message = 0x4D  // M
  case detail = 0x44  // D
  case hint = 0x48  // H
  case context = 0x57  // W
  case position = 0x50  // P
  case internalPosition = 0x70  // p
  case internalQuery = 0x71  // q
  case schemaName = 0x73  // s
  case tableName = 0x74  // t
  case columnName = 0x63  // c
  case dataTypeName = 0x64  // d
  case constraintName = 0x6E  // n

  func text(in result: OpaquePointer) -> String? {
    PQresultErrorField(result, Int32(rawValue)).map { String(cString: $0) }
  }
}

extension PostgresError {
  /// Reads the error from a failed result; without a code it is libpq's own.
  init(_ result: OpaquePointer, on connection: OpaquePointer, statement: String?) {
    let severity = DiagnosticField.severity.text(in: result)
    // After a failed write libpq reports it before it has seen the end of what the server sent.
    let isLost =
      severity == nil
      && (PQconsumeInput(connection) == 0 || PQstatus(connection) == CONNECTION_BAD)
    let whole = PQresultErrorMessage(result).map { String(cString: $0) } ?? ""
    let message = DiagnosticField.message.text(in: result) ?? whole.withoutTrailingSpace
    self.init(
      severity: severity ?? (isLost ? "FATAL" : "ERROR"),
      sqlState: DiagnosticField.sqlState.text(in: result).map { SQLState(rawValue: $0) },
      message: message.isEmpty ? "the connection to the server was lost" : message,
      detail: DiagnosticField.detail.text(in: result),
      hint: DiagnosticField.hint.text(in: result),
      statement: statement)
    context = DiagnosticField.context.text(in: result)
    schemaName = DiagnosticField.schemaName.text(in: result)
    tableName = DiagnosticField.tableName.text(in: result)
    columnName = DiagnosticField.columnName.text(in: result)
    dataTypeName = DiagnosticField.dataTypeName.text(in: result)
    constraintName = DiagnosticField.constraintName.text(in: result)
    position = DiagnosticField.position.text(in: result).flatMap { Int($0) }
    internalQuery = DiagnosticField.internalQuery.text(in: result)
    internalPosition = DiagnosticField.internalPosition.text(in: result).flatMap { Int($0) }
  }
}

extension String {
  /// The text without the line end that libpq puts behind its messages.
  var withoutTrailingSpace: String {
    var bytes = utf8[...]
    while let last = bytes.last, last == 0x20 || (9...13).contains(last) {
      bytes.removeLast()
    }
    return String(Substring(bytes))
  }
}
