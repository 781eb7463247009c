import Execution
import Planning
import Postgres
import SchemaCore
import SchemaFlow
import SourceText
import SystemPackage
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Random projects, changed step by step: after each step nothing is left to do, and the database
/// is what the project makes of an empty one.
///
/// `SCHEMA_FLOW_RANDOM_STEPS` and `SCHEMA_FLOW_RANDOM_SEED` make other walks than the fixed ones
/// (`scripts/test-random`). A failure is shrunk and written to `Cases/random/`.
@Suite struct RandomSchemaTests {
  private static let walks = 10
  private static let steps = number("SCHEMA_FLOW_RANDOM_STEPS") ?? 500
  private static let seed = number("SCHEMA_FLOW_RANDOM_SEED") ?? 20_261_121

  @Test(arguments: 0..<walks) func everyStepConverges(_ walk: Int) async throws {
    try await CaseGate.shared.pass {
      var generator = SeededGenerator(seed: UInt64(Self.seed + walk))
      var project = RandomProject.initial(rolePrefix: "rnd\(walk)_", &generator)
      try await withDatabase { target in
        var before: RandomProject?
        for step in 0..<(Self.steps / Self.walks) {
          if let problem = try await problem(of: project, on: target) {
            let small = try await shrunk(from: before, to: project)
            try small.write(name: "seed-\(Self.seed + walk)-\(step)")
            Issue.record(
              """
              seed \(Self.seed + walk), step \(step): \(problem)
              --- a.yaml
              \(small.before?.yaml ?? "")--- b.yaml
              \(small.after.yaml)
              """)
            return
          }
          before = project
          project.mutate(&generator)
        }
      }
    }
  }

  private static func number(_ name: String) -> Int? {
    getenv(name).flatMap { Int(String(cString: $0)) }
  }
}

/// Brings a database to a project; returns what is wrong then, nil where nothing is.
func problem(
  of project: RandomProject, on target: ConnectionString
) async throws -> String? {
  let directory = try ProjectDirectory(["schema/project.yaml": project.yaml])
  if let problem = try await convergence(of: directory, on: target) { return problem }
  let reached = try await schemaDump(of: target)
  return try await withDatabase { fresh in
    if let problem = try await convergence(of: directory, on: fresh) {
      return "from empty: \(problem)"
    }
    let built = try await schemaDump(of: fresh)
    guard built != reached else { return nil }
    let missing = built.filter { !reached.contains($0) }
    let extra = reached.filter { !built.contains($0) }
    return "the dump lacks \(missing) and has \(extra)"
  }
}

private func convergence(
  of directory: ProjectDirectory, on target: ConnectionString
) async throws -> String? {
  do {
    let result = try await directory.run(target, .all) { $0.allowsDestructive = true }
    if let failure = result.failure {
      return "\(failure.error): \(failure.statement ?? "")"
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
