import SystemPackage
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A directory of `Cases/<kind>/<case>`.
struct ProofCase: Sendable, CustomTestStringConvertible {
  let path: String

  var testDescription: String { name }

  var name: String {
    path.split(separator: "/").suffix(2).joined(separator: "/")
  }

  var required: [String] { words(after: "require") }
  var forbidden: [String] { words(after: "forbid") }
  var refusal: String? { words(after: "refuse").first }
  /// The SQLSTATE with which the first try to reach b fails.
  var failure: String? { words(after: "fails").first }
  /// What is left out of the plan for b without `--allow-destructive`.
  var blocked: [String] { words(after: "blocked") }
  /// Whether the way back isn't walked, since PostgreSQL has none.
  var isOneWay: Bool { says("one-way") }
  /// Whether b as reached from a isn't b as made at once: column orders, what SQL files made.
  var skipsDump: Bool {
    says("no-dump")
      || words(after: "no-dump").compactMap { Int($0) }
        .contains { $0 <= ServerFeatures.majorVersion }
  }
  var isPerTable: Bool { says("per-table") }

  /// What the case needs and the server doesn't have: extensions, a version, ICU.
  var lacking: [String] {
    let extensions = words(after: "extension").filter { !ServerFeatures.has(extension: $0) }
    let versions = words(after: "server").compactMap { Int($0) }
      .filter { $0 > ServerFeatures.majorVersion }.map { "PostgreSQL \($0)" }
    let older = words(after: "before").compactMap { Int($0) }
      .filter { $0 <= ServerFeatures.majorVersion }.map { "a server before PostgreSQL \($0)" }
    let libraries = says("icu") && !ServerFeatures.hasICU ? ["ICU"] : []
    return extensions + versions + older + libraries
  }

  static func all() throws -> [ProofCase] {
    let root = FilePath(#filePath).removingLastComponent().removingLastComponent()
      .removingLastComponent().appending("Cases").string
    let only = getenv("SCHEMA_FLOW_CASE").map { String(cString: $0) }
    return entries(root).flatMap { kind in
      entries("\(root)/\(kind)").map { ProofCase(path: "\(root)/\(kind)/\($0)") }
    }.filter { proof in only.map { proof.name.hasPrefix($0) } ?? true }
  }

  /// Returns a file's text, nil where the case doesn't have it.
  func file(_ name: String) -> String? {
    guard let descriptor = try? FileDescriptor.open(FilePath("\(path)/\(name)"), .readOnly) else {
      return nil
    }
    defer { try? descriptor.close() }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65536)
    while let count = try? buffer.withUnsafeMutableBytes({ try descriptor.read(into: $0) }),
      count > 0
    { bytes += buffer[..<count] }
    return String(decoding: bytes, as: UTF8.self)
  }

  private func says(_ word: String) -> Bool {
    (file("expect.txt") ?? "").split(separator: "\n").contains(word[...])
  }

  private func words(after key: String) -> [String] {
    (file("expect.txt") ?? "").split(separator: "\n").compactMap { line in
      let words = line.split(separator: " ")
      return words.first == key[...] && words.count == 2 ? String(words[1]) : nil
    }
  }

  private static func entries(_ path: String) -> [String] {
    guard let directory = opendir(path) else { return [] }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if !name.hasPrefix(".") { names.append(name) }
    }
    return names.sorted()
  }
}
