/// What the server said about a statement that failed, or libpq about the connection.
public struct PostgresError: Error, Hashable, Sendable {
  /// `ERROR`, `FATAL` or `PANIC`, never localized; `FATAL` where the connection failed.
  public var severity: String
  /// The error code; nil where the socket was lost or connecting failed without one.
  public var sqlState: SQLState?
  /// What went wrong, in one line.
  public var message: String
  /// More about what went wrong.
  public var detail: String?
  /// What to do about it.
  public var hint: String?
  /// Where it happened inside the server: the call stack of functions.
  public var context: String?
  /// The schema of the object that the error is about.
  public var schemaName: String?
  /// The table that the error is about.
  public var tableName: String?
  /// The column that the error is about.
  public var columnName: String?
  /// The data type that the error is about.
  public var dataTypeName: String?
  /// The constraint that was violated.
  public var constraintName: String?
  /// Where in ``statement`` the error is: 1-based, counted in Unicode scalars.
  public var position: Int?
  /// The SQL that failed.
  public var statement: String?
  /// The SQL inside a function that failed, where it isn't ``statement`` itself.
  public var internalQuery: String?
  /// Where in ``internalQuery`` the error is: 1-based, counted in Unicode scalars.
  public var internalPosition: Int?

  /// Creates an error that no server sent.
  public init(
    severity: String = "ERROR", sqlState: SQLState? = nil, message: String,
    detail: String? = nil, hint: String? = nil, statement: String? = nil
  ) {
    self.severity = severity
    self.sqlState = sqlState
    self.message = message
    self.detail = detail
    self.hint = hint
    self.statement = statement
  }

  /// Whether the session has ended, so that a new connection could help.
  ///
  /// A rejected login (class 28) or database (3D000) never had a session. A code of class 08 with
  /// severity ERROR comes from a healthy session, as when a subscription can't reach its publisher.
  public var isConnectionLoss: Bool {
    guard severity == "FATAL" || severity == "PANIC" else { return false }
    return sqlState?.errorClass != "28" && sqlState != .invalidCatalogName
  }
}

extension PostgresError: CustomStringConvertible {
  /// Severity, message and code, and a line each for detail, hint and context.
  public var description: String {
    var lines = ["\(severity): \(message)" + (sqlState.map { " (\($0))" } ?? "")]
    for (label, text) in [("DETAIL", detail), ("HINT", hint), ("CONTEXT", context)] {
      if let text {
        lines.append("\(label): \(text)")
      }
    }
    return lines.joined(separator: "\n")
  }
}

extension PostgresError {
  static func connectionLost(_ message: String, statement: String? = nil) -> PostgresError {
    PostgresError(
      severity: "FATAL",
      message: message.isEmpty ? "the connection to the server was lost" : message,
      statement: statement)
  }

  static func nullByte(in statement: String) -> PostgresError {
    PostgresError(
      sqlState: .characterNotInRepertoire,
      message: "PostgreSQL does not accept a null byte in a statement or a parameter",
      statement: statement)
  }
}
