/// Cuts SQL text into tokens; white space and comments fall away.
///
/// Never fails: an unterminated constant or comment reaches to the end of the text.
public struct SQLLexer {
  private let bytes: [UInt8]
  private var index = 0

  /// Creates a lexer over a text.
  public init(_ text: String) {
    bytes = Array(text.utf8)
  }

  /// Returns all tokens of a text.
  public static func tokens(of text: String) -> [SQLToken] {
    var lexer = SQLLexer(text)
    var tokens: [SQLToken] = []
    while let token = lexer.next() { tokens.append(token) }
    return tokens
  }

  /// Returns the next token, nil at the end.
  public mutating func next() -> SQLToken? {
    skipSpace()
    guard index < bytes.count else { return nil }
    let start = index
    let byte = bytes[index]
    switch byte {
    case UInt8(ascii: "'"): return string(from: start, escapes: false, kind: .string)
    case UInt8(ascii: "\""): return quotedName(from: start)
    case UInt8(ascii: "$"): return dollar(from: start)
    case _ where isDigit(byte): return number(from: start)
    case UInt8(ascii: ".") where isDigit(peek(1)): return number(from: start)
    case _ where isNameStart(byte): return wordOrPrefix(from: start)
    case UInt8(ascii: ":") where peek(1) == UInt8(ascii: ":"):
      index += 2
      return SQLToken(.punctuation, "::", start..<index)
    case _ where isOperator(byte): return operatorToken(from: start)
    default:
      index += 1
      while index < bytes.count, bytes[index] & 0xC0 == 0x80 { index += 1 }
      return SQLToken(.punctuation, slice(start, index), start..<index)
    }
  }

  private func peek(_ distance: Int) -> UInt8 {
    index + distance < bytes.count ? bytes[index + distance] : 0
  }

  private func slice(_ start: Int, _ end: Int) -> String {
    String(decoding: bytes[start..<end], as: UTF8.self)
  }

  private mutating func skipSpace() {
    while index < bytes.count {
      if isSpace(bytes[index]) {
        index += 1
      } else if bytes[index] == UInt8(ascii: "-"), peek(1) == UInt8(ascii: "-") {
        while index < bytes.count, bytes[index] != UInt8(ascii: "\n") { index += 1 }
      } else if bytes[index] == UInt8(ascii: "/"), peek(1) == UInt8(ascii: "*") {
        skipBlockComment()
      } else {
        return
      }
    }
  }

  /// Block comments nest in PostgreSQL.
  private mutating func skipBlockComment() {
    var depth = 0
    while index < bytes.count {
      if bytes[index] == UInt8(ascii: "/"), peek(1) == UInt8(ascii: "*") {
        depth += 1
        index += 2
      } else if bytes[index] == UInt8(ascii: "*"), peek(1) == UInt8(ascii: "/") {
        depth -= 1
        index += 2
        if depth == 0 { return }
      } else {
        index += 1
      }
    }
  }

  private mutating func string(from start: Int, escapes: Bool, kind: SQLToken.Kind) -> SQLToken {
    index += 1
    var value: [UInt8] = []
    while index < bytes.count {
      let byte = bytes[index]
      if escapes, byte == UInt8(ascii: "\\"), index + 1 < bytes.count {
        value.append(contentsOf: bytes[index...(index + 1)])
        index += 2
      } else if byte == UInt8(ascii: "'") {
        index += 1
        guard index < bytes.count, bytes[index] == UInt8(ascii: "'") else { break }
        value.append(byte)
        index += 1
      } else {
        value.append(byte)
        index += 1
      }
    }
    let text = kind == .string ? String(decoding: value, as: UTF8.self) : slice(start, index)
    return SQLToken(kind, text, start..<index)
  }

  private mutating func quotedName(from start: Int) -> SQLToken {
    index += 1
    var value: [UInt8] = []
    while index < bytes.count {
      let byte = bytes[index]
      index += 1
      if byte == UInt8(ascii: "\"") {
        guard index < bytes.count, bytes[index] == UInt8(ascii: "\"") else { break }
        index += 1
      }
      value.append(byte)
    }
    return SQLToken(.quotedIdentifier, String(decoding: value, as: UTF8.self), start..<index)
  }

