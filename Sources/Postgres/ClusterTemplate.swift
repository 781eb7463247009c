internal import Subprocess
internal import SystemPackage

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Data directories as initdb makes them, kept for the next time: initdb takes a second.
///
/// The copy is trusted only if the caller owns it and nobody else can enter it.
struct ClusterTemplate {
  let installation: PostgresInstallation
  let user: ServerUser

  /// The options of initdb, which are part of the key of the kept copy.
  private static let initdbOptions = [
    "--username=postgres", "--auth=trust", "--encoding=UTF8", "--no-sync",
  ]

  /// Fills a directory that only the caller has, and gives it to the server's user.
  func makeCluster(in directory: String) async throws(EphemeralServerError) {
    let data = "\(directory)/data"
    if let cached = cachedDirectory(), isPrivate(cached) {
      if FileTree.copy("\(cached)/data", to: data, owner: user.owner) {
        try handOver(directory)
        return
      }
      FileTree.remove(data)
    }
    try handOver(directory)
    try await initialize(data, from: directory)
    keep(data)
  }

  private func handOver(_ directory: String) throws(EphemeralServerError) {
    guard let owner = user.owner else { return }
    guard chown(directory, owner.user, owner.group) == 0 else {
      throw EphemeralServerError("cannot give '\(directory)' to the server's user")
    }
  }

  // MARK: initdb

  private func initialize(
    _ data: String, from directory: String
  ) async throws(EphemeralServerError) {
    let failure = try await initdb(data, locale: "C.UTF-8", from: directory)
    guard failure != nil else { return }
    FileTree.remove(data)
    // Not every system has C.UTF-8.
    if let failure = try await initdb(data, locale: "C", from: directory) {
      throw EphemeralServerError("initdb failed: \(failure)")
    }
  }

  /// Runs initdb; returns what it printed if it failed.
  private func initdb(
    _ data: String, locale: String, from directory: String
  ) async throws(EphemeralServerError) -> String? {
    var arguments = ["--pgdata=\(data)", "--locale=\(locale)"] + ClusterTemplate.initdbOptions
    if installation.majorVersion >= 14 {
      arguments.append("--no-instructions")
    }
    let command = try user.command("\(installation.binDirectory)/initdb", arguments)
    do {
      let result = try await run(
        command.executable, arguments: command.arguments,
        environment: .inherit.updating(["LC_ALL": "C"]),
        workingDirectory: FilePath(directory), platformOptions: ServerUser.platformOptions,
        output: .string(limit: 1 << 20), error: .combinedWithOutput)
      return result.terminationStatus.isSuccess
        ? nil : result.standardOutput.withoutTrailingSpace
    } catch {
      throw EphemeralServerError("cannot run \(installation.binDirectory)/initdb: \(error)")
    }
  }

  // MARK: The kept copy

  private var key: String {
    let words = [installation.binDirectory, installation.version] + ClusterTemplate.initdbOptions
    // FNV-1a: the key only has to differ, and must be the same in each process.
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in words.joined(separator: "\n").utf8 {
      hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3
    }
    return "initdb-\(installation.version)-\(String(hash, radix: 16))"
  }

  /// Returns where the copy is or would be, in a directory of the caller's own; nil without one.
  private func cachedDirectory() -> String? {
    let parent: String
    if let cache = environmentVariable("XDG_CACHE_HOME"), cache.hasPrefix("/") {
      parent = cache
    } else if let home = environmentVariable("HOME"), home.hasPrefix("/") {
      parent = "\(home)/.cache"
    } else {
      parent = environmentVariable("TMPDIR") ?? "/tmp"
    }
    mkdir(parent, 0o700)
    let directory = "\(parent)/schema-flow-\(geteuid())"
    mkdir(directory, 0o700)
    return isPrivate(directory) ? "\(directory)/\(key)" : nil
  }

  private func isPrivate(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
      && status.st_uid == geteuid() && status.st_mode & 0o077 == 0
  }

  /// Keeps a copy of a fresh data directory, if possible; of two at once the first one stays.
  private func keep(_ data: String) {
    guard let cached = cachedDirectory(), !isPrivate(cached),
      let partial = FileTree.makeTemporaryDirectory(prefix: "\(cached).")
    else { return }
    if !FileTree.copy(data, to: "\(partial)/data") || rename(partial, cached) != 0 {
      FileTree.remove(partial)
    }
  }
}
