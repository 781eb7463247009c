import Postgres
import Planning
import SchemaFlow
import SourceText
import TestSupport
import Testing
import Execution
import SchemaCore

/// Every case of `Cases/` in both directions on a real server.
///
/// A case has `a.yaml` and `b.yaml` (several documents each); `live.sql` runs before the first
/// plan, `seed.sql` after a is built. `expect.txt` has lines `require NAME` and `forbid NAME` for
/// the operations that lead from a to b; `refuse CODE` says that b can't be reached.
@Suite(.serialized) struct CaseTests {
  @Test(arguments: try ProofCase.all()) func proof(_ proof: ProofCase) async throws {
    try await withDatabase { target in
      if let sql = proof.file("live.sql") { try await execute(sql, on: target) }
      let project = try ProjectDirectory(["schema/case.yaml": proof.file("a.yaml") ?? ""])
      try await converge(project, target, "a")
      if let sql = proof.file("seed.sql") { try await execute(sql, on: target) }
      guard let second = proof.file("b.yaml") else { return }
      try project.write(second, to: "schema/case.yaml")
      if let code = proof.refusal {
        return try await expectRefusal(project, target, code)
      }
      let names = try await converge(project, target, "b")
      for name in proof.required { #expect(names.contains(name), "\(name) in \(names)") }
      for name in proof.forbidden { #expect(!names.contains(name), "\(name) in \(names)") }
      guard !proof.isOneWay else { return }
      try project.write(proof.file("a.yaml") ?? "", to: "schema/case.yaml")
      try await converge(project, target, "a again")
    }
  }

  private func execute(_ sql: String, on target: ConnectionString) async throws {
    let connection = try await Connection.connect(to: target, applicationName: "seed")
    try await connection.execute(sql)
    await connection.close()
  }

  /// Runs a project and requires that nothing is left to do; returns the operations' names.
  @discardableResult
  private func converge(
    _ project: ProjectDirectory, _ target: ConnectionString, _ stage: String
  ) async throws -> [String] {
    do {
      let result = try await project.run(target) { $0.allowsDestructive = true }
      let failure = result.failure
      #expect(
        result.isSuccess,
        "\(stage): \(failure?.statement ?? ""): \(failure.map { "\($0.error)" } ?? "")")
      for forgets in [false, true] {
        if forgets { try await forgetFingerprints(target) }
        let plan = try await project.plan(target) { $0.allowsDestructive = true }.plan
        let left = plan.operations.map { item in
          "\(item.operation.kind.name): "
            + item.operation.statements.map(\.sql).joined(separator: "; ")
        }
        #expect(left == [], "\(stage), fingerprints \(forgets ? "forgotten" : "known")")
        #expect(plan.blocked.map(\.operation.kind.name) == [], "\(stage)")
      }
      return result.prepared.plan.operations.map(\.operation.kind.name)
    } catch let problems as ProjectProblems {
      Issue.record("\(stage): \(problems.report.sorted().map(\.text).joined(separator: "\n"))")
    } catch WorkflowError.project(let problems) {
      Issue.record("\(stage): \(problems.report.sorted().map(\.text).joined(separator: "\n"))")
    }
    return []
  }

  /// Without what was recorded the server itself must find both spellings the same.
  private func forgetFingerprints(_ target: ConnectionString) async throws {
    try await execute(
      """
      DO $$ BEGIN
        IF to_regclass('_smplcty_schema_flow.fingerprints') IS NOT NULL THEN
          DELETE FROM _smplcty_schema_flow.fingerprints;
        END IF;
      END $$
      """, on: target)
  }

  private func expectRefusal(
    _ project: ProjectDirectory, _ target: ConnectionString, _ code: String
  ) async throws {
    do {
      _ = try await project.run(target) { $0.allowsDestructive = true }
      Issue.record("nothing was refused")
    } catch let problems as ProjectProblems {
      #expect(problems.report.diagnostics.map(\.code).contains(code))
    } catch WorkflowError.project(let problems) {
      #expect(problems.report.diagnostics.map(\.code).contains(code))
    }
  }
}
