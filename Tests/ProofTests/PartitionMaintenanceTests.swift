import Planning
import Postgres
import SchemaCore
import SchemaFlow
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// pg_cron works in one database of a server that has preloaded it, so it gets a server of its own.
@Suite struct PartitionMaintenanceTests {
  static let isInstalled =
    (try? PostgresInstallation.locate()).map {
      access("/usr/lib/postgresql/\($0.majorVersion)/lib/pg_cron.so", R_OK) == 0
    } ?? false

  private func project(schedule: String) -> String {
    """
    extensions:
      - {name: pg_partman, schema: partman}
      - pg_cron
    partition_maintenance: {schedule: "\(schedule)"}
    """
  }

  @Test(.enabled(if: isInstalled, "pg_cron is not installed"))
  func isOneJobThatFollowsItsSchedule() async throws {
    let server = try await EphemeralServer.start(settings: [
      "shared_preload_libraries": "pg_cron", "cron.database_name": "postgres",
    ])
    let target = server.connectionString
    let directory = try ProjectDirectory(["schema/extensions.yaml": project(schedule: "0 3 * * *")])
    for schedule in ["0 3 * * *", "30 4 * * *"] {
      try directory.write(project(schedule: schedule), to: "schema/extensions.yaml")
      let result = try await directory.run(target)
      #expect(result.isSuccess)
      let plan = try await directory.plan(target).plan
      #expect(plan.operations.map(\.operation.kind.name) == [])
      let connection = try await Connection.connect(to: target, applicationName: "test")
      let jobs = try await connection.query("SELECT schedule, command FROM cron.job")
      #expect(jobs.rowCount == 1)
      #expect(jobs[0, 0] == schedule)
      #expect(jobs[0, 1]?.contains("run_maintenance") == true)
      await connection.close()
    }
    await server.stop()
  }
}
