import Execution
import Planning
import Postgres
import SchemaCore
import SchemaFlow
import SourceText
import TestSupport
import Testing

/// Every case of `Cases/` in both directions on a real server.
///
/// A case has `a.yaml` and `b.yaml` (several documents each); `live.sql` runs before the first
/// plan, `seed.sql` after a is built; the query `check.sql` finds no rows once b is reached. Roles
/// are the cluster's, so each case names its own. `expect.txt` has these lines:
/// - `require NAME`, `forbid NAME`: operations that lead from a to b, or must not;
/// - `refuse CODE`: b can't be reached;
/// - `blocked NAME`: all that is left out without `--allow-destructive`, while the rest goes on;
/// - `fails SQLSTATE`: the first try fails, until `repair.sql` has run;
/// - `per-table`: how transactions are cut;
/// - `one-way`: b doesn't lead back to a;
/// - `extension NAME`, `server MAJOR`, `before MAJOR`, `icu`: what the server must have or be; else
///   the case is left out;
/// - `no-dump`, `no-dump MAJOR` (from that version on): `pg_dump` of b is another after a than
///   without.
@Suite struct CaseTests {
  private static let skipped = (try? ProofCase.all().filter { !$0.lacking.isEmpty }) ?? []

  /// Only here to be reported as skipped, with the reason.
  @Test(
    .disabled(
      if: !skipped.isEmpty,
      "\(skipped.map { "\($0.name) needs \($0.lacking.joined(separator: ", "))" })")
  ) func allCasesCanRun() {
    #expect(Self.skipped.isEmpty)
  }

  @Test(arguments: try ProofCase.all().filter(\.lacking.isEmpty)) func proof(_ proof: ProofCase)
    async throws
  {
    try await CaseGate.shared.pass {
      try await withDatabase { target in
        try await CaseRun(proof: proof, target: target).walk()
      }
    }
  }
}

@Suite struct CaseRoleTests {
  /// Roles are the cluster's: two cases with one role would meet when they run side by side.
  @Test func eachRoleBelongsToOneCase() throws {
    var owners: [String: Set<String>] = [:]
    for proof in try ProofCase.all() {
      for name in ["a.yaml", "b.yaml"] {
        for line in (proof.file(name) ?? "").split(separator: "\n") where line.hasPrefix("role:") {
          owners[String(line), default: []].insert(proof.name)
        }
      }
    }
    #expect(owners.filter { $0.value.count > 1 } == [:])
  }
}

/// One case on a database of its own.
private struct CaseRun {
  let proof: ProofCase
  let target: ConnectionString

