import Postgres
import TestSupport
import Testing

struct ConnectionTests {
  @Test func knowsTheServer() async throws {
    try await withConnection { connection, _ in
      let row = try await connection.query(
        """
        SELECT pg_backend_pid(), current_setting('server_version_num'),
          current_setting('client_encoding'), current_setting('application_name')
        """)
      #expect(row[0, 0] == "\(connection.backendPID)")
      #expect(row[0, 1] == "\(await connection.serverVersion)")
      #expect(row[0, 2] == "UTF8")
      #expect(row[0, 3] == "tests")
      #expect(await connection.reportedParameter("standard_conforming_strings") == "on")
    }
  }

  @Test func setsParametersFromTheStart() async throws {
    try await withDatabase { target in
      let connection = try await Connection.connect(
        to: ConnectionString(target.text + "&options=-c%20work_mem%3D123kB"),
        applicationName: "it's",
        options: ["search_path": "\"a b\", \"c\\d\"", "lock_timeout": "5s", "jit": "off"])
      let row = try await connection.query(
        """
        SELECT current_setting('search_path'), current_setting('lock_timeout'),
          current_setting('work_mem'), current_setting('application_name')
        """)
      #expect(row[0, 0] == "\"a b\", \"c\\d\"")
      #expect(row[0, 1] == "5s")
      #expect(row[0, 2] == "123kB")
      #expect(row[0, 3] == "it's")
      await connection.close()
    }
  }

  @Test func tellsWhyConnectingFailed() async throws {
    let server = try await TestServer.connectionString()
    let missing = await #expect(throws: PostgresError.self) {
      try await Connection.connect(to: server.withDatabase("missing"), applicationName: "tests")
    }
    #expect(missing?.sqlState == .invalidCatalogName)
    #expect(missing?.severity == "FATAL")
    #expect(missing?.isConnectionLoss == false)
    #expect(missing?.message.hasSuffix(#"FATAL: database "missing" does not exist"#) == true)

