import Postgres
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

struct EphemeralServerTests {
  @Test func stopRemovesEverything() async throws {
    let server = try await EphemeralServer.start(settings: ["work_mem": "77kB"])
    let connection = try await Connection.connect(
      to: server.connectionString, applicationName: "tests")
    let row = try await connection.query(
      """
      SELECT current_setting('work_mem'), current_user, current_database(),
        current_setting('fsync'), current_setting('listen_addresses'),
        current_setting('server_encoding'), inet_server_addr()
      """)
    #expect((0..<7).map { row[0, $0] } == ["77kB", "postgres", "postgres", "off", "", "UTF8", nil])
    let postmaster = try #require(postmasterPID(server))
    #expect(exists(server.dataDirectory))
    await server.stop()
    #expect(!exists(server.dataDirectory))
    #expect(!exists(parent(of: server.dataDirectory)))
    // A zombie until init collects it, but it runs nothing any more.
    #expect(!exists("/proc/\(postmaster)/exe"))
    await server.stop()
    let error = await #expect(throws: PostgresError.self) {
      try await connection.query("SELECT 1")
    }
    #expect(error?.isConnectionLoss == true)
  }

  @Test func twoServersRunAtOnce() async throws {
    async let first = EphemeralServer.start()
    async let second = EphemeralServer.start(settings: ["wal_level": "logical"])
    let servers = try await [first, second]
    #expect(servers[0].connectionString != servers[1].connectionString)
    for (server, level) in zip(servers, ["minimal", "logical"]) {
      let connection = try await Connection.connect(
        to: server.connectionString, applicationName: "tests")
      #expect(try await connection.query("SHOW wal_level")[0, 0] == level)
      await connection.close()
    }
    servers[0].stopNow()
    #expect(!exists(servers[0].dataDirectory))
    #expect(exists(servers[1].dataDirectory))
    await servers[1].stop()
  }

  @Test func aServerThatKeepsRunningCanBeStopped() async throws {
    let server = try await EphemeralServer.start(keepRunning: true)
    let connection = try await Connection.connect(
      to: server.connectionString, applicationName: "tests")
    #expect(try await connection.query("SELECT 1")[0, 0] == "1")
    await server.stop()
    #expect(!exists(parent(of: server.dataDirectory)))
  }

  @Test func tellsWhyTheServerDidNotStart() async throws {
    let error = await #expect(throws: EphemeralServerError.self) {
      try await EphemeralServer.start(settings: ["no_such_setting": "1"])
    }
    #expect(error?.message.contains("no_such_setting") == true)
  }

  @Test func locatesTheInstallation() throws {
    let found = try PostgresInstallation.locate()
    #expect(found.majorVersion >= 13)
    #expect(exists("\(found.binDirectory)/initdb"))
    let named = try PostgresInstallation.locate(environment: ["PG_BIN": found.binDirectory])
    #expect(named == found)
    let error = #expect(throws: EphemeralServerError.self) {
      try PostgresInstallation.locate(environment: ["PG_BIN": "/nonexistent"])
    }
    #expect(error?.message.contains("PG_BIN") == true)
  }

  private func postmasterPID(_ server: EphemeralServer) -> pid_t? {
    guard let file = fopen("\(server.dataDirectory)/postmaster.pid", "r") else { return nil }
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 32)
    guard fgets(&line, 32, file) != nil else { return nil }
    return pid_t(atoi(line))
  }

  private func exists(_ path: String) -> Bool {
    access(path, F_OK) == 0
  }

  private func parent(of path: String) -> String {
    String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])
  }
}
