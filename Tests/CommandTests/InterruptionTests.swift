import Postgres
import Synchronization
import SystemPackage
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Commands that are ended from outside, and the throwaway server's end.
@Suite struct InterruptionTests {
  private static let sleeping = """
    EXISTS (SELECT FROM pg_stat_activity
      WHERE query LIKE '%pg_sleep%' AND state = 'active' AND pid <> pg_backend_pid())
    """

  @Test(arguments: Ending.all)
  func duringARun(_ ending: Ending) async throws {
    let project = try ProjectDirectory([
      "schema/tables/users.yaml": users,
      "post/1.sql": "CREATE TABLE half ();\nSELECT pg_sleep(60);\n",
    ])
    try await withDatabase { target in
      let tool = Tool(project, target)
      let outcome = try await tool.run(["run"]) { process in
        try await wait(
          until: Self.sleeping.replacing("WHERE", with: "WHERE datname = current_database() AND"),
          on: target)
        kill(process, ending.signal)
      }
      #expect(outcome.code == ending.code)
      try await wait(until: noRunIsLeft, on: target)
      #expect(try await value("SELECT to_regclass('half') IS NULL", on: target) == "t")
      #expect(try await value("SELECT to_regclass('users') IS NULL", on: target) == "f")
      try expectGolden("interrupted-\(ending.code)", outcome)
      try project.write("CREATE TABLE half ();\n", to: "post/1.sql")
      #expect(try await tool.run("run").code == 0)
    }
  }

  @Test(arguments: Ending.all)
  func duringAnEphemeralRun(_ ending: Ending) async throws {
    let project = try ProjectDirectory(["post/1.sql": "SELECT pg_sleep(60);\n"])
    let place = try temporaryDirectory()
    defer { rmdir(place) }
    var tool = Tool(project)
    tool.environment["TMPDIR"] = place
    let server = Witness()
    let outcome = try await tool.run(["run", "--ephemeral"]) { process in
      let target = try await server.find(in: place)
      try await wait(until: Self.sleeping, on: target)
      kill(process, ending.signal)
    }
    #expect(outcome.code == ending.code)
    #expect(names(in: place) == [])
    #expect(!server.isRunning)
  }

  @Test func stopsWithTheCommand() async throws {
    let project = try ProjectDirectory(["schema/tables/users.yaml": users])
    let place = try temporaryDirectory()
    defer { rmdir(place) }
    var tool = Tool(project)
    tool.environment["TMPDIR"] = place
    for arguments in [["run"], ["plan", "--exit-code"], ["run", "everything"]] {
      _ = try await tool.run(arguments + ["--ephemeral"]) { _ in }
      #expect(names(in: place) == [])
    }
    try project.write("table: users\n", to: "schema/tables/users.yaml")
    #expect(try await tool.run("run", "--ephemeral").code == 1)
    #expect(names(in: place) == [])
  }

  @Test func keptServer() async throws {
    let project = try ProjectDirectory(["schema/tables/users.yaml": users])
    let place = try temporaryDirectory()
    defer { rmdir(place) }
    var tool = Tool(project)
    tool.environment["TMPDIR"] = place
    let outcome = try await tool.run("run", "--ephemeral=keep")
    #expect(outcome.code == 0)
    let lines = outcome.errors.split(separator: "\n").map(String.init)
    let text = try #require(rest(of: lines, after: "ephemeral server: "))
    let stop = try #require(rest(of: lines, after: "stop it with: "))
    let target = ConnectionString(text)
    #expect(try await value("SELECT to_regclass('users') IS NULL", on: target) == "f")
    tool.database = target
    try await expectNothingLeft(tool)
    let witness = Witness()
    _ = try await witness.find(in: place)
    #expect(try await tool.shell(stop).code == 0)
    #expect(names(in: place) == [])
    #expect(!witness.isRunning)
  }

  private func rest(of lines: [String], after prefix: String) -> String? {
    lines.first { $0.hasPrefix(prefix) }.map { String($0.dropFirst(prefix.count)) }
  }

  /// A short path that others may enter, since the server runs as another user.
  private func temporaryDirectory() throws -> String {
    var template = Array("/tmp/sf-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw PostgresError(message: "no directory") }
    let path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    chmod(path, 0o755)
    return path
  }
}

/// Finds the throwaway server of a command, and knows later whether it is still there.
private final class Witness: Sendable {
  private let postmaster = Atomic<Int32>(0)

  /// Waits for the server's process to be named, for at most half a minute.
  func find(in place: String) async throws -> ConnectionString {
    let clock = ContinuousClock()
    let deadline = clock.now + .seconds(120)
    while clock.now < deadline {
      for name in names(in: place) {
        let directory = "\(place)/\(name)"
        let target = ConnectionString("host='\(directory)' dbname=postgres user=postgres")
        if let pid = processID(directory), (try? await value("SELECT 1", on: target)) == "1" {
          postmaster.store(pid, ordering: .relaxed)
          return target
        }
      }
      await Task.yield()
    }
    throw PostgresError(message: "no server started in \(place)")
  }

  /// Whether the process still runs a program; a zombie does not.
  var isRunning: Bool {
    access("/proc/\(postmaster.load(ordering: .relaxed))/exe", F_OK) == 0
  }

  private func processID(_ directory: String) -> Int32? {
    contents(of: FilePath("\(directory)/data/postmaster.pid")).flatMap {
      $0.split(separator: "\n").first.flatMap { Int32($0) }
    }
  }
}

/// A signal and the exit code that it leads to.
struct Ending: Sendable {
  var signal: Int32
  var code: Int32

  static let all = [Ending(signal: SIGINT, code: 130), Ending(signal: SIGTERM, code: 143)]
}
