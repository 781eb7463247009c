extension Redaction {
  /// Returns keyword/value pairs with a mark for each value that is not plainly harmless.
  ///
  /// At the first thing that libpq would not accept, everything after it is taken out: it may be
  /// the rest of a password that was written without quotes.
  static func redactedPairs(_ bytes: [UInt8]) -> String {
    var scanner = PairScanner(bytes)
    var shown: [String] = []
    while let pair = scanner.next() {
      guard let name = pair.name, pair.isComplete || ConnectionOptions.secret.contains(name) else {
        return (shown + [pair.name.map { "\($0)=\(mark)" } ?? mark]).joined(separator: " ")
      }
      shown.append(
        isHarmless(pair.value, of: name)
          ? "\(name)=\(String(decoding: pair.value, as: UTF8.self))" : "\(name)=\(mark)")
      if !pair.isComplete {
        break
      }
    }
    return shown.joined(separator: " ")
  }
}

/// Reads `keyword = value` pairs by the rules of libpq's `conninfo_parse`.
private struct PairScanner {
  struct Pair {
    /// A known option; nil where there is none, and then the scanner stops.
    var name: String?
    /// The value as written, with its quotes.
    var value: ArraySlice<UInt8>
    /// Whether the value has its closing quote.
    var isComplete: Bool
  }

  private let bytes: [UInt8]
  private var index = 0

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  mutating func next() -> Pair? {
    skipSpace()
    guard index < bytes.count else { return nil }
    let start = index
    while index < bytes.count, bytes[index] != UInt8(ascii: "="), !isSpace(bytes[index]) {
      index += 1
    }
    let name = String(decoding: bytes[start..<index], as: UTF8.self)
    skipSpace()
    guard ConnectionOptions.isKnown(name), index < bytes.count, bytes[index] == UInt8(ascii: "=")
    else {
      index = bytes.count
      return Pair(name: nil, value: [], isComplete: false)
    }
    index += 1
    skipSpace()
    let valueStart = index
    let isComplete = skipValue()
    return Pair(name: name, value: bytes[valueStart..<index], isComplete: isComplete)
  }

  /// Moves behind the value; returns false where its closing quote is missing.
  private mutating func skipValue() -> Bool {
    let isQuoted = index < bytes.count && bytes[index] == UInt8(ascii: "'")
    if isQuoted {
      index += 1
    }
    while index < bytes.count {
      if bytes[index] == UInt8(ascii: "\\") {
        index += 1
      } else if isQuoted ? bytes[index] == UInt8(ascii: "'") : isSpace(bytes[index]) {
        if isQuoted {
          index += 1
        }
        return true
      }
      index += 1
    }
    index = min(index, bytes.count)
    return !isQuoted
  }

  private mutating func skipSpace() {
    while index < bytes.count, isSpace(bytes[index]) {
      index += 1
    }
  }

  private func isSpace(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || (9...13).contains(byte)
  }
}
