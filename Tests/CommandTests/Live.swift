import Postgres
import Testing

/// Runs SQL in a database over a connection of its own.
func execute(_ sql: String, on target: ConnectionString) async throws {
  let connection = try await Connection.connect(to: target, applicationName: "tests")
  try await connection.execute(sql)
  await connection.close()
}

/// Returns the first value of a query, over a connection of its own.
func value(_ sql: String, on target: ConnectionString) async throws -> String? {
  let connection = try await Connection.connect(to: target, applicationName: "tests")
  let result = try await connection.query(sql)
  await connection.close()
  return result.rowCount > 0 ? result[0, 0] : nil
}

/// Asks the server until a condition is true, for at most half a minute.
func wait(
  until condition: String, on target: ConnectionString,
  location: SourceLocation = #_sourceLocation
) async throws {
  // Of its own, since pg_stat_activity stands still within a transaction.
  let connection = try await Connection.connect(to: target, applicationName: "watch")
  let clock = ContinuousClock()
  let deadline = clock.now + .seconds(30)
  var isTrue = false
  while !isTrue, clock.now < deadline {
    isTrue = try await connection.query("SELECT (\(condition))")[0, 0] == "t"
  }
  await connection.close()
  try #require(isTrue, "never came true: \(condition)", sourceLocation: location)
}

/// The condition that a session of the tool waits for a lock.
let aRunWaits = """
  EXISTS (SELECT FROM pg_stat_activity WHERE application_name = 'schema-flow run'
    AND wait_event_type = 'Lock' AND datname = current_database())
  """

/// The condition that no session of the tool is left in the database.
let noRunIsLeft = """
  NOT EXISTS (SELECT FROM pg_stat_activity WHERE application_name LIKE 'schema-flow%'
    AND datname = current_database())
  """
