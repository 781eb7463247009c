import SystemPackage
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Compares a text with the file of a name in `Golden`; UPDATE_GOLDEN=1 writes it and fails.
func expectGolden(
  _ text: String, _ name: String, location: SourceLocation = #_sourceLocation
) throws {
  let path = FilePath(#filePath).removingLastComponent().appending("Golden").appending(name)
  if getenv("UPDATE_GOLDEN") != nil {
    let file = try FileDescriptor.open(
      path, .writeOnly, options: [.create, .truncate], permissions: .ownerReadWrite)
    try file.closeAfter { _ = try file.writeAll(text.utf8) }
    Issue.record("golden file \(name) was written", sourceLocation: location)
    return
  }
  let expected = try #require(
    try? contents(of: FileDescriptor.open(path, .readOnly)),
    "there is no golden file \(name): run with UPDATE_GOLDEN=1", sourceLocation: location)
  #expect(text == expected, "differs from \(name)", sourceLocation: location)
}

/// Reads a descriptor to its end and closes it.
func contents(of descriptor: FileDescriptor) throws -> String {
  try descriptor.closeAfter {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = try buffer.withUnsafeMutableBytes { try descriptor.read(into: $0) }
      if count == 0 { return String(decoding: bytes, as: UTF8.self) }
      bytes += buffer[..<count]
    }
  }
}
