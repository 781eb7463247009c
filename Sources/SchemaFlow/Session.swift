public import Postgres

/// The connections of one command, opened as they are needed and closed together.
public actor Session {
  private nonisolated let target: ConnectionString
  private var connections: [Connection] = []

  /// Creates a session for a server and database.
  public init(_ target: ConnectionString) { self.target = target }

  /// Opens a further connection.
  ///
  /// - Throws: `WorkflowError.database` when the server can't be reached.
  public func open(as role: String) async throws(WorkflowError) -> Connection {
    do {
      return try await connect(role)
    } catch {
      throw .database(error, doing: "connecting to \(target)")
    }
  }

  /// Opens a connection and lets the server's own error through.
  func connect(_ role: String) async throws(PostgresError) -> Connection {
    let connection = try await Connection.connect(
      to: target, applicationName: "schema-flow \(role)", options: ["jit": "off"])
    connections.append(connection)
    return connection
  }

  /// Opens a short-lived connection that helps to read the catalog; its user closes it.
  public nonisolated func openHelper() async throws(PostgresError) -> Connection {
    try await Connection.connect(to: target, applicationName: "schema-flow reader")
  }

  /// Interrupts what runs on every connection.
  public func cancel() {
    for connection in connections { connection.cancel() }
  }

  /// Closes every connection.
  public func close() async {
    for connection in connections { await connection.close() }
    connections = []
  }
}
