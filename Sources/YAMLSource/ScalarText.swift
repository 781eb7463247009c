/// A text and the YAML styles that can carry it.
struct ScalarText {
  let value: String
  private let needsEscapes: Bool
  private let hasLineFeed: Bool

  init(_ value: String) {
    self.value = value
    var needsEscapes = false
    var hasLineFeed = false
    for scalar in value.unicodeScalars {
      switch scalar.value {
      case 0x0A: hasLineFeed = true
      case 0x09, 0x20...0x7E, 0xA0...0x2027, 0x202A...0xD7FF, 0xE000...0xFEFE, 0xFF00...0xFFFD,
        0x1_0000...0x10_FFFF:
        continue
      default: needsEscapes = true
      }
    }
    self.needsEscapes = needsEscapes
    self.hasLineFeed = hasLineFeed
  }

  /// Whether the text is written as a literal block: several lines, nothing to escape.
  var isLiteral: Bool {
    hasLineFeed && !needsEscapes && value.utf8.contains { $0 != UInt8(ascii: "\n") }
  }

  /// The first line of a literal block: chomping, and indentation where it can't be guessed.
  func literalHeader(indent: Int) -> String {
    let lead = value.utf8.first
    let isGuessable = ![0x0A, 0x20, 0x09].contains(lead)
    let trailing = value.utf8.reversed().prefix { $0 == 0x0A }.count
    let chomping = trailing == 0 ? "-" : trailing == 1 ? "" : "+"
    return "|" + (isGuessable ? "" : String(indent)) + chomping
  }

  /// The lines of a literal block without their line breaks.
  var literalLines: [Substring] {
    var lines = value.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
      .map { Substring($0) }
    if value.utf8.last == UInt8(ascii: "\n") { lines.removeLast() }
    return lines
  }

  /// The text on one line: plain where that is safe, else quoted.
  var singleLine: String {
    if isPlainSafe { return value }
    let isClearer =
      value.utf8.contains(0x27) && !value.utf8.contains { $0 == 0x22 || $0 == 0x5C }
    if isClearer || needsEscapes || hasLineFeed || value.utf8.contains(0x09) {
      return doubleQuoted
    }
    var quoted = "'"
    for scalar in value.unicodeScalars {
      if scalar == "'" { quoted += "'" }
      quoted.unicodeScalars.append(scalar)
    }
    return quoted + "'"
  }

  private var doubleQuoted: String {
    var quoted = "\""
    for scalar in value.unicodeScalars {
      switch scalar.value {
      case 0x22: quoted += "\\\""
      case 0x5C: quoted += "\\\\"
      case 0x0A: quoted += "\\n"
      case 0x0D: quoted += "\\r"
      case 0x09: quoted += "\\t"
      case 0x20...0x7E, 0xA0...0x2027, 0x202A...0xD7FF, 0xE000...0xFEFE, 0xFF00...0xFFFD,
        0x1_0000...0x10_FFFF:
        quoted.unicodeScalars.append(scalar)
      default: quoted += Self.escape(scalar)
      }
    }
    return quoted + "\""
  }

  private static func escape(_ scalar: Unicode.Scalar) -> String {
    let hex = String(scalar.value, radix: 16, uppercase: true)
    let width = scalar.value <= 0xFF ? 2 : 4
    return "\\" + (width == 2 ? "x" : "u") + String(repeating: "0", count: width - hex.count)
      + hex
  }

  /// Whether the text may stand in a list on one line: a few words without signs.
  var isWords: Bool {
    isPlainSafe
      && value.unicodeScalars.allSatisfy {
        $0.properties.isAlphabetic || ("0"..."9").contains($0) || $0 == "_" || $0 == " "
      }
  }

  /// Words that a YAML 1.1 or 1.2 reader takes for a truth value or for null.
  private static let words: Set<String> = [
    "true", "false", "yes", "no", "on", "off", "y", "n", "null",
  ]

  /// Whether every reader takes the text without quotes for this text.
  ///
  /// Must start with a letter or '_': anything else may be a number, a date or a sign of YAML.
  var isPlainSafe: Bool {
    guard !needsEscapes, !hasLineFeed, let first = value.unicodeScalars.first,
      first == "_" || first.properties.isAlphabetic,
      !Self.words.contains(value.lowercased())
    else { return false }
    var previous = first
    for scalar in value.unicodeScalars {
      switch scalar {
      case "\t": return false
      case " " where previous == ":": return false
      case "#" where previous == " ": return false
      default: previous = scalar
      }
    }
    return previous != " " && previous != ":"
  }
}
