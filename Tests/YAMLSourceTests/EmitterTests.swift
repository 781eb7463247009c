import SourceText
import Testing

@testable import YAMLSource

@Suite struct EmitterTests {
  @Test func blockStyle() {
    let node = EmittedNode.mapping([
      ("table", .scalar("orders")),
      (
        "columns",
        .sequence([
          .mapping([("name", .scalar("id")), ("nullable", .plain("false"))]),
          .mapping([("name", .scalar("no")), ("default", .tagged("!sql", .scalar("now()")))]),
        ])
      ),
      ("body", .scalar("BEGIN\n  RETURN 1;\nEND\n")),
      ("tail", .scalar(" x\n\ny")),
      ("words", .sequence([.scalar("a"), .scalar("b c")])),
      ("others", .sequence([.scalar("a"), .scalar("b, c")])),
      ("empty", .sequence([])),
      ("map", .tagged("!m", .mapping([("a", .plain("1"))]))),
      (
        "nested",
        .sequence([
          .sequence([.scalar("a"), .mapping([])]), .tagged("!s", .sequence([.scalar("")])),
        ])
      ),
    ])
    #expect(
      emitYAML(node) == """
        table: orders
        columns:
          - name: id
            nullable: false
          - name: 'no'
            default: !sql now()
        body: |
          BEGIN
            RETURN 1;
          END
        tail: |2-
           x

          y
        words: [a, b c]
        others:
          - a
          - b, c
        empty: []
        map: !m
          a: 1
        nested:
          - - a
            - {}
          - !s
            - ''

        """)
  }

  @Test(arguments: [
    ("orders", "orders"), ("a b", "a b"), ("numeric(10,2)", "numeric(10,2)"),
    ("status IN ('a', 'b')", "status IN ('a', 'b')"), ("größe", "größe"), ("_x", "_x"),
    ("x::text", "x::text"), ("", "''"), ("true", "'true'"), ("Yes", "'Yes'"), ("N", "'N'"),
    ("null", "'null'"), ("~", "'~'"), ("12", "'12'"), ("1e3", "'1e3'"), ("-1", "'-1'"),
    (".inf", "'.inf'"), ("2024-01-01", "'2024-01-01'"), ("12:30", "'12:30'"), ("<<", "'<<'"),
    ("=", "'='"), ("a: b", "'a: b'"), ("a:", "'a:'"), ("a #b", "'a #b'"), ("a#b", "a#b"),
    ("[a]", "'[a]'"), ("{a}", "'{a}'"), ("it's", "it's"), ("'x'", "\"'x'\""), (" a", "' a'"),
    ("a ", "'a '"), ("a\tb", "\"a\\tb\""), ("*", "'*'"), ("@x", "'@x'"), ("- a", "'- a'"),
    ("---", "'---'"), ("\n", "\"\\n\""), ("a\r\nb", "\"a\\r\\nb\""), ("\u{7}", "\"\\x07\""),
    ("x\u{2028}", "\"x\\u2028\""), ("\u{FEFF}", "\"\\uFEFF\""), ("on", "'on'"),
  ])
  func textStyles(_ text: String, _ expected: String) {
    #expect(emitYAML(.scalar(text)) == expected + "\n")
  }

  /// Equal where the tags, the texts and what counts as null are equal.
  private func matches(_ emitted: EmittedNode, _ node: DocumentNode, tag: String? = nil) -> Bool {
    switch (emitted, node.content) {
    case (.tagged(let tag, let value), _): return matches(value, node, tag: tag)
    case (.scalar(let text), .scalar(let other, _)):
      return text == other && Array(text.utf8) == Array(other.utf8) && !node.isNull
        && node.tag == tag
    case (.plain(let text), .scalar(let other, .plain)): return text == other && node.tag == tag
    case (.sequence(let items), .sequence(let others)):
      return items.count == others.count && node.tag == tag
        && zip(items, others).allSatisfy { matches($0, $1) }
    case (.mapping(let entries), .mapping(let others)):
      return entries.count == others.count && node.tag == tag
        && zip(entries, others).allSatisfy {
          $0.key == $1.key.scalar && matches($0.value, $1.value)
        }
    default: return false
    }
  }

  private static let pieces: [String] = [
    "a", "B", " ", "  ", "\n", "\n\n", "\t", ":", ": ", "#", " #", "-", "- ", "'", "\"", "\\", "[",
    "]", "{", "}", ",", "&", "*", "!", "|", ">", "%", "@", "`", "?", "? ", "0", "1.5", "true",
    "null", "~", "é", "日", "🦊", "\u{301}", "\r", "\r\n", "\u{0}", "\u{7F}", "\u{85}", "\u{A0}",
    "\u{2028}", "\u{FEFF}", "\u{FFFF}", "---", "...", "<<", "=", "y",
  ]

  private func randomText(_ random: inout SeededGenerator) -> String {
    (0..<Int.random(in: 0..<7, using: &random))
      .map { _ in Self.pieces.randomElement(using: &random)! }.joined()
  }

  private func randomNode(_ random: inout SeededGenerator, depth: Int) -> EmittedNode {
    switch Int.random(in: 0..<(depth > 3 ? 5 : 9), using: &random) {
    case 0: return .plain(["1", "true", "null", "-2.5"].randomElement(using: &random)!)
    case 1...4: return .scalar(randomText(&random))
    case 5: return .tagged("!sql", untagged(randomNode(&random, depth: depth + 1)))
    case 6:
      return .sequence(
        (0..<Int.random(in: 0..<4, using: &random)).map { _ in
          randomNode(&random, depth: depth + 1)
        })
    default:
      var keys: Set<String> = []
      return .mapping(
        (0..<Int.random(in: 0..<4, using: &random)).compactMap { _ in
          let key =
            Int.random(in: 0..<50, using: &random) == 0
            ? String(repeating: "long ", count: 300) + "key" : randomText(&random)
          guard keys.insert(key).inserted else { return nil }
          return (key, randomNode(&random, depth: depth + 1))
        })
    }
  }

  private func untagged(_ node: EmittedNode) -> EmittedNode {
    if case .tagged(_, let value) = node { untagged(value) } else { node }
  }

  @Test(arguments: 0..<60) func roundTrip(_ seed: UInt64) {
    var random = SeededGenerator(state: seed)
    for _ in 0..<100 {
      let node = randomNode(&random, depth: 0)
      let text = emitYAML(node)
      let (documents, report) = parse(text)
      #expect(report.text == "", "\(text.debugDescription)")
      #expect(
        documents.count == 1 && matches(node, documents[0])
          || documents.isEmpty && matches(node, parse("a: null").documents[0]["a"]!),
        "\(text.debugDescription)")
      #expect(emitYAML(node) == text)
    }
  }
}
