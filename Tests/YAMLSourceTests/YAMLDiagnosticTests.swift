import SourceText
import Testing

@testable import YAMLSource

@Suite struct YAMLDiagnosticTests {
  @Test(arguments: goldens)
  func golden(_ text: String, _ expected: String) {
    #expect(parse(text).report.text == expected)
  }

  @Test(
    arguments: [
      ([0x61, 0x3A, 0x20, 0xC3, 0xA4, 0xFF, 0x0A], "a.yaml:1:5"),
      ([0xEF, 0xBB, 0xBF, 0x61, 0x3A, 0x20, 0xFF], "a.yaml:1:4"),
      ([0x61, 0x3A, 0x0A, 0x20, 0xE2, 0x82], "a.yaml:2:2"),
      ([0x61, 0x3A, 0x20, 0x00], "a.yaml:1:4"),
      ([0xFF, 0xFE, 0x61, 0x00], "a.yaml:1:1"),
      ([0x61, 0x00, 0x3A, 0x00], "a.yaml:1:2"),
    ] as [([UInt8], String)])
  func bytesThatAreNoText(_ bytes: [UInt8], _ place: String) {
    var report = DiagnosticReport()
    _ = parseYAML(SourceFile(path: "a.yaml", bytes: bytes), into: &report)
    #expect(report.diagnostics.map(\.code) == ["yaml-encoding"])
    #expect(report.diagnostics.first?.range?.description == place)
  }

  @Test func documentsBeforeAMistakeAreKept() {
    let (documents, report) = parse("a: 1\n---\nb: [\n")
    #expect(documents.map(\.shown) == ["{a: 1}"])
    #expect(report.hasErrors)
  }

