import Execution
import Planning
import Postgres
import SchemaCore
import SchemaFlow
import SourceText
import TestSupport

/// Brings a database to a project; returns what is wrong then, nil where nothing is.
func problem(
  of project: RandomProject, since before: RandomProject?, on bench: Bench
) async throws -> String? {
  let directory = try ProjectDirectory(["schema/project.yaml": project.yaml])
  let target = bench.target
  if let problem = try await convergence(of: directory, on: target) { return problem }
  if let problem = try await rowProblem(of: project, since: before, on: target) { return problem }
  let reached = try await schemaDump(of: target)
  try await empty(bench.fresh)
  if let problem = try await convergence(of: directory, on: bench.fresh) {
    return "from empty: \(problem)"
  }
  let built = try await schemaDump(of: bench.fresh)
  guard built != reached else { return nil }
  let missing = built.filter { !reached.contains($0) }
  let extra = reached.filter { !built.contains($0) }
  return "the dump lacks \(missing) and has \(extra)"
}

/// Returns which tables lost their rows, and gives a row to those without.
private func rowProblem(
  of project: RandomProject, since before: RandomProject?, on target: ConnectionString
) async throws -> String? {
  let connection = try await Connection.connect(to: target, applicationName: "rows")
  let outcome: String?
  do {
    var tables: [String] = []
    if let before {
      let lost = try await connection.query(project.lostRows(since: before))
      tables = (0..<lost.rowCount).map { lost[$0, 0] ?? "" }
    }
    try await connection.execute(project.fill)
    outcome = tables.isEmpty ? nil : "rows were lost in \(tables)"
  } catch {
    outcome = "rows: \(error)"
  }
  await connection.close()
  return outcome
}

private func convergence(
  of directory: ProjectDirectory, on target: ConnectionString
) async throws -> String? {
  do {
    let result = try await directory.run(target, .all) { $0.allowsDestructive = true }
    if let failure = result.failure {
      return "\(failure.error): \(failure.statement)"
    }
    let prepared = try await directory.plan(target) { $0.allowsDestructive = true }
    let left =
      prepared.plan.operations.map { "\($0.operation.kind.name) \($0.operation.object)" }
      + prepared.plan.blocked.map { "blocked \($0.operation.kind.name) \($0.operation.object)" }
    return left.isEmpty ? nil : "left to do: \(left)"
  } catch let problems as ProjectProblems {
    return problems.report.sorted().map(\.text).joined(separator: "\n")
  } catch WorkflowError.project(let problems) {
    return problems.report.sorted().map(\.text).joined(separator: "\n")
  }
}
