import Postgres

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What the server that the tests start has to offer: PyPI's servers lack contrib modules.
public enum ServerFeatures {
  /// The first number of the server's version; that of the newest where a given server is used.
  public static let majorVersion = installation?.majorVersion ?? Int.max

  /// Returns whether an extension's files are installed.
  public static func has(extension name: String) -> Bool {
    guard let installation else { return true }
    let folders = [
      "\(installation.binDirectory)/../share/extension",
      "\(installation.binDirectory)/../share/postgresql/extension",
      "/usr/share/postgresql/\(installation.majorVersion)/extension",
    ]
    return folders.contains { access("\($0)/\(name).control", R_OK) == 0 }
  }

  /// Whether the server was built with ICU.
  public static let hasICU = names(library: "libicui18n")
  /// Whether the server was built with LZ4.
  public static let hasLZ4 = names(library: "liblz4")

  /// Returns whether the server's program names a library.
  private static func names(library: String) -> Bool {
    guard let installation else { return true }
    let file = open("\(installation.binDirectory)/postgres", O_RDONLY)
    guard file >= 0 else { return true }
    defer { close(file) }
    let size = Int(lseek(file, 0, SEEK_END))
    guard size > 0, let bytes = mmap(nil, size, PROT_READ, MAP_PRIVATE, file, 0),
      bytes != MAP_FAILED
    else { return true }
    defer { munmap(bytes, size) }
    return contains(UnsafeRawBufferPointer(start: bytes, count: size), library)
  }

  private static func contains(_ bytes: UnsafeRawBufferPointer, _ word: String) -> Bool {
    let wanted = Array(word.utf8)
    var rest = bytes[...]
    while let start = rest.firstIndex(of: wanted[0]) {
      if rest[start...].starts(with: wanted) { return true }
      rest = rest[(start + 1)...]
    }
    return false
  }

  /// A server that was given by its connection string is taken to have everything.
  private static let installation: PostgresInstallation? =
    getenv("SCHEMA_FLOW_TEST_SERVER") == nil ? try? PostgresInstallation.locate() : nil
}
