import SourceText

@testable import YAMLSource

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A directory with files that is removed when the last reference goes.
final class TemporaryProject: Sendable {
  let root: String

  /// Creates files from their paths and texts; a text `-> target` makes a link.
  init(_ files: [String: String]) {
    var template = Array("/tmp/yaml-source-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { preconditionFailure("mkdtemp failed") }
    root = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    for (path, text) in files.sorted(by: { $0.key < $1.key }) { write(text, to: path) }
  }

  deinit {
    remove(root)
  }

  func write(_ text: String, to path: String) {
    var directory = root
    let parts = path.split(separator: "/")
    for part in parts.dropLast() {
      directory += "/\(part)"
      mkdir(directory, 0o755)
    }
    let full = "\(root)/\(path)"
    if text.hasPrefix("-> ") {
      symlink(String(text.dropFirst(3)), full)
      return
    }
    guard let file = fopen(full, "w") else { preconditionFailure("can't write '\(full)'") }
    let bytes = Array(text.utf8)
    fwrite(bytes, 1, bytes.count, file)
    fclose(file)
  }

  /// Loads the project and gives the report with paths as from inside of the directory.
  func load(
    directory: String = "schema", imports: [ProjectImport] = []
  ) async -> (project: Project, text: String) {
    var report = DiagnosticReport()
    let project = await loadProject(
      directory: "\(root)/\(directory)", imports: imports, into: &report)
    return (project, shown(report))
  }

  func shown(_ report: DiagnosticReport) -> String {
    report.text.replacing("\(root)/", with: "")
  }

  private func remove(_ path: String) {
    var info = stat()
    guard lstat(path, &info) == 0 else { return }
    guard info.st_mode & S_IFMT == S_IFDIR else {
      unlink(path)
      return
    }
    chmod(path, 0o755)
    if let stream = opendir(path) {
      var names: [String] = []
      while let entry = readdir(stream) {
        let name = withUnsafePointer(to: &entry.pointee.d_name) {
          $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        }
        if name != ".", name != ".." { names.append(name) }
      }
      closedir(stream)
      for name in names { remove("\(path)/\(name)") }
    }
    rmdir(path)
  }
}

extension Project {
  /// The documents on one line each.
  var shown: [String] { documents.map(\.shown) }
}
