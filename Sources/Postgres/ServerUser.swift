internal import Subprocess

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

  var platformOptions: PlatformOptions {
    var options = PlatformOptions()
    // Away from the terminal: its Ctrl-C is for the tool, which then stops the server.
    options.createSession = true
    if let owner {
      options.userID = owner.user
      options.groupID = owner.group
      options.supplementaryGroups = []
    }
    return options
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
