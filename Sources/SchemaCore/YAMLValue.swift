/// YAML as `generate` writes it: a value without places, the counterpart of `DocumentNode`.
public indirect enum YAMLValue: Hashable, Sendable {
  /// A text; the emitter quotes one that would be read as something else, and writes one of
  /// several lines as a block.
  case text(String)
  /// A number or a truth value, as it stands.
  case plain(String)
  case list([YAMLValue])
  case mapping([Entry])

  /// A key and its value.
  public struct Entry: Hashable, Sendable {
    public var key: String
    public var value: YAMLValue

    /// Creates an entry.
    public init(_ key: String, _ value: YAMLValue) {
      self.key = key
      self.value = value
    }
  }

  /// Returns a truth value.
  public static func bool(_ value: Bool) -> YAMLValue { .plain(value ? "true" : "false") }

  /// Returns an integer.
  public static func integer(_ value: Int) -> YAMLValue { .plain(String(value)) }

  /// Returns a list of texts.
  public static func texts(_ values: [String]) -> YAMLValue { .list(values.map(YAMLValue.text)) }
}

extension [YAMLValue.Entry] {
  /// Adds an entry unless its value is the one that an absent key means.
  public mutating func add(_ key: String, _ value: String, unless absent: String = "") {
    if value != absent { append(.init(key, .text(value))) }
  }

  /// Adds a truth value unless it is the one that an absent key means.
  public mutating func add(_ key: String, _ value: Bool, unless absent: Bool = false) {
    if value != absent { append(.init(key, .bool(value))) }
  }

  /// Adds a list of texts unless it is empty.
  public mutating func add(_ key: String, _ values: [String]) {
    if !values.isEmpty { append(.init(key, .texts(values))) }
  }

  /// Adds a value.
  public mutating func add(_ key: String, _ value: YAMLValue) {
    append(.init(key, value))
  }
}
