import SourceText
import Testing

/// Reading a mapping's keys: every wrong form is one diagnostic, and reading goes on.
@Suite struct MappingReaderTests {
  private static let file = SourceFile(path: "f.yaml", text: "")

  private func range(_ line: Int) -> SourceRange {
    SourceRange(
      file: Self.file, start: SourcePosition(line: line, column: 1),
      end: SourcePosition(line: line, column: 2))
  }

  private func text(_ text: String, _ line: Int = 1, quoted: Bool = false) -> DocumentNode {
    DocumentNode(.scalar(text, quoted ? .doubleQuoted : .plain), range: range(line))
  }

  private func list(_ items: [String]) -> DocumentNode {
    DocumentNode(.sequence(items.map { text($0) }), range: range(1))
  }

  private func map(_ pairs: [(String, DocumentNode)]) -> DocumentNode {
    DocumentNode(
      .mapping(
        pairs.enumerated().map { .init(key: text($1.0, $0 + 1), value: $1.1) }), range: range(1))
  }

  private func reader(
    _ pairs: [(String, DocumentNode)], _ report: inout DiagnosticReport
  ) throws -> MappingReader {
    try #require(MappingReader(map(pairs), noun: "index", report: &report))
  }

  @Test func valuesOfEachType() throws {
    var report = DiagnosticReport()
    var reader = try reader(
      [
        ("name", text("idx")), ("unique", text("true")), ("count", text("12")),
        ("order", text("desc")), ("columns", list(["a", "b"])), ("include", text("c")),
      ], &report)
    #expect(reader.requiredString("name", &report) == "idx")
    #expect(reader.bool("unique", &report) == true)
    #expect(reader.int("count", &report) == 12)
    #expect(reader.word("order", of: ["ASC", "DESC"], &report) == "DESC")
    #expect(reader.list("columns", &report).count == 2)
    #expect(reader.strings("include", &report)?.map(\.text) == ["c"])
    reader.finish(&report)
    #expect(report.diagnostics == [])
  }

  @Test func absentAndNullAreTheSame() throws {
    var report = DiagnosticReport()
    var reader = try reader([("name", text("null")), ("method", text("~"))], &report)
    #expect(reader.string("name", &report) == nil)
    #expect(reader.string("method", &report) == nil)
    #expect(reader.string("where", &report) == nil)
    #expect(reader.list("columns", &report).isEmpty)
    #expect(reader.strings("include", &report) == nil)
    reader.finish(&report)
    #expect(report.diagnostics == [])
  }

  @Test func quotedNullIsAText() throws {
    var report = DiagnosticReport()
    var reader = try reader([("name", text("null", quoted: true))], &report)
    #expect(reader.string("name", &report) == "null")
  }

  @Test func wrongFormsAreReportedOnceEach() throws {
    var report = DiagnosticReport()
    var reader = try reader(
      [
        ("name", list(["a"])), ("unique", text("yes")), ("count", text("0x1F")),
        ("order", text("dsec")), ("columns", text("a")), ("include", map([])),
      ], &report)
    #expect(reader.requiredString("name", &report) == nil)
    #expect(reader.bool("unique", &report) == nil)
    #expect(reader.int("count", &report) == nil)
    #expect(reader.word("order", of: ["ASC", "DESC"], &report) == nil)
    #expect(reader.list("columns", &report).isEmpty)
    #expect(reader.strings("include", &report)?.count == 0)
    reader.finish(&report)
    #expect(
      report.diagnostics.map(\.code)
        == ["wrong-type", "wrong-type", "wrong-type", "wrong-value", "wrong-type", "wrong-type"])
    #expect(report.diagnostics[3].notes.map(\.message) == ["did you mean 'DESC'?"])
  }

  @Test func unknownKeysAreReportedWithTheNearestKnown() throws {
    var report = DiagnosticReport()
    var reader = try reader([("nmae", text("a")), ("zebra", text("b"))], &report)
    _ = reader.string("name", &report)
    reader.finish(&report)
    #expect(
      report.diagnostics.map(\.message)
        == ["an index has no key 'nmae'", "an index has no key 'zebra'"])
    #expect(report.diagnostics[0].notes.map(\.message) == ["did you mean 'name'?"])
    #expect(report.diagnostics[0].range?.start.line == 1)
    #expect(report.diagnostics[1].notes == [])
  }

  @Test func missingKeysNameTheObject() throws {
    var report = DiagnosticReport()
    var reader = try reader([], &report)
    #expect(reader.requiredString("name", &report) == nil)
    #expect(report.diagnostics.map(\.code) == ["missing-key"])
    #expect(report.diagnostics[0].message == "an index needs the key 'name'")
  }

  @Test func commentsHaveAnAlias() throws {
    var report = DiagnosticReport()
    var both = try reader([("description", text("d")), ("comment", text("c"))], &report)
    #expect(both.comment(&report) == "c")
    var alias = try reader([("description", text("d"))], &report)
    #expect(alias.comment(&report) == "d")
    alias.finish(&report)
    #expect(report.diagnostics == [])
  }

  @Test func onlyMappingsAreRead() {
    var report = DiagnosticReport()
    #expect(MappingReader(text("x"), noun: "column", report: &report) == nil)
    #expect(
      report.diagnostics.map(\.message) == ["a column must be a map of keys, not a single value"])
  }
}
