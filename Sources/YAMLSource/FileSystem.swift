internal import SystemPackage

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Which directory or file a path leads to, whatever links it goes through.
struct FileIdentity: Hashable {
  var device: UInt64
  var inode: UInt64
}

/// An entry of a directory; a link counts as what it leads to.
struct DirectoryEntry {
  var name: String
  var isDirectory: Bool
}

/// What stands at a path.
enum PathKind {
  case directory(FileIdentity)
  case file
}

/// Returns what stands at a path, nil where nothing does.
func kind(ofPath path: String) -> PathKind? {
  var info = stat()
  guard stat(path, &info) == 0 else { return nil }
  guard info.st_mode & S_IFMT == S_IFDIR else { return .file }
  return .directory(
    FileIdentity(
      device: UInt64(truncatingIfNeeded: info.st_dev),
      inode: UInt64(truncatingIfNeeded: info.st_ino)))
}

func isDirectory(_ path: String) -> Bool {
  if case .directory = kind(ofPath: path) { true } else { false }
}

/// Returns the entries of a directory in byte order of their names, without hidden ones.
func entries(ofDirectory path: String) throws(Errno) -> [DirectoryEntry] {
  guard let stream = opendir(path) else { throw Errno(rawValue: errno) }
  defer { closedir(stream) }
  guard let nameOffset = MemoryLayout<dirent>.offset(of: \.d_name) else {
    preconditionFailure("struct dirent has no d_name")
  }
  var found: [DirectoryEntry] = []
  while let entry = readdir(stream) {
    let bytes = UnsafeRawPointer(entry).advanced(by: nameOffset)
    let name = String(cString: bytes.assumingMemoryBound(to: CChar.self))
    guard !name.hasPrefix(".") else { continue }
    let type = Int(entry.pointee.d_type)
    let isFolder =
      type == Int(DT_LNK) || type == Int(DT_UNKNOWN)
      ? isDirectory("\(path)/\(name)") : type == Int(DT_DIR)
    found.append(DirectoryEntry(name: name, isDirectory: isFolder))
  }
  return found.sorted { inByteOrder($0.name, $1.name) }
}

/// Returns the bytes of a regular file.
func readFile(_ path: String) throws(Errno) -> [UInt8] {
  // A named pipe would block an open that waits for a writer.
  let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
  guard descriptor >= 0 else { throw Errno(rawValue: errno) }
  defer { close(descriptor) }
  var info = stat()
  guard fstat(descriptor, &info) == 0 else { throw Errno(rawValue: errno) }
  if info.st_mode & S_IFMT == S_IFDIR { throw .isDirectory }
  guard info.st_mode & S_IFMT == S_IFREG else { throw .notSupported }
  var bytes: [UInt8] = []
  var failure: Errno?
  // One byte more than the size, so that a single read sees the end of most files.
  var wanted = Int(info.st_size) + 1
  while true {
    var count = 0
    let chunk = [UInt8](unsafeUninitializedCapacity: wanted) { buffer, initialized in
      while count < buffer.count {
        let got = read(descriptor, buffer.baseAddress! + count, buffer.count - count)
        if got < 0, errno == EINTR { continue }
        if got < 0 { failure = Errno(rawValue: errno) }
        if got <= 0 { break }
        count += got
      }
      initialized = count
    }
    if let failure { throw failure }
    if bytes.isEmpty { bytes = chunk } else { bytes += chunk }
    if count < wanted { return bytes }
    wanted = 65536
  }
}

/// Returns the absolute path of a directory with its links resolved, nil where there is none.
func resolvedPath(_ path: String) -> String? {
  guard let resolved = realpath(path, nil) else { return nil }
  defer { free(resolved) }
  return String(cString: resolved)
}

/// Whether a text sorts before another by its UTF-8 bytes, the same in every locale.
func inByteOrder(_ left: String, _ right: String) -> Bool {
  left.utf8.lexicographicallyPrecedes(right.utf8)
}
