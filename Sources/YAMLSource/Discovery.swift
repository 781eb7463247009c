internal import SourceText
internal import SystemPackage

/// A file of a project and what it is read as.
struct ProjectFile: Sendable {
  enum Role: Sendable {
    case schema
    case seeds
    case seedTable
    case script(Script.Phase, key: String)
  }

  var path: String
  var role: Role
}

/// Finds the files of a project and of its imports, in byte order of path.
struct Discovery {
  var isComplete = true
  private var files: [ProjectFile] = []
  private var visited: Set<FileIdentity> = []

  /// Returns the files found since the last call.
  mutating func takeFiles() -> [ProjectFile] {
    defer { files = [] }
    return files
  }

  /// Finds the files in the schema directory and the special folders beside it.
  ///
  /// - Returns: whether there is such a directory.
  mutating func findProject(_ directory: String, _ report: inout DiagnosticReport) -> Bool {
    guard let kind = kind(ofPath: directory) else {
      report.error(
        "missing-directory", "the schema directory '\(directory)' does not exist", at: nil,
        notes: [.init("'schema-flow init' creates one, '--dir' names another")])
      return false
    }
    guard case .directory = kind else {
      report.error(
        "missing-directory", "the schema directory '\(directory)' is not a directory", at: nil,
        notes: [.init("'--dir' names the directory that holds the YAML files")])
      return false
    }
    let parent = PathText.parent(of: directory)
    findScripts(beside: parent, and: directory, prefix: "", &report)
    findDocuments(in: directory, isTop: true, &report)
    findSeeds(in: PathText.join(parent, "seeds"), &report)
    return true
  }

  /// Finds the files of an import: only what stands inside its schema directory.
  mutating func findPackage(
    _ directory: String, name: String, _ report: inout DiagnosticReport
  ) {
    findScripts(beside: nil, and: directory, prefix: name + "/", &report)
    findDocuments(in: directory, isTop: true, &report)
  }

  private mutating func findScripts(
    beside parent: String?, and directory: String, prefix: String,
    _ report: inout DiagnosticReport
  ) {
    for phase in Script.Phase.allCases {
      var found: [(name: String, path: String)] = []
      for base in [parent, directory] {
        guard let base else { continue }
        let folder = PathText.join(base, phase.rawValue)
        guard isUnvisitedDirectory(folder) else { continue }
        for entry in list(folder, &report) where !entry.isDirectory {
          guard entry.name.hasSuffix(".sql") else { continue }
          found.append((entry.name, PathText.join(folder, entry.name)))
        }
      }
      // Names decide, not folders: '001' inside runs before '002' beside.
      found.sort { ($0.name == $1.name) ? false : inByteOrder($0.name, $1.name) }
      for (name, path) in found {
        let key = "\(prefix)\(phase.rawValue)/\(name)"
        files.append(ProjectFile(path: path, role: .script(phase, key: key)))
      }
    }
  }

  private mutating func findDocuments(
    in directory: String, isTop: Bool, _ report: inout DiagnosticReport
  ) {
    guard isUnvisitedDirectory(directory) else { return }
    for entry in inPathOrder(list(directory, &report)) {
      let path = PathText.join(directory, entry.name)
      switch (entry.isDirectory, entry.name) {
      case (true, "pre") where isTop, (true, "post") where isTop, (true, "node_modules"):
        continue
      case (true, "seeds") where isTop:
        findSeeds(in: path, &report)
      case (true, _):
        findDocuments(in: path, isTop: false, &report)
      case (false, let name) where name.hasSuffix(".yaml") || name.hasSuffix(".yml"):
        files.append(ProjectFile(path: path, role: .schema))
      default:
        continue
      }
    }
  }

  private mutating func findSeeds(in directory: String, _ report: inout DiagnosticReport) {
    guard isUnvisitedDirectory(directory) else { return }
    for entry in inPathOrder(list(directory, &report)) {
      let path = PathText.join(directory, entry.name)
      if entry.isDirectory {
        findSeeds(in: path, &report)
      } else if entry.name.hasSuffix(".yaml") || entry.name.hasSuffix(".yml") {
        files.append(ProjectFile(path: path, role: .seeds))
      } else if entry.name.hasSuffix(".csv") {
        files.append(ProjectFile(path: path, role: .seedTable))
      }
    }
  }

  /// In the byte order of whole paths a folder sorts as if its name ended with the slash.
  private func inPathOrder(_ entries: [DirectoryEntry]) -> [DirectoryEntry] {
    func key(_ entry: DirectoryEntry) -> String {
      entry.isDirectory ? entry.name + "/" : entry.name
    }
    return entries.sorted { inByteOrder(key($0), key($1)) }
  }

  /// Each directory is read once, so that links neither loop nor give a document twice.
  private mutating func isUnvisitedDirectory(_ path: String) -> Bool {
    guard case .directory(let identity)? = kind(ofPath: path) else { return false }
    return visited.insert(identity).inserted
  }

  private mutating func list(
    _ directory: String, _ report: inout DiagnosticReport
  ) -> [DirectoryEntry] {
    do throws(Errno) {
      return try entries(ofDirectory: directory)
    } catch {
      isComplete = false
      report.error("unreadable-file", "can't read directory '\(directory)': \(error)", at: nil)
      return []
    }
  }
}
