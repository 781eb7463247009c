import Testing

/// Every diagnostic code has its entry in the manual, and every entry its code.
@Suite struct DiagnosticGuards {
  private static let markers = [
    ".error(", ".warning(", " error(", " warning(", "code:", "ProjectProblems(", ".wrongInput,",
    ".checkFailed,", ".transientOutlived,", ".databaseRefused,",
  ]

  private static let used: Set<String> = {
    var codes: Set<String> = []
    for file in SourceTree.files(in: "Sources") {
      codes.formUnion(literals(after: markers, in: file.text).filter(isCode))
      codes.formUnion(nouns(in: file.text).map { "unknown-" + $0 })
    }
    return codes
  }()

  /// A code is lower-case words with hyphens between them.
  private static func isCode(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.allSatisfy { $0 == 0x2D || (0x61...0x7A).contains($0) }
  }

  /// What names are used as, which makes the code for one that nobody declares.
  private static func nouns(in text: String) -> [String] {
    text.split(separator: "as: \"").dropFirst().compactMap { piece in
      let noun = piece.prefix { $0 != "\"" }
      guard piece.dropFirst(noun.count + 1).hasPrefix(", by:") else { return nil }
      return noun.split(separator: " ").joined(separator: "-")
    }
  }

  private static let documented = SourceTree.text(of: "docs/diagnostics.md")
    .split(separator: "\n").filter { $0.hasPrefix("### ") }.map { String($0.dropFirst(4)) }

  @Test func everyCodeIsDocumented() {
    #expect(Self.used.count > 40)
    #expect(Self.used.subtracting(Self.documented).sorted() == [])
  }

  @Test func everyDocumentedCodeIsUsed() {
    #expect(Set(Self.documented).subtracting(Self.used).sorted() == [])
  }

  @Test func entriesAreSorted() {
    #expect(Self.documented == Set(Self.documented).sorted())
  }
}
