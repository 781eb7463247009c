import Execution
public import Postgres
import SystemPackage

/// One side of a comparison of two states.
public enum Side: Sendable, Hashable {
  /// A project by its schema directory.
  case directory(String)
  case database(ConnectionString)
  /// An SQL file, as psql reads it.
  case file(String)

  /// Reads an argument: a directory, a file that ends in `.sql`, or a connection string.
  ///
  /// - Throws: `ProjectProblems` for what is none of them.
  public init(_ text: String) throws(ProjectProblems) {
    if isDirectory(FilePath(text)) {
      self = .directory(text)
    } else if text.hasSuffix(".sql") {
      self = .file(text)
    } else if text.contains("://") || text.contains("=") {
      self = .database(ConnectionString(text))
    } else {
      throw ProjectProblems(
        "unknown-side", "'\(text)' is no directory, no connection string and no .sql file")
    }
  }
}

/// Makes the sides of a comparison ready, on throwaway servers where they are no databases.
public actor Sides {
  private let settings: Settings
  private let roleFiles: [String]
  private var servers: [EphemeralServer] = []

  /// Creates the sides of one comparison.
  ///
  /// - Parameter roleFiles: what is loaded before an SQL file: SQL, or names of roles.
  public init(settings: Settings, roleFiles: [String] = []) {
    self.settings = settings
    self.roleFiles = roleFiles
  }

  /// Returns a database that has a side's state.
  ///
  /// - Throws: what keeps the state from being built.
  public func live(_ side: Side) async throws -> ConnectionString {
    switch side {
    case .database(let target): return target
    case .file(let path):
      let server = try await startServer()
      try await SQLSource(files: [path], roleFiles: roleFiles).load(into: server)
      return server
    case .directory(let path):
      let server = try await startServer()
      try await build(path, on: server)
      return server
    }
  }

  /// Returns a side's state as the desired one.
  ///
  /// - Throws: what is wrong in the project, or keeps the state from being built or read.
  public func desired(_ side: Side) async throws -> DeclaredProject {
    if case .directory(let path) = side {
      return try await DeclaredProject.load(settings(of: path))
    }
    return try await DeclaredProject.reading(try await live(side))
  }

  /// Stops the throwaway servers.
  public func stop() async {
    for server in servers { await server.stop() }
    servers = []
  }

  private func startServer() async throws(EphemeralServerError) -> ConnectionString {
    let server = try await EphemeralServer.start()
    servers.append(server)
    return server.connectionString
  }

  private func settings(of directory: String) -> Settings {
    var copy = settings
    copy.directory = directory
    return copy
  }

  /// Runs a project with its scripts in an empty database.
  private func build(_ directory: String, on target: ConnectionString) async throws {
    var settings = settings(of: directory)
    settings.connection = target
    settings.isDryRun = false
    settings.skipsChecks = true
    // What a pre-script makes is nobody's to drop.
    settings.allowsDestructive = false
    let session = Session(target)
    let project = try await DeclaredProject.load(settings)
    let runner = Runner(settings: settings, project: project, session: session) { _, _ in }
    let result: RunResult
    do {
      result = try await runner.run()
    } catch {
      await session.close()
      throw error
    }
    await session.close()
    if let failure = result.failure ?? result.scriptFailure?.failure {
      throw WorkflowError.database(
        failure.error, doing: "building '\(directory)' on a throwaway server")
    }
  }
}

extension DeclaredProject {
  /// Reads a database's state over a connection of its own.
  ///
  /// - Throws: `WorkflowError.database` when it can't be reached or read.
  public static func reading(
    _ target: ConnectionString
  ) async throws(WorkflowError) -> DeclaredProject {
    let session = Session(target)
    let connection = try await session.open(as: "reader")
    do {
      let project = try await reading(connection)
      await session.close()
      return project
    } catch {
      await session.close()
      throw error
    }
  }
}