  func walk() async throws {
    try await execute("live.sql")
    let project = try ProjectDirectory(["schema/case.yaml": proof.file("a.yaml") ?? ""])
    try await converge(project, target, "a")
    try await execute("seed.sql")
    guard let second = proof.file("b.yaml") else { return }
    try project.write(second, to: "schema/case.yaml")
    if let code = proof.refusal { return try await expectRefusal(project, code) }
    try await expectFailure(project)
    try await expectBlocks(project)
    let names = try await converge(project, target, "b")
    for name in proof.required { #expect(names.contains(name), "\(name) in \(names)") }
    for name in proof.forbidden { #expect(!names.contains(name), "\(name) in \(names)") }
    try await check()
    try await compareDumps(project)
    guard !proof.isOneWay else { return }
    try project.write(proof.file("a.yaml") ?? "", to: "schema/case.yaml")
    try await converge(project, target, "a again")
  }

  private func execute(_ file: String) async throws {
    if let sql = proof.file(file) { try await execute(sql, on: target) }
  }

  private func execute(_ sql: String, on target: ConnectionString) async throws {
    let connection = try await Connection.connect(to: target, applicationName: "case")
    do {
      try await connection.execute(sql)
    } catch {
      Issue.record("\(sql): \(error)")
    }
    await connection.close()
  }

  private func check() async throws {
    guard let sql = proof.file("check.sql") else { return }
    let connection = try await Connection.connect(to: target, applicationName: "case")
    let result = try await connection.query(sql)
    for row in 0..<result.rowCount { Issue.record("check.sql: \(result[row, 0] ?? "NULL")") }
    await connection.close()
  }

  /// Runs a project and requires that nothing is left to do; returns the operations' names.
  @discardableResult
  private func converge(
    _ project: ProjectDirectory, _ target: ConnectionString, _ stage: String
  ) async throws -> [String] {
    do {
      let result = try await project.run(target, .all, flags(allowsDestructive: true))
      let failure = result.failure
      #expect(
        result.isSuccess,
        "\(stage): \(failure?.statement ?? ""): \(failure.map { "\($0.error)" } ?? "")")
      for forgets in [false, true] {
        if forgets { try await forgetFingerprints(target) }
        let plan = try await project.plan(target, flags(allowsDestructive: true)).plan
        let left = plan.operations.map { item in
          "\(item.operation.kind.name): "
            + item.operation.statements.map(\.sql).joined(separator: "; ")
        }
        #expect(left == [], "\(stage), fingerprints \(forgets ? "forgotten" : "known")")
        #expect(plan.blocked.map { "\($0.operation.kind.name): \($0.reason)" } == [], "\(stage)")
      }
      return result.prepared.plan.operations.map(\.operation.kind.name)
    } catch let problems as ProjectProblems {
      Issue.record("\(stage): \(problems.report.sorted().map(\.text).joined(separator: "\n"))")
    } catch WorkflowError.project(let problems) {
      Issue.record("\(stage): \(problems.report.sorted().map(\.text).joined(separator: "\n"))")
    }
    return []
  }

  private func flags(allowsDestructive: Bool) -> (inout Flags) -> Void {
    { flags in
      flags.allowsDestructive = allowsDestructive
      if proof.isPerTable { flags.transactions = .perTable }
    }
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

  private func expectRefusal(_ project: ProjectDirectory, _ code: String) async throws {
    do {
      _ = try await project.run(target, .all, flags(allowsDestructive: true))
      Issue.record("nothing was refused")
    } catch let problems as ProjectProblems {
      #expect(problems.report.diagnostics.map(\.code).contains(code))
    } catch WorkflowError.project(let problems) {
      #expect(problems.report.diagnostics.map(\.code).contains(code))
    }
  }

  private func expectFailure(_ project: ProjectDirectory) async throws {
    guard let code = proof.failure else { return }
    do {
      let result = try await project.run(target, .all, flags(allowsDestructive: true))
      #expect(result.failure?.error.sqlState?.rawValue == code)
    } catch WorkflowError.precheck(let failure) {
      #expect(code == "precheck", "\(failure)")
    }
    try await execute("repair.sql")
  }

  private func expectBlocks(_ project: ProjectDirectory) async throws {
    guard !proof.blocked.isEmpty else { return }
    let result = try await project.run(target, .all, flags(allowsDestructive: false))
    #expect(result.isSuccess, "\(result.failure.map { "\($0.error)" } ?? "")")
    let plan = try await project.plan(target, flags(allowsDestructive: false)).plan
    #expect(plan.operations.map(\.operation.kind.name) == [])
    #expect(plan.blocked.map(\.operation.kind.name).sorted() == proof.blocked.sorted())
  }

  /// b alone in an empty database must be what b became after a.
  private func compareDumps(_ project: ProjectDirectory) async throws {
    guard !proof.skipsDump else { return }
    let changed = try await schemaDump(of: target)
    try await withDatabase { fresh in
      try await converge(project, fresh, "b alone")
      let made = try await schemaDump(of: fresh)
      for line in Set(changed).symmetricDifference(made).sorted() {
        Issue.record("only \(made.contains(line) ? "when made at once" : "when changed"): \(line)")
      }
    }
  }
}
