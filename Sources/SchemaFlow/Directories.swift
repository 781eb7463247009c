import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Whether a path is a directory, also through links.
func isDirectory(_ path: FilePath) -> Bool {
  guard let directory = opendir(path.string) else { return false }
  closedir(directory)
  return true
}

/// Makes a directory; returns why it could not.
func createDirectory(_ path: FilePath) -> String? {
  guard mkdir(path.string, 0o777) != 0, errno != EEXIST else { return nil }
  return Errno(rawValue: errno).description
}

/// Returns the highest number that a file name in a directory starts with, 0 without any.
func highestNumber(in path: FilePath) -> Int {
  guard let directory = opendir(path.string) else { return 0 }
  defer { closedir(directory) }
  var highest = 0
  while let entry = readdir(directory) {
    let name = withUnsafePointer(to: &entry.pointee.d_name) {
      $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
    }
    highest = max(highest, Int(name.prefix { ("0"..."9").contains($0) }) ?? 0)
  }
  return highest
}
