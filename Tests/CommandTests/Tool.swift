import Postgres
import Subprocess
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

/// The built command, run in a project's directory with an environment of its own.
struct Tool: Sendable {
  let directory: String
  /// Keeps the directory from going away.
  private let project: ProjectDirectory?
  var database: ConnectionString?
  var environment: [String: String] = [:]

  init(_ project: ProjectDirectory, _ database: ConnectionString? = nil) {
    directory = project.path
    self.project = project
    self.database = database
  }

  init(directory: String, _ database: ConnectionString? = nil) {
    self.directory = directory
    project = nil
    self.database = database
  }

  /// How a command ended.
  struct Outcome: Sendable {
    var arguments: [String]
    var output: String
    var errors: String
    var status: TerminationStatus

    /// The exit code; 128 and the signal's number where a signal ended the command.
    var code: Int32 {
      switch status {
      case .exited(let code): code
      case .signaled(let number): 128 + number
      }
    }
  }

  /// Runs the command to its end.
  @discardableResult
  func run(_ arguments: String...) async throws -> Outcome {
    try await run(arguments) { _ in }
  }

  /// Runs the command, and the body with its process id meanwhile.
  func run(
    _ arguments: [String], meanwhile body: (pid_t) async throws -> Void
  ) async throws -> Outcome {
    let result = try await Subprocess.run(
      .path(try Self.binary()), arguments: Arguments(arguments), environment: variables,
      workingDirectory: FilePath(directory), input: .none, output: .string(limit: 1 << 24),
      error: .string(limit: 1 << 24)
    ) { execution in try await body(execution.processIdentifier.value) }
    return Outcome(
      arguments: arguments, output: result.standardOutput,
      errors: result.standardError, status: result.terminationStatus)
  }

  /// Runs a line of shell in which `schema-flow` is the command.
  func shell(_ line: String) async throws -> Outcome {
    let result = try await Subprocess.run(
      .path("/bin/sh"), arguments: ["-c", line], environment: variables,
      workingDirectory: FilePath(directory), input: .none, output: .string(limit: 1 << 24),
      error: .string(limit: 1 << 24))
    return Outcome(
      arguments: [line], output: result.standardOutput,
      errors: result.standardError, status: result.terminationStatus)
  }

  /// What the tests' own environment says about databases and colours is left out.
  private var variables: Environment {
    var changes: [Environment.Key: String?] = [:]
    var pointer = environ
    while let entry = pointer.pointee {
      let name = String(cString: entry).prefix { $0 != "=" }
      if (name.hasPrefix("PG") && name != "PG_BIN") || name.hasSuffix("DATABASE_URL") {
        changes[Environment.Key(rawValue: String(name))!] = .some(nil)
      }
      pointer += 1
    }
    changes["TERM"] = "dumb"
    changes["SCHEMA_FLOW"] = (try? Self.binary().string) ?? ""
    if let database { changes["DATABASE_URL"] = database.text }
    for (name, value) in environment { changes[Environment.Key(rawValue: name)!] = value }
    return Environment.inherit.updating(changes)
  }

  /// The command stands beside the test bundle, which this process runs.
  static func binary() throws -> FilePath {
    if let given = getenv("SCHEMA_FLOW_COMMAND") { return FilePath(String(cString: given)) }
    var directory = FilePath(try executablePath()).removingLastComponent()
    while !directory.isEmpty, directory != "/" {
      let path = directory.appending("schema-flow")
      if access(path.string, X_OK) == 0, !isDirectory(path.string) { return path }
      directory.removeLastComponent()
    }
    throw Errno.noSuchFileOrDirectory
  }

  private static func executablePath() throws -> String {
    var buffer = [UInt8](repeating: 0, count: 4096)
    let count = buffer.withUnsafeMutableBytes {
      readlink("/proc/self/exe", $0.baseAddress!.assumingMemoryBound(to: CChar.self), $0.count)
    }
    guard count > 0 else { return CommandLine.arguments[0] }
    return String(decoding: buffer[..<count], as: UTF8.self)
  }
}

func isDirectory(_ path: String) -> Bool {
  guard let directory = opendir(path) else { return false }
  closedir(directory)
  return true
}

/// The names in a directory, sorted.
func names(in path: String) -> [String] {
  guard let directory = opendir(path) else { return [] }
  defer { closedir(directory) }
  var names: [String] = []
  while let entry = readdir(directory) {
    let name = withUnsafePointer(to: &entry.pointee.d_name) {
      $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
    }
    if name != ".", name != ".." { names.append(name) }
  }
  return names.sorted()
}
