internal import Subprocess
internal import SystemPackage

/// An SQL file that could not be loaded.
public struct SQLFileError: Error, Hashable, Sendable {
  public var path: String
  /// What psql said, or why it could not be run.
  public var message: String
  /// What to do about it.
  public var hint: String?

  /// Creates an error.
  public init(path: String, message: String, hint: String? = nil) {
    self.path = path
    self.message = message
    self.hint = hint
  }
}

/// Loads SQL files as psql does: with its commands and the data of COPY.
public struct SQLFileLoader: Sendable {
  private let target: ConnectionString
  private let program: String

  /// Finds psql beside the server's binaries.
  ///
  /// - Throws: `EphemeralServerError` where there is no server installation.
  public init(_ target: ConnectionString) throws(EphemeralServerError) {
    self.target = target
    program = "\(try PostgresInstallation.locate().binDirectory)/psql"
  }

  /// Runs the files one after the other, each up to its first error.
  public func load(_ paths: [String]) async throws(SQLFileError) {
    for path in paths { try await load(path) }
  }

  private func load(_ path: String) async throws(SQLFileError) {
    let arguments = [
      "--no-psqlrc", "--quiet", "--set", "ON_ERROR_STOP=1", "--set", "VERBOSITY=verbose",
      "--output", "/dev/null", "--dbname", target.text, "--file", path,
    ]
    let errors: String
    do {
      let result = try await run(
        .path(FilePath(program)), arguments: Arguments(arguments), input: .none,
        output: .discarded, error: .string(limit: 1 << 20))
      if result.terminationStatus.isSuccess { return }
      errors = result.standardError
    } catch {
      throw SQLFileError(path: path, message: "psql could not be run: \(error)")
    }
    let line = errors.split(separator: "\n").first {
      $0.contains(" ERROR: ") || $0.contains(" error: ")
    }
    throw SQLFileError(
      path: path, message: line.map(String.init) ?? errors,
      hint: errors.contains("ERROR:  42704: role")
        ? "roles that the file names must be there before it: create them in a file for --roles"
        : nil)
  }
}
