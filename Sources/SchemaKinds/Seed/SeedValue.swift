import SchemaCore

/// A value of a seed row as it is written, before a column's type gives it its meaning.
public indirect enum SeedValue: Hashable, Sendable {
  /// A key of a map with its value.
  public struct Entry: Hashable, Sendable {
    public var key: String
    public var value: SeedValue

    /// Creates an entry.
    public init(key: String, value: SeedValue) {
      self.key = key
      self.value = value
    }
  }

  case null
  /// A single value; one that was written without quotes may be a JSON number or truth value.
  case scalar(String, isPlain: Bool)
  case list([SeedValue])
  case map([Entry])
  /// An SQL expression.
  case sql(String)
}

extension SeedValue {
  /// The SQL expressions in the value.
  var expressions: [String] {
    switch self {
    case .null, .scalar: []
    case .sql(let text): [text]
    case .list(let items): items.flatMap(\.expressions)
    case .map(let entries): entries.flatMap(\.value.expressions)
    }
  }

  /// The value as JSON; SQL in it has none.
  var json: String {
    switch self {
    case .null, .sql: "null"
    case .scalar(let text, isPlain: true) where isJSONWord(text): text.lowercased()
    case .scalar(let text, isPlain: true) where isJSONNumber(text): text
    case .scalar(let text, _): jsonString(text)
    case .list(let items): "[\(items.map(\.json).joined(separator: ", "))]"
    case .map(let entries):
      "{\(entries.map { "\(jsonString($0.key)): \($0.value.json)" }.joined(separator: ", "))}"
    }
  }
}

/// YAML's truth values (core schema, section 10.3.2), which JSON writes in lower case.
private func isJSONWord(_ text: String) -> Bool {
  ["true", "True", "TRUE", "false", "False", "FALSE"].contains(text)
}

/// Returns whether a text is a number by JSON's grammar (RFC 8259, section 6).
private func isJSONNumber(_ text: String) -> Bool {
  var rest = Array(text.utf8)[...]
  func isDigit(_ byte: UInt8?) -> Bool { byte.map { (48...57).contains($0) } ?? false }
  func takeDigits() -> Int {
    let digits = rest.prefix { isDigit($0) }.count
    rest = rest.dropFirst(digits)
    return digits
  }
  if rest.first == UInt8(ascii: "-") { rest.removeFirst() }
  let startsWithZero = rest.first == UInt8(ascii: "0")
  let digits = takeDigits()
  guard digits == 1 || (digits > 1 && !startsWithZero) else { return false }
  if rest.first == UInt8(ascii: ".") {
    rest.removeFirst()
    guard takeDigits() > 0 else { return false }
  }
  if let byte = rest.first, byte | 0x20 == UInt8(ascii: "e") {
    rest.removeFirst()
    if let sign = rest.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") {
      rest.removeFirst()
    }
    guard takeDigits() > 0 else { return false }
  }
  return rest.isEmpty
}
