internal import SourceText

/// A package of the project: an import, or the project itself.
struct PackageSource {
  /// The import that names the package; nil for the project itself.
  var origin: ProjectImport?
  var directory: String
  var identity: FileIdentity?
  var files: [ProjectFile] = []

  func with(files: [ProjectFile]) -> PackageSource {
    var copy = self
    copy.files = files
    return copy
  }
}

/// Returns where the schema directory of an import stands, or reports what was tried.
func locate(
  _ item: ProjectImport, projectDirectory: String, _ report: inout DiagnosticReport
) -> PackageSource? {
  let candidates: [String]
  if let package = item.package {
    guard isPackageName(package) else {
      report.error("wrong-value", "'\(package)' is not a package name", at: item.range)
      return nil
    }
    candidates = packageCandidates(package, from: PathText.parent(of: projectDirectory))
  } else {
    let path = PathText.directory(item.path ?? "")
    let base = item.range.map { PathText.parent(of: $0.file.path) }
    let directory =
      path.hasPrefix("/")
      ? path : PathText.join(base ?? PathText.parent(of: projectDirectory), path)
    candidates = [PathText.join(directory, "schema"), directory]
  }
  for candidate in candidates {
    guard case .directory(let identity)? = kind(ofPath: candidate) else { continue }
    return PackageSource(origin: item, directory: candidate, identity: identity)
  }
  var notes = candidates.map { Diagnostic.Note("tried '\($0)'") }
  if item.package != nil {
    notes.append(.init("install the package, or name a directory with 'path:'"))
  }
  report.error(
    "missing-package", "the import '\(item.name)' has no schema directory", at: item.range,
    notes: notes)
  return nil
}

/// Whether a name is `name` or `@scope/name`, and leads nowhere else.
private func isPackageName(_ name: String) -> Bool {
  let parts = name.split(separator: "/", omittingEmptySubsequences: false)
  guard parts.count == (name.hasPrefix("@") ? 2 : 1) else { return false }
  return parts.allSatisfy { !$0.isEmpty && $0 != "." && $0 != ".." && $0 != "@" }
}

/// The places of a package, from the project's directory up to the root.
private func packageCandidates(_ package: String, from base: String) -> [String] {
  var depth = resolvedPath(base).map { $0.split(separator: "/").count } ?? 0
  var directory = base
  var found: [String] = []
  while true {
    found.append(PathText.join(directory, "node_modules/\(package)/schema"))
    guard depth > 0 else { return found }
    depth -= 1
    directory = PathText.parent(of: directory)
  }
}
