public import Postgres

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

  /// A server that was given by its connection string is taken to have everything.
  private static let installation: PostgresInstallation? =
    getenv("SCHEMA_FLOW_TEST_SERVER") == nil ? try? PostgresInstallation.locate() : nil
}
