import SourceText

/// A place for declarations whose place doesn't matter.
enum SourceFileFixture {
  static let range = SourceRange(
    file: SourceFile(path: "f.yaml", text: ""), start: SourcePosition(line: 1, column: 1),
    end: SourcePosition(line: 1, column: 2))
}
