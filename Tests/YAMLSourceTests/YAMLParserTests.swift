import SourceText
import Testing

@testable import YAMLSource

@Suite struct YAMLParserTests {
  @Test(arguments: [
    ("a: 1", "{a: 1}"),
    ("- a\n- 'b'\n- \"c\"\n", "[a, \"b\", \"c\"]"),
    ("a: no\nb: 012\nc: ~\nd:\n", "{a: no, b: 012, c: ~, d: ~}"),
    ("a: |\n  x\n  y\nb: >\n  x\n  y\n", "{a: \"x\ny\n\", b: \"x y\n\"}"),
    (
      "a: !sql now()\nb: !!str null\nc: !t [1]\nd: !m {x: 1}",
      "{a: !sql now(), b: !!str \"null\", c: !t [1], d: !m {x: 1}}"
    ),
    ("a: &x [1, 2]\nb: *x\n", "{a: [1, 2], b: [1, 2]}"),
    ("&k a: 1\nb: *k\n", "{a: 1, b: a}"),
    (
      "base: &b {x: 1, y: 2}\nz:\n  y: 3\n  <<: *b\n  w: 4\n",
      "{base: {x: 1, y: 2}, z: {y: 3, x: 1, w: 4}}"
    ),
    ("a: {<<: [{x: 1}, {x: 2, y: 2}]}", "{a: {x: 1, y: 2}}"),
    ("\"<<\": 1", "{\"<<\": 1}"),
    ("\u{FEFF}a: 1", "{a: 1}"),
    ("a: 1\r\nb:\r\n  - x\r\n", "{a: 1, b: [x]}"),
    ("%YAML 1.2\n---\na: 1\n", "{a: 1}"),
  ])
  func structure(_ text: String, _ expected: String) {
    let (documents, report) = parse(text)
    #expect(report.text == "")
    #expect(documents.map(\.shown) == [expected])
  }

  @Test(arguments: ["", "\n", "# a comment\n", "---\n", "---\n...\n---\n# x\n", "\u{FEFF}"])
  func emptyDocumentsAreSkipped(_ text: String) {
    let (documents, report) = parse(text)
    #expect(documents.isEmpty)
    #expect(report.text == "")
  }

  @Test func allDocumentsOfAStream() {
    #expect(parse("a: 1\n---\n---\nb: 2\n").documents.map(\.shown) == ["{a: 1}", "{b: 2}"])
  }

  @Test func anchorsEndWithTheirDocument() {
    let (documents, report) = parse("a: &x 1\n---\nb: *x\n")
    #expect(documents.count == 2)
    #expect(report.diagnostics.map(\.code) == ["yaml-alias"])
  }

  /// Each word of the text is where its range says, in characters.
  @Test(arguments: [
    "table: größe\ncolumns:\n  - {name: 日本語, type: text}\n  - name: \"é\"\n",
    "\u{FEFF}ключ: значение\n👩‍👩‍👧: [a, 🦊, c]\n",
    "a: x\u{2028}\nb: y\u{85}\nc: z\r\nd: [e,\rf]\ng: h\n",
  ])
  func positionsCountCharacters(_ text: String) {
    let file = SourceFile(path: "a.yaml", text: text)
    var report = DiagnosticReport()
    let documents = parseYAML(file, into: &report)
    #expect(report.text == "")
    for node in documents.flatMap(\.all) {
      guard case .scalar(let value, let style) = node.content, style == .plain else { continue }
      let line = Array((file.line(node.range.start.line) ?? "").unicodeScalars)
      let start = node.range.start.column - 1
      let found = line[start..<min(line.count, start + value.unicodeScalars.count)]
      #expect(String(String.UnicodeScalarView(found)) == value)
    }
  }

  @Test func rangesOfCollections() {
    let (documents, _) = parse("a:\n  b: [1,\n    2]\n  c: x\n\n\nd: 1\n")
    let shown = documents[0].all.map {
      "\($0.range.start.line):\($0.range.start.column)-\($0.range.end.line):\($0.range.end.column)"
    }
    #expect(
      shown == [
        "1:1-7:5", "1:1-1:2", "2:3-4:7", "2:3-2:4", "2:6-3:7", "2:7-2:8", "3:5-3:6", "4:3-4:4",
        "4:6-4:7", "7:1-7:2", "7:4-7:5",
      ])
  }

  @Test func manyKeysAreComparedToo() {
    let text = (0..<40).map { "k\($0): 1\n" }.joined() + "k3: 2\nk39: 2\n"
    let (documents, report) = parse(text)
    #expect(documents[0].entries?.count == 40)
    #expect(report.diagnostics.map(\.code) == ["duplicate-key", "duplicate-key"])
  }

  @Test func aliasesAreLimited() {
    var text = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
    for level in 1..<12 {
      let items = Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ", ")
      text += "a\(level): &a\(level) [\(items)]\n"
    }
    let (documents, report) = parse(text)
    #expect(documents.isEmpty)
    #expect(report.diagnostics.map(\.code) == ["yaml-alias"])
  }

  @Test func nestingIsLimited() {
    let deep = String(repeating: "[", count: 5000)
    #expect(parse(deep).report.diagnostics.map(\.code) == ["yaml-depth"])
    let allowed = String(repeating: "[", count: 190) + String(repeating: "]", count: 190)
    #expect(parse(allowed).report.text == "")
    var aliased = "a0: &a0 [x]\n"
    for level in 1..<300 { aliased += "a\(level): &a\(level) [*a\(level - 1)]\n" }
    #expect(parse(aliased).report.diagnostics.map(\.code) == ["yaml-depth"])
  }
}