  private static let goldens: [(String, String)] = [
    (
      "table: orders\n\tcolumns: []\n",
      """
      a.yaml:2:1: error: indent with spaces, a tab is not allowed here [yaml-syntax]
      2 | 	columns: []
        | ^
      """
    ),
    (
      "a: 1\n\tb: 2\n",
      """
      a.yaml:2:1: error: indent with spaces, a tab is not allowed here [yaml-syntax]
      2 | 	b: 2
        | ^
      """
    ),
    (
      "a:\n  b: 1\n c: 2\n",
      """
      a.yaml:3:2: error: a key was expected here, check the indentation [yaml-syntax]
      3 |  c: 2
        |  ^
      a.yaml:1:1: note: the map starts here
      """
    ),
    (
      "a: [1, 2\nb: 3\n",
      """
      a.yaml:2:2: error: a ',' or the closing ']' is missing [yaml-syntax]
      2 | b: 3
        |  ^
      a.yaml:1:4: note: the list starts here
      """
    ),
    (
      "a: [1, 2\n",
      """
      a.yaml:1:4: error: the list that starts here has no closing ']' [yaml-syntax]
      1 | a: [1, 2
        |    ^
      """
    ),
    (
      "a: {x: 1\n",
      """
      a.yaml:1:4: error: the map that starts here has no closing '}' [yaml-syntax]
      1 | a: {x: 1
        |    ^
      """
    ),
    (
      "a: 'x\nb: 1\n",
      """
      a.yaml:1:4: error: the text that starts here has no closing quote [yaml-syntax]
      1 | a: 'x
        |    ^
      """
    ),
    (
      "name\nvalues: [a]\n",
      """
      a.yaml:2:7: error: a ': ' is not allowed here, quote the text or check the indentation [yaml-syntax]
      2 | values: [a]
        |       ^
      """
    ),
    (
      "query: a: b\n",
      """
      a.yaml:1:9: error: a ': ' is not allowed here, quote the text or check the indentation [yaml-syntax]
      1 | query: a: b
        |         ^
      """
    ),
    (
      "default: @now\n",
      """
      a.yaml:1:10: error: a text that starts with '@' must be quoted [yaml-syntax]
      1 | default: @now
        |          ^
      """
    ),
    (
      "columns: [*]\n",
      """
      a.yaml:1:11: error: a text that starts with '*' or '&' must be quoted [yaml-syntax]
      1 | columns: [*]
        |           ^
      """
    ),
    (
      "a: \"\\d\"\n",
      """
      a.yaml:1:5: error: the text has an unknown escape, write '\\\\' or use single quotes [yaml-syntax]
      1 | a: "\\d"
        |     ^
      """
    ),
    (
      "a: 1\na: 2\n",
      """
      a.yaml:2:1: error: key 'a' is written twice [duplicate-key]
      2 | a: 2
        | ^
      a.yaml:1:1: note: key 'a' is first written here
      """
    ),
    (
      "name: {{param}}\n",
      """
      a.yaml:1:8: error: a key must be a single value, not a map [wrong-key]
      1 | name: {{param}}
        |        ^~~~~~~
      a.yaml:1:8: note: a text that starts with '{' must be quoted
      """
    ),
    (
      "? [a, b]\n: 1\n",
      """
      a.yaml:1:3: error: a key must be a single value, not a list [wrong-key]
      1 | ? [a, b]
        |   ^~~~~~
      """
    ),
    (
      "a: *colum\nb: &column 1\nc: *colunm\n",
      """
      a.yaml:1:4: error: alias '*colum' has no anchor '&colum' before it [yaml-alias]
      1 | a: *colum
        |    ^~~~~~
      a.yaml:3:4: error: alias '*colunm' has no anchor '&colunm' before it [yaml-alias]
      3 | c: *colunm
        |    ^~~~~~~
      a.yaml:3:4: note: did you mean '*column'?
      """
    ),
    (
      "a: &x [*x]\n",
      """
      a.yaml:1:8: error: alias '*x' stands inside of its own anchor [yaml-alias]
      1 | a: &x [*x]
        |        ^~
      """
    ),
    (
      "a: {<<: 1}\n",
      """
      a.yaml:1:9: error: a merge key '<<' takes a map or a list of maps, not a single value [wrong-type]
      1 | a: {<<: 1}
        |         ^
      """
    ),
    (
      "a: b\n- c\n",
      """
      a.yaml:2:1: error: a key was expected here, check the indentation [yaml-syntax]
      2 | - c
        | ^
      a.yaml:1:1: note: the map starts here
      """
    ),
    (
      "- a\nb: c\n",
      """
      a.yaml:2:1: error: a list item '- ' was expected here, check the indentation [yaml-syntax]
      2 | b: c
        | ^
      a.yaml:1:1: note: the list starts here
      """
    ),
    (
      "a: 1\n'x\n",
      """
      a.yaml:2:1: error: the text that starts here has no closing quote [yaml-syntax]
      2 | 'x
        | ^
      """
    ),
    (
      "a: b # größe\nc: ü}: [\n",
      """
      a.yaml:2:6: error: a ': ' is not allowed here, quote the text or check the indentation [yaml-syntax]
      2 | c: ü}: [
        |      ^
      """
    ),
    (
      "a: !x!y z\n",
      """
      a.yaml:1:4: error: the tag has a prefix that is not declared, write '!name' [yaml-syntax]
      1 | a: !x!y z
        |    ^
      """
    ),
    (
      "a: |x\n",
      """
      a.yaml:1:5: error: a text after '|' or '>' starts on the next line [yaml-syntax]
      1 | a: |x
        |     ^
      a.yaml:1:4: note: the text starts here
      """
    ),
    (
      "[a]\nb: 1\n",
      """
      a.yaml:2:1: error: the document has ended before this text, check the indentation [yaml-syntax]
      2 | b: 1
        | ^
      """
    ),
    (
      "a: }\n",
      """
      a.yaml:1:4: error: a value was expected here [yaml-syntax]
      1 | a: }
        |    ^
      """
    ),
  ]
}
