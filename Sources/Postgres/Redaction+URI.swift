extension Redaction {
  /// The part of a URI that holds the password, or could.
  struct PasswordRange {
    /// The bytes to replace, empty where there is no password.
    var range: Range<Int>
    /// Where the query starts that is shown option by option.
    var query: Int?
    /// Whether libpq draws the line elsewhere, so that its messages could quote a part.
    var isGuess: Bool
  }

  /// Returns the index after `://` where the text starts like a URI of any scheme.
  static func startOfURI(_ bytes: [UInt8]) -> Int? {
    let head = bytes.prefix {
      $0 | 0x20 >= UInt8(ascii: "a") && $0 | 0x20 <= UInt8(ascii: "z")
        || [UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: ".")].contains($0)
        || $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9")
    }.count
    guard head > 0, bytes[head...].starts(with: "://".utf8) else { return nil }
    return head + 3
  }

  /// Returns the index of the `?` that starts the query, as libpq finds it.
  static func startOfQuery(_ bytes: [UInt8], from start: Int) -> Int? {
    let search = endOfUserInformation(bytes, from: start).map { $0 + 1 } ?? start
    return bytes[search...].firstIndex(of: UInt8(ascii: "?"))
  }

  static func redactedURI(_ bytes: [UInt8], from start: Int) -> String {
    let password = passwordRange(bytes, from: start)
    var result = Array(bytes[..<password.range.lowerBound])
    if !password.range.isEmpty {
      result += Array(mark.utf8)
    }
    result += bytes[password.range.upperBound..<(password.query ?? bytes.count)]
    if let query = password.query {
      result += Array(redactedQuery(bytes[(query + 1)...]).utf8)
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// Returns where the password stands.
  ///
  /// An unencoded `@`, `/` or `?` in a password ends it early for libpq, which then reads the
  /// rest as host, port, database or option; here everything up to the last `@` is taken.
  static func passwordRange(_ bytes: [UInt8], from start: Int) -> PasswordRange {
    let query = startOfQuery(bytes, from: start)
    let body = start..<(query ?? bytes.count)
    let queryHasSign = query.map { bytes[$0...].contains(UInt8(ascii: "@")) } ?? false
    let queryIsPlain = query.map { isPlainQuery(bytes[($0 + 1)...]) } ?? true
    let last = bytes[body].lastIndex(of: UInt8(ascii: "@"))
    if queryHasSign && !queryIsPlain {
      let guess = startOfPassword(bytes[start...]) ?? start
      return PasswordRange(range: guess..<bytes.count, query: nil, isGuess: true)
    }
    if let last {
      let isGuess = endOfUserInformation(bytes, from: start) != last
      let password = startOfPassword(bytes[start..<last]) ?? (isGuess ? start : last)
      return PasswordRange(range: password..<last, query: query, isGuess: isGuess)
    }
    if let port = oddPort(bytes, in: body) {
      let isQueryShown = queryIsPlain && !queryHasSign
      return PasswordRange(
        range: port..<(isQueryShown ? body.upperBound : bytes.count),
        query: isQueryShown ? query : nil, isGuess: true)
    }
    return PasswordRange(range: start..<start, query: query, isGuess: !queryIsPlain)
  }

  /// Returns the index of the `@` at which libpq ends the user information.
  private static func endOfUserInformation(_ bytes: [UInt8], from start: Int) -> Int? {
    let end = bytes[start...].firstIndex { $0 == UInt8(ascii: "@") || $0 == UInt8(ascii: "/") }
    return end.flatMap { bytes[$0] == UInt8(ascii: "@") ? $0 : nil }
  }

  /// Returns the index after the first colon, written as itself or as `%3A`.
  private static func startOfPassword(_ bytes: ArraySlice<UInt8>) -> Int? {
    for index in bytes.indices {
      if bytes[index] == UInt8(ascii: ":") {
        return index + 1
      }
      let rest = bytes[index...].prefix(3)
      if rest.elementsEqual("%3A".utf8) || rest.elementsEqual("%3a".utf8) {
        return index + 3
      }
    }
    return nil
  }

  /// Returns where a port stands that is no number: the password of a URI that lost its `@`.
  private static func oddPort(_ bytes: [UInt8], in body: Range<Int>) -> Int? {
    let end = bytes[body].firstIndex(of: UInt8(ascii: "/")) ?? body.upperBound
    for host in bytes[body.lowerBound..<end].split(separator: UInt8(ascii: ",")) {
      let afterBracket = host.firstIndex(of: UInt8(ascii: "]")) ?? host.startIndex
      guard let password = startOfPassword(host[afterBracket...]) else { continue }
      let isNumber = host[password...].allSatisfy {
        $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9")
      }
      if !isNumber || bytes[password - 1] != UInt8(ascii: ":") {
        return password
      }
    }
    return nil
  }

  /// Whether each part is an option that libpq knows, with one equals sign.
  private static func isPlainQuery(_ query: ArraySlice<UInt8>) -> Bool {
    query.split(separator: UInt8(ascii: "&")).allSatisfy { option($0) != nil }
  }

  private static func redactedQuery(_ query: ArraySlice<UInt8>) -> String {
    let parts = query.split(separator: UInt8(ascii: "&"), omittingEmptySubsequences: false)
    let shown = parts.map { part in
      guard !part.isEmpty else { return "" }
      guard let (name, value) = option(part) else { return mark }
      return
        "\(name)=\(isHarmless(value, of: name) ? String(decoding: value, as: UTF8.self) : mark)"
    }
    return "?" + shown.joined(separator: "&")
  }

  private static func option(_ part: ArraySlice<UInt8>) -> (String, ArraySlice<UInt8>)? {
    let sides = part.split(separator: UInt8(ascii: "="), omittingEmptySubsequences: false)
    let name = String(decoding: sides[0], as: UTF8.self)
    guard sides.count == 2, ConnectionOptions.isKnown(name) || name == "ssl" else { return nil }
    return (name, sides[1])
  }
}