  private mutating func dollar(from start: Int) -> SQLToken {
    if isDigit(peek(1)) {
      index += 1
      while index < bytes.count, isDigit(bytes[index]) { index += 1 }
      return SQLToken(.parameter, slice(start, index), start..<index)
    }
    var end = index + 1
    while end < bytes.count, isNameStart(bytes[end]) || isDigit(bytes[end]) { end += 1 }
    guard end < bytes.count, bytes[end] == UInt8(ascii: "$") else {
      index += 1
      return SQLToken(.punctuation, "$", start..<index)
    }
    let tag = bytes[start...end]
    let bodyStart = end + 1
    var close = bodyStart
    while close + tag.count <= bytes.count {
      if bytes[close] == UInt8(ascii: "$"), bytes[close..<(close + tag.count)] == tag { break }
      close += 1
    }
    let isClosed = close + tag.count <= bytes.count
    let bodyEnd = isClosed ? close : bytes.count
    index = isClosed ? close + tag.count : bytes.count
    return SQLToken(.string, slice(bodyStart, bodyEnd), start..<index)
  }

  private mutating func number(from start: Int) -> SQLToken {
    func isPart(_ byte: UInt8) -> Bool {
      isDigit(byte) || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "_") || isLetter(byte)
    }
    while index < bytes.count {
      let byte = bytes[index]
      let isExponentSign =
        (byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-"))
        && (bytes[index - 1] | 0x20) == UInt8(ascii: "e") && isDigit(peek(1))
        && !slice(start, index).lowercased().hasPrefix("0x")
      if byte == UInt8(ascii: "."), peek(1) == UInt8(ascii: ".") { break }
      guard isPart(byte) || isExponentSign else { break }
      index += 1
    }
    return SQLToken(.number, slice(start, index).lowercased(), start..<index)
  }

  private mutating func wordOrPrefix(from start: Int) -> SQLToken {
    let prefix = bytes[index] | 0x20
    if peek(1) == UInt8(ascii: "'"),
      [
        UInt8(ascii: "e"), UInt8(ascii: "b"), UInt8(ascii: "x"),
        UInt8(ascii: "n"),
      ].contains(prefix)
    {
      index += 1
      return string(from: start, escapes: prefix == UInt8(ascii: "e"), kind: .prefixedString)
    }
    if prefix == UInt8(ascii: "u"), peek(1) == UInt8(ascii: "&"),
      peek(2) == UInt8(ascii: "'") || peek(2) == UInt8(ascii: "\"")
    {
      let isName = peek(2) == UInt8(ascii: "\"")
      index += 2
      guard isName else { return string(from: start, escapes: false, kind: .prefixedString) }
      let name = quotedName(from: start)
      return SQLToken(.prefixedString, slice(start, index), name.range)
    }
    while index < bytes.count,
      isNameStart(bytes[index]) || isDigit(bytes[index])
        || bytes[index] == UInt8(ascii: "$")
    { index += 1 }
    return SQLToken(.word, slice(start, index).lowercased(), start..<index)
  }

  private mutating func operatorToken(from start: Int) -> SQLToken {
    while index < bytes.count, isOperator(bytes[index]) {
      let startsComment =
        (bytes[index] == UInt8(ascii: "-") && peek(1) == UInt8(ascii: "-"))
        || (bytes[index] == UInt8(ascii: "/") && peek(1) == UInt8(ascii: "*"))
      if startsComment, index > start { break }
      index += 1
    }
    // A trailing + or - belongs to what follows, unless the operator has one of ~!@#%^&|`?.
    let special = Set("~!@#%^&|`?".utf8)
    while index - start > 1, [UInt8(ascii: "+"), UInt8(ascii: "-")].contains(bytes[index - 1]),
      !bytes[start..<index].contains(where: special.contains)
    { index -= 1 }
    return SQLToken(.operator, slice(start, index), start..<index)
  }
}

private func isSpace(_ byte: UInt8) -> Bool { byte == 32 || (9...13).contains(byte) }

private func isDigit(_ byte: UInt8) -> Bool {
  (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
}

private func isLetter(_ byte: UInt8) -> Bool {
  (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
}

private func isNameStart(_ byte: UInt8) -> Bool {
  isLetter(byte) || byte == UInt8(ascii: "_") || byte >= 0x80
}

private func isOperator(_ byte: UInt8) -> Bool {
  switch byte {
  case UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "*"), UInt8(ascii: "/"),
    UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "="), UInt8(ascii: "~"),
    UInt8(ascii: "!"), UInt8(ascii: "@"), UInt8(ascii: "#"), UInt8(ascii: "%"),
    UInt8(ascii: "^"), UInt8(ascii: "&"), UInt8(ascii: "|"), UInt8(ascii: "`"),
    UInt8(ascii: "?"):
    true
  default: false
  }
}
