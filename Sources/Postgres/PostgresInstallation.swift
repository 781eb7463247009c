internal import SystemPackage

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// A directory with the server's binaries.
public struct PostgresInstallation: Sendable, Hashable {
  /// The directory that holds `initdb` and `postgres`, with symbolic links resolved.
  public let binDirectory: String
  /// The version as the server names it: `15.18`, `17devel`.
  public let version: String

  /// The first number of the version.
  public var majorVersion: Int {
    Int(version.prefix { $0.isNumber }) ?? 0
  }

  /// Finds the binaries in `PG_BIN`, on `PATH`, or where distributions put them, newest first.
  ///
  /// - Parameter environment: Where `PG_BIN` and `PATH` are read.
  public static func locate(
    environment: [String: String]
  ) throws(EphemeralServerError) -> PostgresInstallation {
    if let directory = environment["PG_BIN"], !directory.isEmpty {
      guard let installation = PostgresInstallation(at: directory) else {
        throw EphemeralServerError(
          "PG_BIN is '\(directory)', where initdb and postgres do not both run",
          hint: "set PG_BIN to a directory such as /usr/lib/postgresql/15/bin, or unset it")
      }
      return installation
    }
    let path = (environment["PATH"] ?? "").split(separator: ":").map(String.init)
    for directory in path + distributionDirectories() {
      if let installation = PostgresInstallation(at: directory) {
        return installation
      }
    }
    throw EphemeralServerError(
      "no PostgreSQL server binaries found in PATH or the distribution's directories",
      hint: "install them (apt-get install postgresql), or set PG_BIN to their directory")
  }

  /// Finds the binaries with this process's environment.
  public static func locate() throws(EphemeralServerError) -> PostgresInstallation {
    var environment: [String: String] = [:]
    for name in ["PG_BIN", "PATH"] {
      environment[name] = environmentVariable(name)
    }
    return try locate(environment: environment)
  }

  /// Creates the installation; nil unless both binaries are there and tell their version.
  private init?(at directory: String) {
    // Behind a link stands the real directory, beside which initdb looks for its share files.
    let real = resolved("\(directory)/initdb").map { FilePath($0).removingLastComponent().string }
    for candidate in [real, directory].compactMap({ $0 }) {
      guard PostgresInstallation.version(of: "\(candidate)/initdb") != nil,
        let version = PostgresInstallation.version(of: "\(candidate)/postgres")
      else { continue }
      binDirectory = candidate
      self.version = version
      return
    }
    return nil
  }

  /// Returns the word behind `(PostgreSQL)` in what the binary says of itself.
  private static func version(of binary: String) -> String? {
    guard access(binary, X_OK) == 0 else { return nil }
    let quoted = binary.split(separator: "'", omittingEmptySubsequences: false)
      .joined(separator: "'\\''")
    guard let stream = popen("'\(quoted)' --version 2>/dev/null", "r") else { return nil }
    var line = [CChar](repeating: 0, count: 256)
    let isRead = fgets(&line, Int32(line.count), stream) != nil
    guard pclose(stream) == 0, isRead else { return nil }
    let words = text(line).split { $0 == " " || $0 == "\n" }
    guard let label = words.firstIndex(of: "(PostgreSQL)"), label + 1 < words.count else {
      return nil
    }
    return String(words[label + 1])
  }

  private static func distributionDirectories() -> [String] {
    let families = [("/usr/lib/postgresql", "", "/bin"), ("/usr", "pgsql-", "/bin")]
    let numbered = families.flatMap { parent, prefix, suffix in
      FileTree.names(in: parent).filter { $0.hasPrefix(prefix) }
        .compactMap { name in
          Double(name.dropFirst(prefix.count)).map { (version: $0, name: name) }
        }
        .sorted { $0.version > $1.version }
        .map { "\(parent)/\($0.name)\(suffix)" }
    }
    return numbered
      + [
        "/usr/local/pgsql/bin", "/opt/homebrew/bin", "/opt/homebrew/opt/postgresql/bin",
        "/usr/local/opt/postgresql/bin",
      ]
  }
}

/// Returns a variable of this process's environment.
func environmentVariable(_ name: String) -> String? {
  getenv(name).map { String(cString: $0) }
}

/// Returns the text in a buffer that ends with a null byte.
func text(_ buffer: [CChar]) -> String {
  String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
}

/// Returns the path without symbolic links; nil if nothing is there.
func resolved(_ path: String) -> String? {
  guard let real = realpath(path, nil) else { return nil }
  defer { free(real) }
  return String(cString: real)
}
