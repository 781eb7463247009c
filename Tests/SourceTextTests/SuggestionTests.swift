import Testing

@testable import SourceText

/// "Did you mean": which word is near enough.
@Suite struct SuggestionTests {
  @Test(arguments: [
    ("colums", "columns"), ("nulable", "nullable"), ("defualt", "default"), ("NAME", "name"),
    ("tpye", "type"),
  ]) func finds(word: String, meant: String) {
    let known = ["columns", "nullable", "default", "name", "type", "check"]
    #expect(nearestSpelling(of: word, among: known) == meant)
  }

  @Test func nothingIsNearEnough() {
    #expect(nearestSpelling(of: "zebra", among: ["columns", "type"]) == nil)
    #expect(nearestSpelling(of: "x", among: [String]()) == nil)
  }

  @Test func equalDistancesGoToTheFirstByName() {
    #expect(nearestSpelling(of: "cat", among: ["hat", "bat"]) == "bat")
    #expect(nearestSpelling(of: "cat", among: ["bat", "hat"]) == "bat")
  }

  @Test func theWordItselfIsNoSuggestion() {
    #expect(nearestSpelling(of: "name", among: ["name"]) == nil)
  }

  @Test(arguments: [
    ("", "", 0), ("a", "", 1), ("ab", "ba", 1), ("kitten", "sitting", 3), ("abc", "abc", 0),
    ("Abc", "aBC", 0),
  ]) func distances(left: String, right: String, edits: Int) {
    #expect(editDistance(left, right, limit: 9) == edits)
    #expect(editDistance(right, left, limit: 9) == edits)
  }

  @Test func distancesBeyondTheLimitAreOnlyKnownToBeBeyond() {
    #expect(editDistance("a", "abcdef", limit: 2) > 2)
  }
}
