/// A place in a file: line and column, both counted from 1, columns in characters.
public struct SourcePosition: Hashable, Sendable, Comparable {
  public var line: Int
  public var column: Int

  /// Creates a position from a line and a column, both counted from 1.
  public init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }

  public static func < (left: SourcePosition, right: SourcePosition) -> Bool {
    (left.line, left.column) < (right.line, right.column)
  }
}

/// A stretch of a file, from its first character to the one after its last.
public struct SourceRange: Hashable, Sendable {
  public var file: SourceFile
  public var start: SourcePosition
  public var end: SourcePosition

  /// Creates a range in a file.
  public init(file: SourceFile, start: SourcePosition, end: SourcePosition) {
    self.file = file
    self.start = start
    self.end = end
  }
}

extension SourceRange: CustomStringConvertible {
  /// The start as `path:line:column`.
  public var description: String { "\(file.path):\(start.line):\(start.column)" }
}

extension SourceRange: Comparable {
  public static func < (left: SourceRange, right: SourceRange) -> Bool {
    (left.file.path, left.start, left.end) < (right.file.path, right.start, right.end)
  }
}
