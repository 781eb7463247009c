import SystemPackage
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Compares what commands wrote with a file in `Golden`; UPDATE_GOLDEN=1 writes it and fails.
///
/// `NAME.18.txt` is what a server from 18 on says, where that differs from `NAME.txt`.
func expectGolden(
  _ name: String, _ outcomes: Tool.Outcome..., location: SourceLocation = #_sourceLocation
) throws {
  let text = outcomes.map(\.transcript).joined(separator: "\n")
  let folder = FilePath(#filePath).removingLastComponent().appending("Golden")
  let usual = folder.appending("\(name).txt")
  let major = min(ServerFeatures.majorVersion, 99)
  let ofVersion = stride(from: major, to: 15, by: -1)
    .map { folder.appending("\(name).\($0).txt") }.first { contents(of: $0) != nil }
  var path = ofVersion ?? usual
  if getenv("UPDATE_GOLDEN") != nil {
    if contents(of: path) == text { return }
    if major > 15 { path = folder.appending("\(name).\(major).txt") }
    let file = try FileDescriptor.open(
      path, .writeOnly, options: [.create, .truncate],
      permissions: [.ownerReadWrite, .groupRead, .otherRead])
    try file.closeAfter { _ = try file.writeAll(text.utf8) }
    Issue.record("golden file \(name) was written", sourceLocation: location)
    return
  }
  let expected = try #require(
    contents(of: path), "there is no golden file \(name): run with UPDATE_GOLDEN=1",
    sourceLocation: location)
  #expect(text == expected, "differs from \(name)", sourceLocation: location)
}

/// Returns a file's text, nil where it can't be read.
func contents(of path: FilePath) -> String? {
  guard let descriptor = try? FileDescriptor.open(path, .readOnly) else { return nil }
  defer { try? descriptor.close() }
  var bytes: [UInt8] = []
  var buffer = [UInt8](repeating: 0, count: 1 << 16)
  while let count = try? buffer.withUnsafeMutableBytes({ try descriptor.read(into: $0) }),
    count > 0
  { bytes += buffer[..<count] }
  return String(decoding: bytes, as: UTF8.self)
}

extension Tool.Outcome {
  /// Everything that the command's caller sees, without what differs from run to run.
  var transcript: String {
    var text = "$ schema-flow \(arguments.joined(separator: " "))\n"
    if !output.isEmpty { text += "--- stdout\n\(ended(output))" }
    if !errors.isEmpty { text += "--- stderr\n\(ended(errors))" }
    return normalized(text + "--- exit \(code)\n")
  }

  private func ended(_ text: String) -> String { text.hasSuffix("\n") ? text : text + "\n" }
}

/// Returns a text with temporary paths, durations, times and process ids taken out.
private func normalized(_ text: String) -> String {
  text.replacing(#/schema-flow-(test-)?[A-Za-z0-9]{6}\b/#) { _ in "schema-flow-XXXXXX" }
    .replacing(#/\btest_\d+_\d+\b/#) { _ in "test_database" }
    .replacing(#/\b(\d+ min )?\d+(\.\d+)? (ms|s)\b(?=[,: )]|$)/#) { _ in "N ms" }
    .replacing(#/\d+(\.\d+)?( [KMG])? rows\/s/#) { _ in "N rows/s" }
    .replacing(#/"(rowsPerSecond|rows_per_second|age_seconds)": ?\d+/#) { "\"\($0.output.1)\":0" }
    .replacing(#/"milliseconds": ?\d+/#) { _ in "\"milliseconds\": 0" }
    .replacing(#/\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?(Z|\+00)?/#) { _ in "TIME" }
    .replacing(#/\bpid(":)? \d+/#) { "pid\($0.output.1 ?? "") N" }
}
