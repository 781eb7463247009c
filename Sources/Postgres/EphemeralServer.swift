internal import Synchronization

/// A throwaway server in a temporary directory, on a Unix socket only, with durability off.
///
/// When this process ends without stopping it, even by SIGKILL, a small watching shell stops the
/// server and removes the directory, unless it was started to keep running.
public final class EphemeralServer: Sendable {
  /// The database `postgres` as the superuser `postgres`.
  public let connectionString: ConnectionString
  /// Where the cluster's data is, beside the socket and the log.
  public let dataDirectory: String
  private let directory: String
  private let process: Mutex<ServerProcess?>

  /// Starts a server and waits until it takes connections.
  ///
  /// - Parameters:
  ///   - installation: The binaries to run; nil to locate them.
  ///   - settings: Settings of `postgresql.conf`, which come after the defaults.
  ///   - keepRunning: Whether the server outlives this process.
  public static func start(
    installation: PostgresInstallation? = nil, settings: [String: String] = [:],
    keepRunning: Bool = false
  ) async throws(EphemeralServerError) -> EphemeralServer {
    let installation =
      if let installation { installation } else {
        try PostgresInstallation.locate()
      }
    let user = try ServerUser.current()
    let directory = try makeDirectory(for: user)
    do {
      try await ClusterTemplate(installation: installation, user: user)
        .makeCluster(in: directory)
      let process = try await ServerProcess.start(
        installation: installation, directory: directory, user: user,
        settings: defaultSettings.merging(settings) { $1 }, keepRunning: keepRunning)
      return EphemeralServer(directory: directory, process: process)
    } catch {
      FileTree.remove(directory)
      throw error
    }
  }

  private init(directory: String, process: ServerProcess) {
    self.directory = directory
    dataDirectory = "\(directory)/data"
    connectionString = ConnectionString(
      "postgresql://postgres@/postgres?host=\(ConnectionOptions.percentEncoded(directory))")
    self.process = Mutex(process)
  }

  /// The shell command that stops a server that was left running, and removes its directory.
  public var stopCommand: String {
    """
    pid=$(head -n 1 '\(dataDirectory)/postmaster.pid') && kill -QUIT $pid; \
    while kill -0 $pid 2>/dev/null; do sleep 0.1; done; rm -rf '\(directory)'
    """
  }

  /// Stops the server and removes its directory; does nothing the second time.
  public func stop() async {
    // On a thread of its own, since it waits for the server's processes to end.
    await withCheckedContinuation { continuation in
      startThread {
        self.stopNow()
        continuation.resume()
      }
    }
  }

  /// Stops the server and removes its directory before it returns; safe from any thread.
  public func stopNow() {
    process.withLock {
      $0?.stop()
      $0 = nil
      FileTree.remove(directory)
    }
  }

  /// Settings for a server whose data nobody needs after a crash.
  private static let defaultSettings = [
    "autovacuum": "on",
    "fsync": "off",
    "full_page_writes": "off",
    "listen_addresses": "",
    "max_connections": "100",
    "max_wal_senders": "0",
    "synchronous_commit": "off",
    "unix_socket_permissions": "0777",
    "wal_level": "minimal",
  ]

  /// Creates the directory that holds the data, the socket and the log.
  private static func makeDirectory(
    for user: ServerUser
  ) throws(EphemeralServerError) -> String {
    // An address of a Unix socket has 108 bytes, its null byte included.
    let longest = 107 - "/schema-flow-XXXXXX/.s.PGSQL.5432".utf8.count
    let wanted = environmentVariable("TMPDIR").flatMap { resolved($0) }
    for parent in [wanted, "/tmp", "/var/tmp"].compactMap({ $0 })
    where parent.utf8.count <= longest && user.canEnter(parent) {
      if let directory = FileTree.makeTemporaryDirectory(prefix: "\(parent)/schema-flow-") {
        return directory
      }
    }
    throw EphemeralServerError(
      "no temporary directory for the server: TMPDIR, /tmp and /var/tmp cannot be used",
      hint: "set TMPDIR to a directory with a path of at most \(longest) bytes")
  }
}
