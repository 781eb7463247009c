import Postgres
import TestSupport
import Testing
import Verification

/// Runs SQL in a database over a connection of its own.
func execute(_ sql: String, on target: ConnectionString) async throws {
  let connection = try await Connection.connect(to: target, applicationName: "tests")
  try await connection.execute(sql)
  await connection.close()
}

extension VerificationSide {
  init(_ target: ConnectionString, schema: String? = nil, name: String = "test") {
    self.init(name: name, schema: schema) { () async throws(PostgresError) in
      try await Connection.connect(to: target, applicationName: "verify")
    }
  }
}

/// Makes two databases and compares them.
func verify(
  _ source: String, _ target: String, _ configure: (inout VerificationOptions) -> Void = { _ in }
) async throws -> VerificationResult {
  var options = VerificationOptions()
  configure(&options)
  let chosen = options
  return try await withDatabase { left in
    try await withDatabase { right in
      try await execute(source, on: left)
      try await execute(target, on: right)
      return try await Verification(options: chosen).run(
        VerificationSide(left), VerificationSide(right))
    }
  }
}

extension VerificationResult {
  /// Returns what was found about a table.
  func table(_ name: String) throws -> TableVerification {
    try #require(tables.first { $0.name == name }, "no table \(name)")
  }

  /// The differing rows of all tables: `missing 3`, `different 4: note`.
  var rows: [String] {
    tables.flatMap { table in
      table.differences.map { difference in
        let columns = difference.values.map(\.column).joined(separator: ",")
        return "\(difference.kind.rawValue) \(difference.key.joined(separator: ","))"
          + (columns.isEmpty ? "" : ": \(columns)")
      }
    }
  }
}
