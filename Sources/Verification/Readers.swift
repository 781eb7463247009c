import Postgres

/// The connections of one side, which all see the same snapshot.
struct Readers: Sendable {
  let side: SideName
  let connections: [Connection]
  /// The snapshot's name, for others that are to see it too.
  let snapshot: String?

  var first: Connection { connections[0] }

  /// Opens a side's connections.
  ///
  /// - Parameter shared: the snapshot of the other side, where both are in one database.
  static func open(
    _ side: VerificationSide, as name: SideName, _ options: VerificationOptions,
    exports: Bool, sharing shared: String? = nil
  ) async throws(VerificationError) -> Readers {
    var connections: [Connection] = []
    do {
      var snapshot = shared
      for _ in 0..<max(1, options.jobs) {
        let connection = try await side.open()
        connections.append(connection)
        try await begin(on: connection, snapshot, options)
        if snapshot == nil, exports || options.jobs > 1 {
          snapshot = try await connection.query("SELECT pg_export_snapshot()")[0, 0]
        }
      }
      return Readers(side: name, connections: connections, snapshot: snapshot)
    } catch {
      for connection in connections { await connection.close() }
      throw .database(error, doing: "connecting to the \(name.rawValue), \(side.name)")
    }
  }

  /// Ends the snapshot and the connections.
  func close() async {
    for connection in connections { await connection.close() }
  }

  /// What the texts of values depend on, and what would end a long look at the data.
  ///
  /// Off, row security is an error where it would hide rows.
  private static func settings(_ options: VerificationOptions) -> [(String, String)] {
    [
      ("search_path", ""), ("TimeZone", "UTC"), ("DateStyle", "ISO, YMD"),
      ("IntervalStyle", "postgres"), ("extra_float_digits", "1"), ("bytea_output", "hex"),
      ("lc_monetary", "C"), ("xmlbinary", "base64"), ("quote_all_identifiers", "off"),
      ("row_security", "off"), ("statement_timeout", "0"),
      ("lock_timeout", "\(options.lockTimeout)"), ("idle_in_transaction_session_timeout", "0"),
      ("jit", "off"),
    ]
  }

  private static func begin(
    on connection: Connection, _ snapshot: String?, _ options: VerificationOptions
  ) async throws(PostgresError) {
    // It counts from BEGIN on, so that it has to be lifted before; there since 17.
    if await connection.serverVersion >= 170_000 {
      try await connection.execute("SET transaction_timeout = 0")
    }
    try await connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
    if let snapshot { try await connection.execute("SET TRANSACTION SNAPSHOT '\(snapshot)'") }
    let settings = settings(options)
    let calls = settings.indices.map { "set_config($\($0 * 2 + 1), $\($0 * 2 + 2), true)" }
    _ = try await connection.query(
      "SELECT \(calls.joined(separator: ", "))", settings.flatMap { [$0.0, $0.1] })
  }
}
