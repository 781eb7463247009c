/// A text file that a user wrote, kept for positions and excerpts.
public final class SourceFile: Sendable {
  /// The path as the user gave it, relative to where the tool was started.
  public let path: String
  /// The bytes as they were read.
  public let bytes: [UInt8]

  /// Creates a file from its path and bytes.
  public init(path: String, bytes: [UInt8]) {
    self.path = path
    self.bytes = bytes
  }

  /// Creates a file from its path and text.
  public convenience init(path: String, text: String) {
    self.init(path: path, bytes: Array(text.utf8))
  }

  /// Whether the file starts with the UTF-8 byte order mark, which is no part of line 1.
  public var hasByteOrderMark: Bool { bytes.starts(with: [0xEF, 0xBB, 0xBF]) }

  /// Returns the text of a line without its line break, or nil past the end.
  ///
  /// - Parameter number: the line, counted from 1.
  public func line(_ number: Int) -> String? {
    var start = hasByteOrderMark ? 3 : 0
    var current = 1
    while current < number {
      guard let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) else { return nil }
      start = end + 1
      current += 1
    }
    var end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.endIndex
    if end > start, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
    return String(decoding: bytes[start..<end], as: UTF8.self)
  }
}

extension SourceFile: Hashable {
  public static func == (left: SourceFile, right: SourceFile) -> Bool {
    left === right || left.path == right.path
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(path)
  }
}
