public import Postgres
import Subprocess
import SystemPackage

/// The lines of `pg_dump -s`, in an order of their own: columns and constraints may stand in any.
///
/// The tool's own state, trailing commas and psql's commands with their random keys are left out.
public func schemaDump(of target: ConnectionString) async throws -> [String] {
  let installation = try PostgresInstallation.locate()
  let result = try await run(
    .path(FilePath("\(installation.binDirectory)/pg_dump")),
    arguments: ["-s", "-N", "_smplcty_schema_flow", "-d", target.text],
    output: .string(limit: 16 << 20), error: .string(limit: 1 << 16))
  guard result.terminationStatus.isSuccess else {
    throw PostgresError(message: "pg_dump failed: \(result.standardError)")
  }
  return result.standardOutput.split(separator: "\n").map(String.init)
    .filter { !$0.hasPrefix("--") && !$0.hasPrefix("\\") }
    .map { $0.hasSuffix(",") ? String($0.dropLast()) : $0 }.sorted()
}
