import Testing

@testable import Reporting

@Suite struct SQLExcerptTests {
  private func lines(_ sql: String, _ position: Int?, width: Int = 100) -> [String] {
    SQLExcerpt(sql: sql, position: position, width: width).lines()
  }

  @Test func caretStandsUnderTheCharacter() {
    #expect(lines("SELECT x", 8) == ["1 | SELECT x", "  |        ^"])
  }

  @Test func twoLinesBeforeAreShown() {
    let sql = (1...11).map { "line \($0)" }.joined(separator: "\n")
    // Nine lines of seven characters with their breaks, then the sixth of the tenth.
    #expect(
      lines(sql, 9 * 7 + 6) == [
        " 8 | line 8", " 9 | line 9", "10 | line 10", "   |      ^",
      ])
  }

  @Test func tabsAndWideCharactersTakeTwoColumns() {
    #expect(lines("\t価格 y", 5) == ["1 |   価格 y", "  |        ^"])
    #expect(lines("e\u{301} y", 4) == ["1 | e\u{301} y", "  |   ^"])
  }

  @Test func carriageReturnsAreCountedAndNotShown() {
    #expect(lines("a\r\nbc", 5) == ["1 | a", "2 | bc", "  |  ^"])
  }

  @Test func longLinesAreCutAroundThePlace() {
    let sql = String(repeating: "a", count: 100) + "!" + String(repeating: "b", count: 100)
    let result = lines(sql, 101, width: 48)
    #expect(result[0].count <= 48)
    #expect(result[0].hasPrefix("1 | …a"))
    #expect(result[0].hasSuffix("b…"))
    let caret = result[1].utf8.count - 1
    #expect(Array(result[0])[caret] == "!")
  }

  @Test func thePlaceMayBeTheEnd() {
    #expect(lines("SELECT", 7) == ["1 | SELECT", "  |       ^"])
    #expect(lines("SELECT", 99) == ["1 | SELECT", "  |       ^"])
    #expect(lines("", 1) == ["1 |", "  | ^"])
  }

  @Test func withoutAPlaceTheOpeningIsShown() {
    let sql = (1...14).map(String.init).joined(separator: "\n")
    let result = lines(sql, nil)
    #expect(result.count == 13)
    #expect(result.first == " 1 | 1")
    #expect(result.last == "   | …")
  }
}
