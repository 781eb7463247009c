#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Directories as a whole: copied, removed, listed. Symbolic links are never followed.
///
/// Every step goes from an open directory to a name in it: root works here in directories that
/// another user can change at the same time.
enum FileTree {
  /// Who is to own a copy.
  struct Owner: Sendable, Hashable {
    var user: uid_t
    var group: gid_t
  }

  /// Returns the names in a directory, empty if it can't be read.
  static func names(in path: String) -> [String] {
    let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    defer { close(descriptor) }
    return names(in: descriptor)
  }

  /// Creates a directory with a unique name, mode 0700.
  static func makeTemporaryDirectory(prefix: String) -> String? {
    var template = Array("\(prefix)XXXXXX".utf8CString)
    return mkdtemp(&template) == nil ? nil : text(template)
  }

  /// Removes a directory with all it holds; what is gone already is no failure.
  @discardableResult
  static func remove(_ path: String) -> Bool {
    remove(path, in: AT_FDCWD)
  }

  /// Copies a directory; returns false if anything could not be copied.
  ///
  /// - Parameter owner: The owner of the copy; nil for this process's user.
  static func copy(_ source: String, to target: String, owner: Owner? = nil) -> Bool {
    copyDirectory(source, in: AT_FDCWD, to: target, in: AT_FDCWD, owner: owner)
  }

  private static func names(in descriptor: Int32) -> [String] {
    let duplicate = dup(descriptor)
    guard duplicate >= 0 else { return [] }
    guard let stream = fdopendir(duplicate) else {
      close(duplicate)
      return []
    }
    defer { closedir(stream) }
    rewinddir(stream)
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != "." && name != ".." {
        names.append(name)
      }
    }
    return names
  }

  private static func openDirectory(_ name: String, in parent: Int32) -> Int32 {
    openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
  }

  private static func remove(_ name: String, in parent: Int32) -> Bool {
    let directory = openDirectory(name, in: parent)
    guard directory >= 0 else {
      return unlinkat(parent, name, 0) == 0 || errno == ENOENT
    }
    for entry in names(in: directory) {
      _ = remove(entry, in: directory)
    }
    close(directory)
    return unlinkat(parent, name, AT_REMOVEDIR) == 0 || errno == ENOENT
  }

  private static func copyDirectory(
    _ name: String, in parent: Int32, to target: String, in targetParent: Int32, owner: Owner?
  ) -> Bool {
    let source = openDirectory(name, in: parent)
    guard source >= 0 else { return false }
    defer { close(source) }
    guard mkdirat(targetParent, target, 0o700) == 0 else { return false }
    let copy = openDirectory(target, in: targetParent)
    guard copy >= 0 else { return false }
    defer { close(copy) }
    for entry in names(in: source) {
      var status = stat()
      guard fstatat(source, entry, &status, AT_SYMLINK_NOFOLLOW) == 0 else { return false }
      let isCopied =
        switch status.st_mode & S_IFMT {
        case S_IFDIR: copyDirectory(entry, in: source, to: entry, in: copy, owner: owner)
        case S_IFREG: copyFile(entry, from: source, to: copy, owner: owner)
        default: false
        }
      guard isCopied else { return false }
    }
    return owner.map { fchown(copy, $0.user, $0.group) == 0 } ?? true
  }

  private static func copyFile(
    _ name: String, from source: Int32, to target: Int32, owner: Owner?
  ) -> Bool {
    let input = openat(source, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC)
    guard input >= 0 else { return false }
    defer { close(input) }
    let output = openat(target, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard output >= 0 else { return false }
    defer { close(output) }
    guard copyBytes(from: input, to: output) else { return false }
    return owner.map { fchown(output, $0.user, $0.group) == 0 } ?? true
  }

  private static func copyBytes(from input: Int32, to output: Int32) -> Bool {
    withUnsafeTemporaryAllocation(byteCount: 1 << 18, alignment: 16) { buffer in
      while true {
        let count = read(input, buffer.baseAddress, buffer.count)
        guard count > 0 else { return count == 0 }
        var written = 0
        while written < count {
          let step = write(output, buffer.baseAddress! + written, count - written)
          guard step > 0 else { return false }
          written += step
        }
      }
    }
  }
}
