/// What libpq's verbose message tells about a login that failed.
struct LoginFailure {
  var message = ""
  var sqlState: SQLState?
  var detail: String?
  var hint: String?

  /// Reads a message such as `connection to ... failed: FATAL:  3D000: database "x" ...`.
  init(_ text: String) {
    var lines: [String] = []
    for line in text.withoutTrailingSpace.split(separator: "\n") {
      if let rest = LoginFailure.rest(of: line, after: "DETAIL:  ") {
        detail = rest
      } else if let rest = LoginFailure.rest(of: line, after: "HINT:  ") {
        hint = rest
      } else if LoginFailure.rest(of: line, after: "LOCATION:  ") == nil {
        lines.append(takeCode(from: String(line)))
      }
    }
    message = lines.joined(separator: "\n")
  }

  private static func rest(of line: Substring, after label: String) -> String? {
    line.hasPrefix(label) ? String(line.dropFirst(label.count)) : nil
  }

  /// Returns the line without the `:  XXXXX: ` that verbose messages have behind the severity.
  private mutating func takeCode(from line: String) -> String {
    let bytes = Array(line.utf8)
    let length = 5
    for start in bytes.indices.dropLast(length + 4) {
      let code = bytes[(start + 3)..<(start + 3 + length)]
      let isCode = code.allSatisfy {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
          || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0)
      }
      guard isCode, bytes[start...].starts(with: ":  ".utf8),
        bytes[(start + 3 + length)...].starts(with: ": ".utf8)
      else { continue }
      sqlState = SQLState(rawValue: String(decoding: code, as: UTF8.self))
      let head = String(decoding: bytes[...start], as: UTF8.self)
      return head + String(decoding: bytes[(start + 4 + length)...], as: UTF8.self)
    }
    return line
  }
}
