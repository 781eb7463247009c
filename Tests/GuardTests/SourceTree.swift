#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The repository's files, as the guards look at them.
enum SourceTree {
  /// The path of the repository's top level.
  static let root: String = {
    let parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
    return parts.dropLast(3).joined(separator: "/")
  }()

  /// The Swift files under a directory, sorted by path.
  static func files(in directory: String) -> [CheckedFile] {
    entries(of: directory).flatMap { entry in
      let path = "\(directory)/\(entry.name)"
      if entry.isDirectory { return files(in: path) }
      return entry.name.hasSuffix(".swift") ? [CheckedFile(path: path)] : []
    }
  }

  /// The names of the folders in a directory, sorted.
  static func folders(in directory: String) -> [String] {
    entries(of: directory).filter(\.isDirectory).map(\.name)
  }

  /// The text of a file, empty where it can't be read.
  static func text(of path: String) -> String {
    guard let file = fopen("\(root)/\(path)", "r") else { return "" }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65536)
    while true {
      let count = fread(&buffer, 1, buffer.count, file)
      if count == 0 { return String(decoding: bytes, as: UTF8.self) }
      bytes += buffer[..<count]
    }
  }

  private static func entries(of directory: String) -> [(name: String, isDirectory: Bool)] {
    guard let stream = opendir("\(root)/\(directory)") else { return [] }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if !name.hasPrefix(".") { names.append(name) }
    }
    return names.sorted().map { name in
      var status = stat()
      let isFound = stat("\(root)/\(directory)/\(name)", &status) == 0
      return (name, isFound && status.st_mode & S_IFMT == S_IFDIR)
    }
  }
}

/// A Swift file with its lines of code.
struct CheckedFile {
  /// The path from the repository's top level.
  let path: String
  let text: String

  init(path: String) {
    self.path = path
    text = SourceTree.text(of: path)
  }

  /// The folder under `Sources` or `Tests`.
  var room: String { String(path.split(separator: "/")[1]) }

  var lineCount: Int { text.utf8.count { $0 == UInt8(ascii: "\n") } }

  /// The lines without those that are comments, each with its number.
  var code: [(number: Int, text: Substring)] {
    text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
      .map { ($0 + 1, $1) }
      .filter { !$1.drop { $0 == " " }.hasPrefix("//") }
  }

  /// The modules that the file imports.
  var imports: [String] {
    let access: Set<Substring> = ["public", "package", "internal", "fileprivate", "private"]
    return code.compactMap { line in
      let words = line.text.split(separator: " ").drop { $0.hasPrefix("@") || access.contains($0) }
      guard words.first == "import", let last = words.last else { return nil }
      return String(last.prefix { $0 != "." })
    }
  }
}
