import Postgres
import SchemaCore
import Testing

@testable import Execution

struct PrecheckTests {
  @Test(arguments: [nil, "", "f", "0", "0.00", "-0"]) func tellsWhatSaysNo(_ value: String?) {
    #expect(isFalsy(value))
  }

  @Test(arguments: ["t", "1", "00:00:01", "-1", "10", "no", "-", "."])
  func tellsWhatSaysYes(_ value: String) {
    #expect(!isFalsy(value))
  }

  @Test func passesWhatHolds() async throws {
    try await withStage("CREATE TABLE t (a int)") { stage in
      try await stage.executor().runPrechecks(
        of: plan(
          operation("SELECT count(*) = 0 FROM t", kind: "run_precheck"), operation("SELECT 1/0")))
      #expect(await stage.connection.transactionStatus == .idle)
    }
  }

  @Test func throwsTheFirstThatSaysNo() async throws {
    try await withStage("CREATE TABLE t (a int)") { stage in
      let failure = await #expect(throws: PrecheckFailure.self) {
        try await stage.executor().runPrechecks(
          of: plan(
            operation("SELECT true", kind: "run_precheck"),
            operation(
              "SELECT count(*) FROM t", kind: "run_precheck", name: "t", summary: "t is empty"),
            operation("SELECT 1/0", kind: "run_precheck")))
      }
      #expect(failure?.name == "t")
      #expect(failure?.message == "t is empty")
      #expect(failure?.value == "0")
      #expect(failure?.query == "SELECT count(*) FROM t")
      #expect(failure?.error == nil)
      #expect(await stage.connection.transactionStatus == .idle)
    }
  }

  @Test func throwsWhatFails() async throws {
    try await withStage { stage in
      let failure = await #expect(throws: PrecheckFailure.self) {
        try await stage.executor().runPrechecks(
          of: plan(operation("SELECT 1/0", kind: "run_precheck")))
      }
      #expect(failure?.error?.sqlState == "22012")
      #expect(await stage.connection.transactionStatus == .idle)
    }
  }

  @Test func leavesNoTrace() async throws {
    try await withStage { stage in
      try await stage.executor().runPrechecks(
        of: plan(operation("CREATE TABLE t ()", "SELECT 1", kind: "run_precheck")))
      #expect(try await stage.value("SELECT to_regclass('t')") == nil)
    }
  }
}
