import FoundationEssentials
import Postgres
import SystemPackage
import TestSupport
import Testing

/// The example project at the repository's top level, as the demo runs it.
@Suite struct ExampleTests {
  private static let root = FilePath(#filePath).removingLastComponent().removingLastComponent()
    .removingLastComponent().string

  @Test(arguments: [("plan", []), ("plan-verbose", ["--verbose"]), ("plan-quiet", ["--quiet"])])
  func plan(_ name: String, _ flags: [String]) async throws {
    let outcome = try await Tool(directory: Self.root).run(["plan", "--ephemeral"] + flags) { _ in }
    try expectGolden("example-\(name)", outcome)
  }

  /// The members that FORMAT.md promises.
  private struct Plan: Decodable {
    struct Operation: Decodable {
      var type, objectName, sql: String
      var phase: Int
      var destructive, concurrent, blocked: Bool
    }
    var operations: [Operation]
    var blocked: [Operation]
  }

  @Test func planAsOneDocument() async throws {
    let outcome = try await Tool(directory: Self.root).run("plan", "--ephemeral", "--json")
    #expect(outcome.code == 0)
    #expect(outcome.errors == "")
    let plan = try JSONDecoder().decode(Plan.self, from: Data(outcome.output.utf8))
    #expect(plan.operations.count > 250)
    #expect(plan.operations.map(\.phase) == plan.operations.map(\.phase).filter { 0...16 ~= $0 })
    #expect(plan.blocked.isEmpty)
    // Nobody can wait for a table that the same run makes: nothing is built concurrently.
    #expect(plan.operations.allSatisfy { !$0.concurrent && !$0.destructive && !$0.blocked })
    try expectGolden("example-plan-json", outcome)
  }

  /// On a server of its own, since roles are the whole server's.
  @Test(
    .enabled(if: ServerFeatures.has(extension: "btree_gist"), "the example needs contrib modules"))
  func runTwice() async throws {
    let server = try await EphemeralServer.start()
    let tool = Tool(directory: Self.root, server.connectionString)
    let dry = try await tool.run("run", "--dry-run")
    let validated = try await tool.run("validate")
    let first = try await tool.run("run")
    let second = try await tool.run("run")
    let status = try await tool.run("status")
    let left = try await tool.run("plan", "--exit-code")
    let again = try await tool.run("apply", "--json")
    await server.stop()
    for outcome in [dry, validated, first, second, status, left, again] {
      #expect(outcome.code == 0, "\(outcome.transcript)")
    }
    try expectGolden("example-dry-run", dry)
    try expectGolden("example-validate", validated)
    try expectGolden("example-run", first)
    try expectGolden("example-run-again", second, status, left, again)
  }
}
