public import Postgres
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The server that all tests of a process share, started with the first one that needs it.
///
/// `SCHEMA_FLOW_TEST_SERVER`, a connection string, names one to use instead of a throwaway server;
/// `SCHEMA_FLOW_TEST_SETTINGS` has settings for the throwaway one, as `name=value;name=value`.
public enum TestServer {
  /// Returns how to reach the server as a superuser.
  public static func connectionString() async throws -> ConnectionString {
    try await started.value
  }

  private static let ephemeral = Mutex<EphemeralServer?>(nil)

  private static let started = Task<ConnectionString, any Error> {
    if let given = variable("SCHEMA_FLOW_TEST_SERVER") {
      return ConnectionString(given)
    }
    let server = try await EphemeralServer.start(settings: settings())
    ephemeral.withLock { $0 = server }
    atexit { TestServer.ephemeral.withLock { $0?.stopNow() } }
    return server.connectionString
  }

  private static func settings() -> [String: String] {
    // Many tests run at once, each with connections of its own.
    var settings = ["max_connections": "500"]
    for setting in (variable("SCHEMA_FLOW_TEST_SETTINGS") ?? "").split(separator: ";") {
      let sides = setting.split(separator: "=", maxSplits: 1).map(String.init)
      if sides.count == 2 {
        settings[sides[0]] = sides[1]
      }
    }
    return settings
  }

  private static func variable(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
  }
}

/// Runs the body with a database of its own, made from `template0` and dropped afterwards.
///
/// All tests of a process begin at once: most wait here, so that the server has connections for
/// those that have begun.
public func withDatabase<R>(
  isolation: isolated (any Actor)? = #isolation,
  _ body: (ConnectionString) async throws -> R
) async throws -> R {
  if CaseGate.hasDatabase { return try await withFreshDatabase(isolation: isolation, body) }
  await CaseGate.databases.enter()
  let outcome: Result<R, any Error>
  do {
    outcome = .success(
      try await CaseGate.$hasDatabase.withValue(
        true, operation: { try await withFreshDatabase(isolation: isolation, body) }))
  } catch {
    outcome = .failure(error)
  }
  await CaseGate.databases.leave()
  return try outcome.get()
}

private func withFreshDatabase<R>(
  isolation: isolated (any Actor)?, _ body: (ConnectionString) async throws -> R
) async throws -> R {
  let server = try await TestServer.connectionString()
  let name = "test_\(getpid())_\(databaseCount.add(1, ordering: .relaxed).newValue)"
  let administrator = try await Connection.connect(to: server, applicationName: "tests")
  // Waits for no lock: template0 takes no connections, which would hold up the copy.
  try await administrator.execute("CREATE DATABASE \(name) TEMPLATE template0")
  let outcome: Result<R, any Error>
  do {
    outcome = .success(try await body(server.withDatabase(name)))
  } catch {
    outcome = .failure(error)
  }
  try await administrator.execute("DROP DATABASE \(name) WITH (FORCE)")
  await administrator.close()
  return try outcome.get()
}

/// Runs the body with a connection to a database of its own.
public func withConnection<R>(
  isolation: isolated (any Actor)? = #isolation,
  _ body: (Connection, ConnectionString) async throws -> R
) async throws -> R {
  try await withDatabase { target in
    let connection = try await Connection.connect(to: target, applicationName: "tests")
    let outcome: Result<R, any Error>
    do {
      outcome = .success(try await body(connection, target))
    } catch {
      outcome = .failure(error)
    }
    await connection.close()
    return try outcome.get()
  }
}

private let databaseCount = Atomic(0)
