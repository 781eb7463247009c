import SourceText
import Testing

@testable import YAMLSource

@Suite struct YAMLPropertyTests {
  private static let sample = """
    # größe
    table: &t orders
    columns:
      - {name: id, type: bigint, primary_key: true}
      - name: "日本 \\u00e9"
        default: !sql now()
        comment: |
          two
          lines
      - name: 'it''s'
        <<: {nullable: false}
    indexes: [{columns: [id, *t], where: "a > 1"}]
    ---
    mixin: {x: ~}
    ...

    """

  /// Every result is nodes or a diagnostic, and every place lies in the file.
  private func check(_ bytes: [UInt8]) {
    let file = SourceFile(path: "a.yaml", bytes: bytes)
    var report = DiagnosticReport()
    let parsed = parseYAML(bytes, reportedAs: file, into: &report)
    #expect(parsed.isComplete || report.hasErrors, "\(bytes)")
    for diagnostic in report.diagnostics { _ = diagnostic.text }
    let lines = bytes.count { $0 == 0x0A } + 2
    for range in report.diagnostics.compactMap(\.range)
      + parsed.documents.flatMap(\.all).map(\.range)
    {
      #expect(range.start.line >= 1 && range.start.column >= 1 && range.end.line <= lines)
      #expect(range.start <= range.end, "\(bytes)")
    }
  }

  @Test(arguments: 0..<40) func randomBytes(_ seed: UInt64) {
    var random = SeededGenerator(state: seed)
    for _ in 0..<100 {
      let count = Int.random(in: 0..<60, using: &random)
      check((0..<count).map { _ in UInt8.random(in: 0...255, using: &random) })
    }
  }

  @Test(arguments: 0..<40) func randomYAMLCharacters(_ seed: UInt64) {
    var random = SeededGenerator(state: seed &+ 1000)
    let alphabet = Array("ab:- \n\t[]{}&*!|>'\"#%@`,?~<=\r\u{85}\u{2028}é\u{FEFF}".utf8)
    for _ in 0..<100 {
      let count = Int.random(in: 0..<80, using: &random)
      check((0..<count).map { _ in alphabet.randomElement(using: &random)! })
    }
  }

  @Test(arguments: 0..<40) func mutations(_ seed: UInt64) {
    var random = SeededGenerator(state: seed &+ 2000)
    for _ in 0..<100 {
      var bytes = Array(Self.sample.utf8)
      for _ in 0..<Int.random(in: 1...6, using: &random) {
        let index = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: bytes.remove(at: index)
        case 1: bytes.insert(UInt8.random(in: 0...127, using: &random), at: index)
        case 2: bytes[index] = UInt8.random(in: 0...255, using: &random)
        default: bytes.removeSubrange(index..<min(bytes.count, index + 20))
        }
      }
      check(bytes)
    }
  }
}
