public import SourceText

/// An SQL file that runs before or after the plan.
public struct Script: Sendable, Hashable {
  /// When a script runs.
  public enum Phase: String, Sendable, Hashable, CaseIterable {
    case pre, post
  }

  public var phase: Phase
  /// The key in the history table, `pre/001_x.sql`: the same wherever the project stands.
  public var path: String
  public var file: SourceFile

  /// Creates a script.
  public init(phase: Phase, path: String, file: SourceFile) {
    self.phase = phase
    self.path = path
    self.file = file
  }
}

/// What a project's files say, ready to be decoded.
///
/// Tables have their mixins and extensions merged and their params resolved; all other documents
/// are as they were written. No mixin or extension is left.
public struct Project: Sendable {
  /// The documents of the imports, then those of the project, each in byte order of path.
  public var documents: [DocumentNode]
  /// The pre-scripts, then the post-scripts; imports first, each in byte order of path.
  public var scripts: [Script]
  /// Whether every file could be read to its end, so that nothing is missing from `documents`.
  public var isComplete: Bool
  /// Every file that was read, with its content.
  public var files: [SourceFile] = []

  /// Creates a project from documents and scripts.
  public init(
    documents: [DocumentNode] = [], scripts: [Script] = [], isComplete: Bool = true
  ) {
    self.documents = documents
    self.scripts = scripts
    self.isComplete = isComplete
  }
}

/// Another package's schema that a project builds on.
public struct ProjectImport: Sendable, Hashable {
  /// The name below `node_modules`, also with a scope: `@org/name`.
  public var package: String?
  /// A directory instead of a package, relative to the file that names it.
  public var path: String?
  /// The values of the params that the package's mixins declare.
  public var parameters: [String: String]
  public var range: SourceRange?

  /// Creates an import.
  public init(
    package: String? = nil, path: String? = nil, parameters: [String: String] = [:],
    range: SourceRange? = nil
  ) {
    self.package = package
    self.path = path
    self.parameters = parameters
    self.range = range
  }

  /// The name for messages and for the keys of scripts.
  var name: String {
    if let package { return package }
    let path = PathText.directory(path ?? "")
    return path.hasPrefix("./") ? String(path.dropFirst(2)) : path
  }
}

/// Reads a project and its imports, and merges mixins and extensions into the tables.
///
/// - Parameters:
///   - directory: the schema directory; pre, post and seeds are read beside it and inside it.
///   - defaultSchema: the schema of tables that name none.
public func loadProject(
  directory: String, imports: [ProjectImport] = [], defaultSchema: String = "public",
  into report: inout DiagnosticReport
) async -> Project {
  let directory = PathText.directory(directory)
  var discovery = Discovery()
  let isFound = discovery.findProject(directory, &report)
  guard isFound else { return Project(isComplete: false) }
  let local = discovery.takeFiles()
  var packages: [PackageSource] = []
  for item in imports {
    guard let package = locate(item, projectDirectory: directory, &report) else {
      discovery.isComplete = false
      continue
    }
    if let twin = packages.first(where: { $0.identity == package.identity }) {
      report.error(
        "duplicate-import", "'\(item.name)' is imported twice", at: item.range,
        notes: [.init("first imported here", at: twin.origin?.range)])
      continue
    }
    discovery.findPackage(package.directory, name: item.name, &report)
    packages.append(package.with(files: discovery.takeFiles()))
  }
  packages.append(PackageSource(origin: nil, directory: directory, identity: nil, files: local))

  let loaded = await load(packages.flatMap(\.files))
  var assembly = ProjectAssembly(
    defaultSchema: defaultSchema,
    isComplete: discovery.isComplete && loaded.allSatisfy(\.isComplete))
  for file in loaded { report.merge(file.report) }
  var rest = loaded[...]
  for package in packages {
    assembly.add(package, files: rest.prefix(package.files.count), &report)
    rest = rest.dropFirst(package.files.count)
  }
  var project = Project(
    documents: assembly.documents(&report), scripts: scripts(in: loaded, &report),
    isComplete: assembly.isComplete)
  project.files = loaded.compactMap(\.file)
  return project
}

private func scripts(in files: [LoadedFile], _ report: inout DiagnosticReport) -> [Script] {
  var byPhase: [Script.Phase: [Script]] = [:]
  var known: [String: SourceFile] = [:]
  for loaded in files {
    guard case .script(let phase, let key) = loaded.item.role, let file = loaded.file else {
      continue
    }
    if let other = known.updateValue(file, forKey: key) {
      report.error(
        "duplicate-script",
        "scripts '\(other.path)' and '\(file.path)' would share the history key '\(key)'",
        at: nil, notes: [.init("rename one, or keep all scripts in one of the two folders")])
      continue
    }
    byPhase[phase, default: []].append(Script(phase: phase, path: key, file: file))
  }
  return Script.Phase.allCases.flatMap { byPhase[$0] ?? [] }
}
