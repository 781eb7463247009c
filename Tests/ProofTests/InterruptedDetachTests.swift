import Execution
import Planning
import Postgres
import SchemaCore
import SchemaFlow
import TestSupport
import Testing

/// DETACH CONCURRENTLY that was given up half way is found and ended, whatever the project wants.
@Suite struct InterruptedDetachTests {
  private static let parent = """
    table: t
    columns:
      - {name: n, type: integer, nullable: false}
    partition_by: {strategy: list, key: [n]}
    partitions:
      - {name: t_2, in: [2]}

    """
  private static let apart =
    parent + """
      ---
      table: t_1
      columns:
        - {name: n, type: integer, nullable: false}
      """
  private static let within = parent + "  - {name: t_1, in: [1]}\n"

  @Test(arguments: [apart, within]) func isEnded(_ wanted: String) async throws {
    try await withConnection { connection, target in
      let project = try ProjectDirectory(["schema/case.yaml": Self.within])
      #expect(try await project.run(target).isSuccess)
      try await connection.execute("INSERT INTO t VALUES (1), (2)")
      try await interruptDetach(on: target)
      let pending = try await connection.query(
        "SELECT count(*) FROM pg_inherits WHERE inhdetachpending")
      #expect(pending[0, 0] == "1")

      try project.write(wanted, to: "schema/case.yaml")
      let result = try await project.run(target) { $0.allowsDestructive = true }
      #expect(result.isSuccess, "\(result.failure.map { "\($0.error)" } ?? "")")
      let names = result.prepared.plan.operations.map(\.operation.kind.name)
      #expect(names.contains("detach_partition"))
      #expect(names.contains("attach_partition") == (wanted == Self.within))
      let plan = try await project.plan(target) { $0.allowsDestructive = true }.plan
      #expect(plan.operations.map(\.operation.kind.name) == [])
      let rows = try await connection.query("SELECT count(*) FROM t")
      #expect(rows[0, 0] == (wanted == Self.within ? "2" : "1"))
    }
  }

  /// A reader holds up the second half, which waits for all that see the partition.
  private func interruptDetach(on target: ConnectionString) async throws {
    let reader = try await Connection.connect(to: target, applicationName: "reader")
    try await reader.execute("BEGIN; SELECT FROM t")
    let detacher = try await Connection.connect(to: target, applicationName: "detacher")
    try await detacher.execute("SET lock_timeout = '100ms'")
    await #expect(throws: PostgresError.self) {
      try await detacher.execute("ALTER TABLE t DETACH PARTITION t_1 CONCURRENTLY")
    }
    await detacher.close()
    await reader.close()
  }
}
