import SQLText
import Testing

/// Texts that differ in form alone are equal; texts that differ in a constant never are.
@Suite struct LexicalEqualityTests {
  @Test(arguments: [
    ("a = 1", "A  =  1"), ("(a = 1)", "a = 1"), ("((a = 1))", "a = 1;"),
    ("a /* why */ > 0", "a > 0"), ("\"name\" > 0", "name > 0"), ("'a' || b", "'a'||b"),
    ("$$a$$", "'a'"), ("1E3", "1e3"),
  ]) func equal(left: String, right: String) {
    #expect(lexicallyEqual(left, right))
    #expect(lexicallyEqual(right, left))
  }

  @Test(arguments: [
    ("a = 'X'", "a = 'x'"), ("\"Name\"", "name"), ("(a) = (b)", "a) = (b"), ("a = 1", "a = 2"),
    ("E'a'", "'a'"), ("\"user\"", "user"), ("\"current_date\"", "current_date"),
    ("a - b", "a -- b"), ("a", "a b"), ("(a), (b)", "a), (b"),
  ]) func different(left: String, right: String) {
    #expect(!lexicallyEqual(left, right))
    #expect(!lexicallyEqual(right, left))
  }

  /// Pieces of expressions; the constants among them are the odd ones.
  private static let pieces = [
    "a", "'It''s'", "\"Mixed\"", "1.5", "=", "(", ")", "lower", "::", "text", "||", "$q$x$q$",
    "E'\\n'", ",", "AND", "b", "<>", "[", "]", "NOT",
  ]

  /// A number generator that is the same in every run.
  private struct Generator: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state ^ (state >> 29)
    }
  }

  private func changedCase(_ piece: String) -> String {
    piece.contains { "'\"$".contains($0) } ? piece : piece.uppercased()
  }

  @Test(arguments: UInt64(1)...200) func formNeverMatters(seed: UInt64) {
    var generator = Generator(state: seed)
    let count = Int.random(in: 1...12, using: &generator)
    let chosen = (0..<count).map { _ in Self.pieces.randomElement(using: &generator)! }
    let plain = chosen.joined(separator: " ")
    let spaces = ["  ", "\n", "\t ", " /* c */ ", " -- c\n", " /* a /* b */ ' */ "]
    let varied = chosen.map { piece in
      (Bool.random(using: &generator) ? changedCase(piece) : piece)
        + spaces.randomElement(using: &generator)!
    }
    #expect(lexicallyEqual(plain, varied.joined()), "\(plain)")
  }

  @Test(arguments: UInt64(1)...200) func constantsAlwaysMatter(seed: UInt64) {
    var generator = Generator(state: seed)
    let count = Int.random(in: 0...8, using: &generator)
    let chosen = (0..<count).map { _ in Self.pieces.randomElement(using: &generator)! }
    let place = Int.random(in: 0...count, using: &generator)
    func text(_ constant: String) -> String {
      (chosen[..<place] + [constant] + chosen[place...]).joined(separator: " ")
    }
    let constants = ["'v'", "'V'", "'v '", "E'v'", "\"V\"", "7", "70", "''"]
    for (index, constant) in constants.enumerated() {
      for other in constants[(index + 1)...] {
        #expect(!lexicallyEqual(text(constant), text(other)), "\(text(constant)), \(other)")
      }
    }
  }
}
