internal import Subprocess
internal import SystemPackage

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// The operating system user that runs the server, which refuses to run as root.
struct ServerUser: Sendable {
  /// Whom to become; nil to stay who we are.
  let owner: FileTree.Owner?

  /// Returns the user `postgres`, or `nobody`, for root; else the caller.
  static func current() throws(EphemeralServerError) -> ServerUser {
    guard geteuid() == 0 else { return ServerUser(owner: nil) }
    for name in ["postgres", "nobody"] {
      if let entry = getpwnam(name), entry.pointee.pw_uid != 0 {
        return ServerUser(
          owner: FileTree.Owner(user: entry.pointee.pw_uid, group: entry.pointee.pw_gid))
      }
    }
    throw EphemeralServerError(
      "PostgreSQL does not run as root, and there is no user 'postgres' or 'nobody'",
      hint: "run as another user, or create a user 'postgres'")
  }

  /// Away from the terminal: its Ctrl-C is for the tool, which then stops the server.
  static let platformOptions: PlatformOptions = {
    var options = PlatformOptions()
    options.createSession = true
    return options
  }()

  /// Returns the command to run a program as this user.
  ///
  /// Not by Subprocess's own `userID`: glibc's setuid and setgroups, called in the clone of a
  /// process with threads, can wait for ever for a thread that the clone does not have.
  func command(
    _ program: String, _ arguments: [String]
  ) throws(EphemeralServerError) -> (executable: Executable, arguments: Arguments) {
    guard let owner else { return (.path(FilePath(program)), Arguments(arguments)) }
    for setpriv in ["/usr/bin/setpriv", "/bin/setpriv"] where access(setpriv, X_OK) == 0 {
      let switches = ["--reuid=\(owner.user)", "--regid=\(owner.group)", "--clear-groups", "--"]
      return (.path(FilePath(setpriv)), Arguments(switches + [program] + arguments))
    }
    throw EphemeralServerError(
      "PostgreSQL does not run as root, and there is no setpriv to change the user",
      hint: "run as another user, or install util-linux")
  }

  /// Whether the user can reach what is inside a directory.
  func canEnter(_ path: String) -> Bool {
    guard let owner else { return access(path, W_OK | X_OK) == 0 }
    guard var path = resolved(path) else { return false }
    while path.utf8.count > 1 {
      var status = stat()
      guard stat(path, &status) == 0 else { return false }
      let bit: mode_t =
        status.st_uid == owner.user ? 0o100 : status.st_gid == owner.group ? 0o010 : 0o001
      guard status.st_mode & bit != 0 else { return false }
      path = String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])
    }
    return true
  }
}
