internal import SourceText

/// Blanks what may hold a password, so that no diagnostic of a configuration file shows it.
///
/// Works on lines, not on nodes: a file that does not parse must not show it either. What is
/// shown are the keys that start a line, and the values of keys that are known to be harmless.
enum Redaction {
  private static let harmlessKeys: Set<String> = Set(Configuration.keys)
    .subtracting(["connectionString", "bootstrapSession"]).union(["package", "path"])

  /// Returns the bytes with all but harmless values replaced; lines stay in their place.
  static func redact(_ bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var isHarmless = false
    for line in bytes.split(separator: 0x0A, omittingEmptySubsequences: false) {
      if line.startIndex > 0 { result.append(0x0A) }
      if let key = key(of: line) {
        isHarmless = harmlessKeys.contains(String(decoding: key, as: UTF8.self))
        let value = line[key.endIndex...].dropFirst()
        guard isHarmless && !isSuspect(line) || isBlank(value) || isVariable(value) else {
          result += line[...key.endIndex] + " ...".utf8
          continue
        }
      } else if !isBlank(line), !isHarmless || isSuspect(line) {
        result += "...".utf8
        continue
      }
      result += line
    }
    return result
  }

  /// Returns a diagnostic without the text that it quotes from a place that is not shown.
  static func redact(
    _ diagnostic: Diagnostic, original: SourceFile, shown: SourceFile
  ) -> Diagnostic {
    let messages = [
      "unknown-key": "there is no such key here", "duplicate-key": "a key is written twice",
      "yaml-alias": "an alias has no anchor before it",
    ]
    guard let range = diagnostic.range, let message = messages[diagnostic.code],
      text(of: range, in: original) != text(of: range, in: shown)
    else { return diagnostic }
    return Diagnostic(
      diagnostic.severity, code: diagnostic.code, message, at: range,
      notes: [.init("the text is not shown, it may hold a password")])
  }

  private static func text(of range: SourceRange, in file: SourceFile) -> [Unicode.Scalar] {
    let line = Array((file.line(range.start.line) ?? "").unicodeScalars)
    let end = range.end.line == range.start.line ? range.end.column - 1 : line.count
    let start = min(range.start.column - 1, line.count)
    return Array(line[start..<max(start, min(end, line.count))])
  }

  /// The key that starts a line; nil where the line goes on with a value.
  private static func key(of line: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    let text = line.drop { $0 == 0x20 }
    guard let colon = text.firstIndex(of: UInt8(ascii: ":")) else { return nil }
    let key = text[..<colon]
    // Without a space after it the colon is one of a value: 'postgres://', 'user:password'.
    guard !key.isEmpty, key.allSatisfy({ isNameByte($0) || $0 == 0x2D || $0 == 0x2E }),
      [nil, 0x20, 0x09, 0x0D].contains(line[colon...].dropFirst().first)
    else { return nil }
    return key
  }

  private static func isBlank(_ text: ArraySlice<UInt8>) -> Bool {
    text.allSatisfy { $0 <= 0x20 }
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "_") || (0x30...0x39).contains(byte)
      || (0x61...0x7A).contains(byte | 0x20)
  }

  /// Whether a line has a mark of a connection string, be it in a comment.
  private static func isSuspect(_ line: ArraySlice<UInt8>) -> Bool {
    let text = String(decoding: line, as: UTF8.self).lowercased()
    return ["connectionstring", "://", "password", "passwd", "pwd"].contains { text.contains($0) }
  }

  /// Whether a value is one `${NAME}` and nothing else, which is safe and helpful to show.
  private static func isVariable(_ value: ArraySlice<UInt8>) -> Bool {
    let text = String(decoding: value, as: UTF8.self).filter { $0 != "\"" && $0 != "'" }
    let words = text.split(whereSeparator: { $0 == " " || $0 == "\r" })
    guard words.count == 1, let word = words.first, word.hasPrefix("${"), word.hasSuffix("}")
    else { return false }
    return word.dropFirst(2).dropLast().utf8.allSatisfy(isNameByte)
  }
}
