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
      try await withBench { bench in
        var before: RandomProject?
        for step in 0..<(Self.steps / Self.walks) {
          if let problem = try await problem(of: project, since: before, on: bench) {
            let small = try await shrunk(from: before, to: project, problem: problem, on: bench)
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
