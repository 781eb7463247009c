public import Reporting
import SchemaCore
import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

extension GeneratedProject {
  /// What was written to a directory, as people and programs read it.
  public func report(directory: String) -> GenerateReport {
    GenerateReport(
      directory: directory, files: files.map(\.path), objectCount: objectCount,
      omitted: omissions.map { .init(object: "\($0.object)", reason: $0.reason) },
      unmanaged: UnmanagedItem.list(unmanaged), defaultSchema: defaultSchema)
  }

  /// Writes the files below a directory.
  ///
  /// - Parameter overwrites: whether the directory may have something in it. What is there and
  ///   isn't generated stays.
  public func write(to directory: String, overwrites: Bool) throws(Scaffold.Failure) {
    if !overwrites, !isEmptyDirectory(FilePath(directory)) {
      throw Scaffold.Failure(
        path: directory, reason: "the directory is not empty; --force writes into it anyway")
    }
    for file in files {
      let path = FilePath(directory).appending(file.path)
      try Scaffold.makeDirectory(path.removingLastComponent())
      try writeFile(file.text, to: path)
    }
  }
}

/// Writes a text file in place of what is there.
func writeFile(_ text: String, to path: FilePath) throws(Scaffold.Failure) {
  do {
    let descriptor = try FileDescriptor.open(
      path, .writeOnly, options: [.create, .truncate],
      permissions: [.ownerReadWrite, .groupRead, .otherRead])
    try descriptor.closeAfter { _ = try descriptor.writeAll(text.utf8) }
  } catch {
    throw Scaffold.Failure(path: path.string, reason: "\(error)")
  }
}

/// Whether a directory has nothing in it, or isn't there.
private func isEmptyDirectory(_ path: FilePath) -> Bool {
  guard let directory = opendir(path.string) else { return true }
  defer { closedir(directory) }
  var count = 0
  while readdir(directory) != nil { count += 1 }
  return count <= 2
}
