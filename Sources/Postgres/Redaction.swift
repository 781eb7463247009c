/// Takes passwords out of connection strings and messages, also malformed ones.
///
/// In doubt it takes out more: a connection string shown too short harms nobody.
enum Redaction {
  static let mark = "***"

  /// Returns the connection string with a mark for every part that is or could be a password.
  static func redacted(_ text: String) -> String {
    let bytes = Array(text.utf8)
    if let start = startOfURI(bytes) {
      return redactedURI(bytes, from: start)
    }
    return redactedPairs(bytes)
  }

  /// Whether libpq's messages could quote a part of the password as a host, port or database.
  static func isAmbiguous(_ target: ConnectionString) -> Bool {
    let bytes = Array(target.text.utf8)
    if let start = startOfURI(bytes), passwordRange(bytes, from: start).isGuess {
      return true
    }
    guard let options = try? target.parsed() else { return true }
    return options.contains { name, value in
      !ConnectionOptions.secret.contains(name) && !isHarmless(Array(value.utf8)[...], of: name)
    }
  }

  /// Whether an option's value may be shown.
  static func isHarmless(_ value: ArraySlice<UInt8>, of name: String) -> Bool {
    guard !ConnectionOptions.secret.contains(name) else { return false }
    let text = String(decoding: value, as: UTF8.self).lowercased()
    let alarming = ["pass", "pwd", "secret", "://", "%3a%2f%2f"]
    return name == "passfile" || !alarming.contains { text.contains($0) }
  }

  /// Returns the message without its double-quoted parts, in which libpq repeats its input.
  ///
  /// The quoted parts can hold quotes themselves, so all from the first to the last goes, but
  /// for the names of options and the equals sign that a message may ask for.
  static func withoutQuotedParts(_ message: String) -> String {
    let bytes = Array(message.utf8)
    let quote = UInt8(ascii: "\"")
    var kept: [UInt8] = []
    var index = 0
    while index < bytes.count {
      guard bytes[index] == quote else {
        kept.append(bytes[index])
        index += 1
        continue
      }
      let next = bytes[(index + 1)...].firstIndex(of: quote)
      if let next {
        let content = String(decoding: bytes[(index + 1)..<next], as: UTF8.self)
        if content == "=" || ConnectionOptions.isKnown(content) {
          kept += bytes[index...next]
          index = next + 1
          continue
        }
      }
      let last = bytes.lastIndex(of: quote) ?? index
      kept += Array("\"\(mark)\"".utf8)
      // An unpaired quote leaves no telling where the repeated input ends.
      index = next == nil ? bytes.count : last + 1
    }
    return String(decoding: kept, as: UTF8.self)
  }

  /// Returns the message with a mark for each occurrence of the secret.
  static func replacing(_ secret: String, in message: String) -> String {
    let needle = Array(secret.utf8)
    let bytes = Array(message.utf8)
    guard !needle.isEmpty, bytes.count >= needle.count else { return message }
    var result: [UInt8] = []
    var index = 0
    while index < bytes.count {
      if bytes[index...].starts(with: needle) {
        result += Array(mark.utf8)
        index += needle.count
      } else {
        result.append(bytes[index])
        index += 1
      }
    }
    return String(decoding: result, as: UTF8.self)
  }
}
