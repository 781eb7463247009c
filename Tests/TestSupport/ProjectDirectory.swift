public import Postgres
public import SchemaFlow
import SystemPackage

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A project in a temporary directory, which goes away with the value.
public final class ProjectDirectory: Sendable {
  public let path: String

  /// Makes a project from files by their path: `schema/tables/t.yaml`.
  public init(_ files: [String: String]) throws {
    var template = Array("/tmp/schema-flow-test-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw Errno(rawValue: errno) }
    path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    try makeDirectory("schema")
    for (file, text) in files { try write(text, to: file) }
  }

  deinit { remove(path) }

  /// Writes a file, with the directories above it.
  public func write(_ text: String, to file: String) throws {
    var folder = ""
    for part in file.split(separator: "/").dropLast() {
      folder += (folder.isEmpty ? "" : "/") + part
      try makeDirectory(folder)
    }
    let descriptor = try FileDescriptor.open(
      FilePath("\(path)/\(file)"), .writeOnly, options: [.create, .truncate],
      permissions: [.ownerReadWrite])
    try descriptor.closeAfter { _ = try descriptor.writeAll(text.utf8) }
  }

  /// The environment of every command: a secret with all that needs care in a literal.
  static let environment = ["CASE_SECRET": "it's ${a} \\secret"]

  /// The settings of a command on the project.
  public func settings(
    _ target: ConnectionString, _ configure: (inout Flags) -> Void = { _ in }
  ) throws -> Settings {
    var flags = Flags()
    flags.connectionString = target.text
    flags.directory = "\(path)/schema"
    let configuration = "\(path)/schema-flow.config.yaml"
    if access(configuration, R_OK) == 0 { flags.configurationPath = configuration }
    configure(&flags)
    return try Settings.resolve(flags, environment: Self.environment)
  }

  private func makeDirectory(_ name: String) throws {
    guard mkdir("\(path)/\(name)", 0o700) == 0 || errno == EEXIST else {
      throw Errno(rawValue: errno)
    }
  }
}

private func remove(_ path: String) {
  if let directory = opendir(path) {
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { remove("\(path)/\(name)") }
    }
    closedir(directory)
    rmdir(path)
  } else {
    unlink(path)
  }
}

extension ProjectDirectory {
  /// Plans the project against a database.
  public func plan(
    _ target: ConnectionString, _ configure: (inout Flags) -> Void = { _ in }
  ) async throws -> PreparedPlan {
    let settings = try settings(target, configure)
    let project = try await DeclaredProject.load(settings)
    return try await withSession(target) { session in
      try await Planner(settings: settings, project: project).plan(
        over: try await session.open(as: "test"))
    }
  }

  /// Runs the project against a database.
  public func run(
    _ target: ConnectionString, _ part: RunPart = .all,
    _ configure: (inout Flags) -> Void = { _ in }
  ) async throws -> RunResult {
    let settings = try settings(target, configure)
    let project = try await DeclaredProject.load(settings)
    return try await withSession(target) { session in
      try await Runner(
        settings: settings, project: project, session: session, progress: { _, _ in }
      ).run(part)
    }
  }

  private func withSession<R>(
    _ target: ConnectionString, _ body: (SchemaFlow.Session) async throws -> R
  ) async throws -> R {
    let session = Session(target)
    do {
      let result = try await body(session)
      await session.close()
      return result
    } catch {
      await session.close()
      throw error
    }
  }
}
