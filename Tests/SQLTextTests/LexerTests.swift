import SQLText
import Testing

/// The lexer cuts as PostgreSQL's scanner does (manual, section 4.1).
@Suite struct LexerTests {
  private func texts(_ sql: String) -> [String] { SQLLexer.tokens(of: sql).map(\.text) }
  private func kinds(_ sql: String) -> [SQLToken.Kind] { SQLLexer.tokens(of: sql).map(\.kind) }

  @Test func wordsAreFoldedAndNamesAreNot() {
    #expect(texts("SELECT Foo, \"Foo\", \"a\"\"b\"") == ["select", "foo", ",", "Foo", ",", "a\"b"])
    #expect(kinds("a \"b\"") == [.word, .quotedIdentifier])
  }

  @Test(arguments: [
    ("'it''s'", "it's"), ("''", ""), ("'a\\'", "a\\"), ("'-- no comment'", "-- no comment"),
    ("$$it's$$", "it's"), ("$tag$a $$ b$tag$", "a $$ b"), ("$a$x$b$y$a$", "x$b$y"),
  ]) func plainStrings(sql: String, value: String) {
    let tokens = SQLLexer.tokens(of: sql)
    #expect(tokens.map(\.kind) == [.string])
    #expect(tokens.map(\.text) == [value])
    #expect(tokens.first?.range == 0..<sql.utf8.count)
  }

  @Test(arguments: [
    "E'it\\'s'", "e'a\\\\'", "B'0101'", "X'1F'", "U&'\\0041'", "U&\"\\0041\"", "N'a'",
  ]) func prefixedStrings(sql: String) {
    #expect(kinds(sql) == [.prefixedString])
    #expect(texts(sql) == [sql])
  }

  @Test(arguments: ["'open", "\"open", "$$open", "/* open", "E'open\\"])
  func unterminatedTextReachesToTheEnd(sql: String) {
    #expect(SQLLexer.tokens(of: "a " + sql).count <= 2)
  }

  @Test func commentsFallAway() {
    #expect(texts("a -- b\nc") == ["a", "c"])
    #expect(texts("a /* b /* nested */ c */ d") == ["a", "d"])
    #expect(texts("a/**/b") == ["a", "b"])
    #expect(texts("-- only") == [])
  }

  @Test(arguments: [
    ("a<=b", ["a", "<=", "b"]), ("a->>'k'", ["a", "->>", "k"]), ("1--2", ["1"]),
    ("a*-1", ["a", "*", "-", "1"]), ("a@-1", ["a", "@-", "1"]), ("a=/*c*/b", ["a", "=", "b"]),
    ("a||b", ["a", "||", "b"]), ("a::int", ["a", "::", "int"]), ("a:b", ["a", ":", "b"]),
    ("?|", ["?|"]), ("!~~*", ["!~~*"]),
  ]) func operators(sql: String, expected: [String]) {
    #expect(texts(sql) == expected)
  }

  @Test(arguments: [
    ("12", ["12"]), ("1.5", ["1.5"]), (".5", [".5"]), ("1.", ["1."]), ("1e10", ["1e10"]),
    ("1E-3", ["1e-3"]), ("1_000", ["1_000"]), ("0x1F", ["0x1f"]), ("1..2", ["1", ".", ".2"]),
    ("a.1", ["a", ".1"]),
  ]) func numbers(sql: String, expected: [String]) {
    #expect(texts(sql) == expected)
  }

  @Test func parametersAndSubscripts() {
    #expect(kinds("$1") == [.parameter])
    #expect(texts("a[1]") == ["a", "[", "1", "]"])
    #expect(texts("größe") == ["größe"])
  }

  @Test func rangesPointIntoTheText() {
    let sql = "a  = 'ü' -- end"
    let bytes = Array(sql.utf8)
    let pieces = SQLLexer.tokens(of: sql).map { String(decoding: bytes[$0.range], as: UTF8.self) }
    #expect(pieces == ["a", "=", "'ü'"])
  }
}
