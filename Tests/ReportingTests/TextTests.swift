import SchemaCore
import SourceText
import Testing

@testable import Reporting

@Suite struct TextTests {
  @Test(arguments: [
    (0, "0"), (999, "999"), (1000, "1 K"), (1240, "1.2 K"), (1_240_000, "1.2 M"),
    (340_000_000, "340 M"), (999_960, "1 M"),
  ]) func counts(_ count: Int, _ text: String) {
    #expect(roundedCount(count) == text)
  }

  @Test(arguments: [
    (0, "0 bytes"), (8192, "8 kB"), (1536, "1.5 kB"), (356_515_840, "340 MB"),
    (1_048_575, "1 MB"), (5_000_000_000_000, "4.5 TB"),
  ]) func sizes(_ bytes: Int, _ text: String) {
    #expect(roundedBytes(bytes) == text)
  }

  @Test(arguments: [
    (Duration.milliseconds(340), "340 ms"), (.milliseconds(1340), "1.3 s"), (.seconds(2), "2 s"),
    (.seconds(125), "2 min 5 s"), (.seconds(3720), "1 h 2 min"),
  ]) func durations(_ duration: Duration, _ text: String) {
    #expect(rounded(duration) == text)
  }

  @Test func lineBreaksStayAndControlsShow() {
    #expect(printable("a\r\nb\tc\u{1b}[0m\rd\u{9b}\u{202e}") == "a\nb\tc␛[0m␍d\u{fffd}\u{fffd}")
    #expect(singleLine(" a\n  b\tc ") == "a b c")
  }

  @Test func unknownSizes() {
    #expect(description(of: RelationSize(rows: nil, bytes: 0)) == "size unknown (never analyzed)")
    #expect(description(of: RelationSize(rows: 1, bytes: 8192)) == "1 row, 8 kB")
  }

  @Test func jsonEscapes() {
    let value: JSONValue = [
      "b": "quote \" backslash \\ slash /", "a": "\u{8}\t\n\u{c}\r\u{1}\u{1f}\u{7f}",
      "ü": "価格 😀 \u{2028}", "n": .null, "t": true, "i": -5, "l": [1, "x", []], "o": [:],
    ]
    #expect(
      value.document == #"""
        {"b":"quote \" backslash \\ slash /","a":"\b\t\n\f\r\u0001\u001f\u007f",\#
        "ü":"価格 😀 \#u{2028}","n":null,"t":true,"i":-5,"l":[1,"x",[]],"o":{}}\#n
        """#)
  }

  @Test(arguments: [
    (ColorMode.auto, true, [:], true),
    (.auto, false, [:], false),
    (.auto, true, ["NO_COLOR": "1"], false),
    (.auto, true, ["NO_COLOR": ""], true),
    (.auto, true, ["TERM": "dumb"], false),
    (.always, false, ["NO_COLOR": "1"], true),
    (.never, true, [:], false),
  ]) func colorModes(
    _ mode: ColorMode, _ isTerminal: Bool, _ environment: [String: String], _ isColored: Bool
  ) {
    #expect(mode.isColored(onTerminal: isTerminal) { environment[$0] } == isColored)
  }

  @Test func diagnosticsEndWithCounts() throws {
    let file = SourceFile(path: "schema/orders.yaml", text: "table: orders\ncolums: []\n")
    let range = SourceRange(
      file: file, start: SourcePosition(line: 2, column: 1),
      end: SourcePosition(line: 2, column: 7))
    var report = DiagnosticReport()
    report.error(
      "unknown-key", "a table has no key 'colums'", at: range,
      notes: [.init("did you mean 'columns'?", at: range)])
    report.error("missing-key", "a table needs the key 'columns'", at: nil)
    report.warning("unused-mixin", "mixin 'audit' is used by no table", at: range)
    let list = DiagnosticList(report)
    #expect(list.countLine == "2 errors, 1 warning")
    try expectGolden(list.text(), "diagnostics.txt")
    try expectGolden(
      list.text(TextOptions(style: Style(isColored: true))), "diagnostics-colored.txt")
    try expectGolden(list.json.document, "diagnostics.json")
  }

  @Test func status() {
    let report = StatusReport(
      appliedFiles: 2, pendingChanges: 1,
      history: [
        .init(filePath: "pre/1.sql", phase: "pre", appliedAt: "2025-01-02 03:04:05+00"),
        .init(filePath: "post/20.sql", phase: "post", appliedAt: "2025-01-02 03:04:06+00"),
      ])
    #expect(
      report.text() == """
        pre   pre/1.sql    2025-01-02 03:04:05+00
        post  post/20.sql  2025-01-02 03:04:06+00

        2 files applied, 1 change pending.\n
        """)
    #expect(
      report.json.document == """
        {"appliedFiles":2,"pendingChanges":1,"history":[\
        {"filePath":"pre/1.sql","phase":"pre","appliedAt":"2025-01-02 03:04:05+00"},\
        {"filePath":"post/20.sql","phase":"post","appliedAt":"2025-01-02 03:04:06+00"}]}\n
        """)
    #expect(BaselineReport(filesRecorded: 3).json.document == "{\"filesRecorded\":3}\n")
  }
}
