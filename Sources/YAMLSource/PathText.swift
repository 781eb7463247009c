/// Paths as the user wrote them: diagnostics show them, so nothing is made absolute.
enum PathText {
  /// Returns a directory's path without slashes at its end.
  static func directory(_ path: String) -> String {
    var path = path[...]
    while path.utf8.count > 1, path.hasSuffix("/") { path.removeLast() }
    return path.isEmpty ? "." : String(path)
  }

  /// Returns the path of an entry of a directory.
  static func join(_ directory: String, _ name: String) -> String {
    if directory == "." || directory.isEmpty { return name }
    return directory.hasSuffix("/") ? directory + name : "\(directory)/\(name)"
  }

  /// Returns the directory that holds another, `.` for the current one.
  static func parent(of directory: String) -> String {
    if directory == "/" { return "/" }
    if directory == "." { return ".." }
    guard let slash = directory.lastIndex(of: "/") else {
      return directory == ".." ? "../.." : "."
    }
    let name = directory[directory.index(after: slash)...]
    if name == ".." || name == "." { return directory + "/.." }
    return slash == directory.startIndex ? "/" : String(directory[..<slash])
  }

  /// Returns the last component of a path.
  static func name(of path: String) -> Substring {
    path.lastIndex(of: "/").map { path[path.index(after: $0)...] } ?? path[...]
  }
}
