import Testing

@testable import SQLText

/// What is quoted reads back as it was.
@Suite struct QuotingTests {
  private static let texts = [
    "plain", "With Space", "select", "Größe", "a\"b", "a'b", "a\\b", "1st", "", "a.b", "$$", "_x",
    "a$b", "e\u{301}", "emoji 🙂", "tab\tline\n",
  ]

  @Test(arguments: texts) func identifiersComeBack(name: String) {
    let tokens = SQLLexer.tokens(of: quotedIdentifier(name))
    #expect(tokens.map(\.name) == [name])
  }

  @Test(arguments: texts) func dollarQuotedTextsComeBack(text: String) {
    #expect(SQLLexer.tokens(of: dollarQuoted(text)).map(\.text) == [text])
  }

  @Test(arguments: texts.filter { !$0.contains("\\") }) func literalsComeBack(text: String) {
    let tokens = SQLLexer.tokens(of: quotedLiteral(text))
    #expect(tokens.map(\.kind) == [.string])
    #expect(tokens.map(\.text) == [text])
  }

  @Test func backslashesMakeEscapeStrings() {
    #expect(quotedLiteral("a\\'b") == "E'a\\\\''b'")
  }

  @Test(arguments: [
    ("orders", "orders"), ("Orders", "\"Orders\""), ("order", "\"order\""), ("a-b", "\"a-b\""),
    ("_a1", "_a1"), ("1a", "\"1a\""), ("a$", "\"a$\""), ("", "\"\""), ("name", "name"),
  ]) func identifiersAreQuotedWhereNeeded(name: String, sql: String) {
    #expect(quotedIdentifier(name) == sql)
  }

  @Test func dollarTagsDoNotOccurInTheText() {
    #expect(dollarQuoted("a") == "$$a$$")
    #expect(dollarQuoted("a$$b") == "$body$a$$b$body$")
    #expect(dollarQuoted("$$ $body$") == "$body2$$$ $body$$body2$")
    #expect(dollarQuoted("ends in $") == "$body$ends in $$body$")
  }

  @Test func longNamesAreCutAtACharacter() {
    let long = String(repeating: "a", count: 62) + "ü"
    #expect(truncatedIdentifier(long) == String(repeating: "a", count: 62))
    #expect(truncatedIdentifier("short") == "short")
  }

  @Test(arguments: [
    ("a", "", "a"), ("s.a", "s", "a"), ("\"a.b\"", "", "a.b"),
    ("s.\"A \"\"x\"\"\"", "s", "A \"x\""),
    ("Orders", "", "Orders"),
  ]) func qualifiedNames(text: String, schema: String, name: String) {
    #expect(QualifiedName(text) == QualifiedName(schema: schema, name: name))
  }

  @Test(arguments: ["", "a.b.c", ".a", "a.", "\"open", "\"a\"b"]) func noNames(text: String) {
    #expect(QualifiedName(text) == nil)
  }
}
