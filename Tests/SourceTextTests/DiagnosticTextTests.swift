import SourceText
import Testing

/// How a diagnostic is written with an excerpt of its file.
@Suite struct DiagnosticTextTests {
  /// A range on one line, or on several, of a file with the given text.
  private func range(
    _ text: String, _ start: (Int, Int), _ end: (Int, Int)
  ) -> SourceRange {
    SourceRange(
      file: SourceFile(path: "schema/t.yaml", text: text),
      start: SourcePosition(line: start.0, column: start.1),
      end: SourcePosition(line: end.0, column: end.1))
  }

  @Test func headingExcerptAndNotes() {
    let text = "table: orders\ncolums: []\n"
    let place = range(text, (2, 1), (2, 7))
    let diagnostic = Diagnostic(
      code: "unknown-key", "a table has no key 'colums'", at: place,
      notes: [.init("did you mean 'columns'?", at: place), .init("see the manual")])
    #expect(
      diagnostic.text == """
        schema/t.yaml:2:1: error: a table has no key 'colums' [unknown-key]
        2 | colums: []
          | ^~~~~~
        schema/t.yaml:2:1: note: did you mean 'columns'?
        note: see the manual
        """)
  }

  @Test func withoutAPlaceThereIsNoExcerpt() {
    let diagnostic = Diagnostic(.warning, code: "a-code", "something is odd", at: nil)
    #expect(diagnostic.text == "warning: something is odd [a-code]")
  }

  @Test func tabsKeepTheMarkerInItsColumn() {
    let place = range("\tname:\tvalue\n", (1, 8), (1, 13))
    #expect(
      Diagnostic(code: "c-c", "m", at: place).text == """
        schema/t.yaml:1:8: error: m [c-c]
        1 | \tname:\tvalue
          | \t     \t^~~~~
        """)
  }

  @Test func columnsAreCharactersNotBytes() {
    let place = range("größe: ü\n", (1, 8), (1, 9))
    #expect(Diagnostic(code: "c-c", "m", at: place).text.hasSuffix("1 | größe: ü\n  |        ^"))
  }

  @Test func aRangeOfSeveralLinesIsMarkedToTheEndOfItsFirst() {
    let place = range("a: [1,\n  2]\n", (1, 4), (2, 5))
    #expect(Diagnostic(code: "c-c", "m", at: place).text.hasSuffix("1 | a: [1,\n  |    ^~~"))
  }

  @Test func theGutterIsAsWideAsTheNumber() {
    let place = range(String(repeating: "x\n", count: 12), (12, 1), (12, 2))
    #expect(Diagnostic(code: "c-c", "m", at: place).text.hasSuffix("12 | x\n   | ^"))
  }

  @Test func aPlaceBehindTheEndIsStillMarked() {
    let behind = range("ab\n", (1, 3), (1, 3))
    #expect(Diagnostic(code: "c-c", "m", at: behind).text.hasSuffix("1 | ab\n  |   ^"))
    let noLine = range("ab", (9, 1), (9, 2))
    #expect(Diagnostic(code: "c-c", "m", at: noLine).text == "schema/t.yaml:9:1: error: m [c-c]")
  }

  @Test(arguments: [
    ("a\nb", 1, "a"), ("a\r\nb", 1, "a"), ("a\nb", 2, "b"), ("\u{FEFF}a", 1, "a"), ("", 1, ""),
    ("a\n", 2, ""),
  ]) func lines(text: String, number: Int, line: String) {
    #expect(SourceFile(path: "f", text: text).line(number) == line)
  }

  @Test func linesPastTheEndAreNone() {
    #expect(SourceFile(path: "f", text: "a\nb").line(3) == nil)
  }
}

/// The order and the weight of what a report collects.
@Suite struct DiagnosticReportTests {
  private func place(_ path: String, _ line: Int) -> SourceRange {
    SourceRange(
      file: SourceFile(path: path, text: ""), start: SourcePosition(line: line, column: 1),
      end: SourcePosition(line: line, column: 2))
  }

  @Test func sortsByPlaceAndDropsRepetitions() {
    var report = DiagnosticReport()
    report.error("x-x", "third", at: place("b.yaml", 1))
    report.error("x-x", "second", at: place("a.yaml", 7))
    report.warning("x-x", "first", at: place("a.yaml", 2))
    report.error("x-x", "second", at: place("a.yaml", 7))
    report.error("x-x", "nowhere", at: nil)
    #expect(report.sorted().map(\.message) == ["nowhere", "first", "second", "third"])
  }

  @Test func warningsStopNothing() {
    var report = DiagnosticReport()
    report.warning("x-x", "odd", at: nil)
    #expect(!report.hasErrors)
    var other = DiagnosticReport()
    other.error("x-x", "wrong", at: nil)
    report.merge(other)
    #expect(report.hasErrors)
  }
}