    let unreachable = await #expect(throws: PostgresError.self) {
      try await Connection.connect(
        to: ConnectionString("host=/nonexistent"), applicationName: "tests")
    }
    #expect(unreachable?.sqlState == nil)
    #expect(unreachable?.isConnectionLoss == true)
  }

  @Test func givesUpAfterTheTimeout() async throws {
    // A socket that accepts connections and says nothing.
    try await withSilentServer { target in
      let error = await #expect(throws: PostgresError.self) {
        try await Connection.connect(
          to: target, applicationName: "tests", connectTimeout: .milliseconds(150))
      }
      #expect(error?.message.hasSuffix("timeout expired") == true)
      let task = Task {
        try await Connection.connect(to: target, applicationName: "tests")
      }
      task.cancel()
      let cancelled = await #expect(throws: PostgresError.self) { try await task.value }
      #expect(cancelled?.sqlState == .queryCanceled)
    }
  }

  @Test func cancelInterruptsTheStatement() async throws {
    try await withConnection { connection, target in
      let sleeping = Task { try await connection.query("SELECT pg_sleep(600)") }
      try await waitUntilActive(connection, "pg_sleep", on: target)
      connection.cancel()
      let error = await #expect(throws: PostgresError.self) { try await sleeping.value }
      #expect(error?.sqlState == .queryCanceled)
      connection.cancel()
      #expect(try await connection.query("SELECT 1")[0, 0] == "1")
    }
  }

  @Test func cancellingTheTaskInterruptsTheStatement() async throws {
    try await withConnection { connection, target in
      let sleeping = Task {
        do {
          try await connection.execute("BEGIN; SELECT pg_sleep(600)")
        } catch {
          // A cancelled task can still clean up.
          try await connection.execute("ROLLBACK")
          throw error
        }
      }
      try await waitUntilActive(connection, "pg_sleep", on: target)
      sleeping.cancel()
      let error = await #expect(throws: PostgresError.self) { try await sleeping.value }
      #expect(error?.sqlState == .queryCanceled)
      #expect(await connection.transactionStatus == .idle)
    }
  }

  @Test func cancellingTheTaskEndsAPipeline() async throws {
    try await withConnection { connection, target in
      let groups =
        [[Statement("SELECT 1")]] + (0..<50).map { _ in [Statement("SELECT pg_sleep(600)")] }
      let running = Task { try await connection.pipeline(groups) }
      try await waitUntilActive(connection, "pg_sleep", on: target)
      running.cancel()
      let outcomes = try await running.value
      #expect(outcomes.count == groups.count)
      #expect(try outcomes[0][0].get()[0, 0] == "1")
      #expect(throws: PostgresError.self) { try outcomes[50][0].get() }
      #expect(try await connection.query("SELECT 1")[0, 0] == "1")
    }
  }

  @Test func noticesALostConnection() async throws {
    try await withConnection { connection, target in
      let other = try await Connection.connect(to: target, applicationName: "other")
      _ = try await connection.query(
        "SELECT pg_terminate_backend($1::int, 10000)", ["\(other.backendPID)"])
      let error = await #expect(throws: PostgresError.self) { try await other.query("SELECT 1") }
      #expect(error?.isConnectionLoss == true)
      #expect(error?.sqlState == .adminShutdown)
      let next = await #expect(throws: PostgresError.self) { try await other.execute("SELECT 1") }
      #expect(next?.isConnectionLoss == true)
      #expect(await !other.isOpen)
      await other.close()
    }
  }

  @Test func losesTheConnectionWithinAStatement() async throws {
    try await withConnection { connection, target in
      for usesPipeline in [false, true] {
        let other = try await Connection.connect(to: target, applicationName: "other")
        let running = Task {
          if usesPipeline {
            let sleep = Statement("SELECT pg_sleep(600)")
            _ = try await other.pipeline([[Statement("SELECT 1")], [sleep], [sleep]])
          } else {
            try await other.execute("SELECT pg_sleep(600)")
          }
        }
        try await waitUntilActive(other, "pg_sleep", on: target)
        _ = try await connection.query(
          "SELECT pg_terminate_backend($1::int)", ["\(other.backendPID)"])
        let error = await #expect(throws: PostgresError.self) { try await running.value }
        #expect(error?.isConnectionLoss == true)
        #expect(error?.sqlState == .adminShutdown)
        #expect(await other.transactionStatus == .unknown)
      }
    }
  }

  @Test func throwsAfterClose() async throws {
    try await withConnection { connection, _ in
      await connection.close()
      connection.cancel()
      await connection.close()
      let error = await #expect(throws: PostgresError.self) {
        try await connection.query("SELECT 1")
      }
      #expect(error?.message == "the connection is closed")
    }
  }

  /// Twenty blocking calls would starve the observer if they sat on the shared threads.
  @Test func manyConnectionsWaitAtOnce() async throws {
    try await withConnection { observer, target in
      try await observer.execute("SELECT pg_advisory_lock(1)")
      try await withThrowingTaskGroup { group in
        for number in 0..<20 {
          group.addTask {
            let connection = try await Connection.connect(to: target, applicationName: "\(number)")
            try await connection.execute("SELECT pg_advisory_lock_shared(1)")
            await connection.close()
          }
        }
        var waiting = 0
        while waiting < 20 {
          let row = try await observer.query(
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
          waiting = row[0, 0].flatMap { Int($0) } ?? 0
        }
        try await observer.execute("SELECT pg_advisory_unlock(1)")
        try await group.waitForAll()
      }
    }
  }

  /// Asks the server until the connection is busy with the SQL.
  private func waitUntilActive(
    _ connection: Connection, _ sql: String, on target: ConnectionString
  ) async throws {
    let observer = try await Connection.connect(to: target, applicationName: "observer")
    var isActive = false
    while !isActive {
      let row = try await observer.query(
        """
        SELECT state = 'active' AND query LIKE '%' || $2 || '%' AND wait_event = 'PgSleep'
        FROM pg_stat_activity WHERE pid = $1::int
        """, ["\(connection.backendPID)", sql])
      isActive = row[0, 0] == "t"
    }
    await observer.close()
  }
}
