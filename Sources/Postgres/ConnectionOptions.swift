internal import CLibPQ

/// What libpq knows of connection options.
enum ConnectionOptions {
  /// The options that may be shown with their values.
  static let shown: Set<String> = {
    // An empty string makes libpq list all its options without looking up a service file.
    guard let options = PQconninfoParse("", nil) else { return [] }
    defer { PQconninfoFree(options) }
    var names: Set<String> = []
    var option = options
    while let keyword = option.pointee.keyword {
      let name = String(cString: keyword)
      let isSecret =
        option.pointee.dispchar.map { $0.pointee == UInt8(ascii: "*") } ?? false
        || name.hasPrefix("scram_") || name.hasPrefix("oauth_")
      if !isSecret {
        names.insert(name)
      }
      option += 1
    }
    return names
  }()

  /// The options whose names may be shown, while their values may not.
  static let secret: Set<String> = ["password", "sslpassword"]

  static func isKnown(_ name: String) -> Bool {
    shown.contains(name) || secret.contains(name)
  }

  /// Returns the options that are set.
  static func values(in options: UnsafeMutablePointer<PQconninfoOption>) -> [String: String] {
    var values: [String: String] = [:]
    var option = options
    while let keyword = option.pointee.keyword {
      if let value = option.pointee.val {
        values[String(cString: keyword)] = String(cString: value)
      }
      option += 1
    }
    return values
  }

  /// Returns what libpq uses for an option that the connection string leaves open.
  static func defaultValue(of name: String) -> String? {
    guard let options = PQconndefaults() else { return nil }
    defer { PQconninfoFree(options) }
    return values(in: options)[name]
  }

  /// Returns the value as it stands after `keyword=`.
  static func quoted(_ value: String) -> String {
    var result = "'"
    for character in value.unicodeScalars {
      if character == "'" || character == "\\" {
        result.append("\\")
      }
      result.unicodeScalars.append(character)
    }
    return result + "'"
  }

  /// Returns the value as it stands in a connection URI.
  static func percentEncoded(_ value: String) -> String {
    let digits = Array("0123456789ABCDEF".utf8)
    var result: [UInt8] = []
    for byte in value.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"),
        UInt8(ascii: "."), UInt8(ascii: "~"):
        result.append(byte)
      default:
        result += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// Returns run-time parameters as the `options` option wants them: `-c name=value` each.
  static func commandLine(_ parameters: [String: String]) -> String {
    parameters.sorted { $0.key < $1.key }.map { name, value in
      var word = ""
      // The server splits at white space, and a backslash protects what follows it.
      for character in "\(name)=\(value)".unicodeScalars {
        if character == "\\" || character.properties.isWhitespace {
          word.append("\\")
        }
        word.unicodeScalars.append(character)
      }
      return "-c \(word)"
    }.joined(separator: " ")
  }
}
