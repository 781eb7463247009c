/// When text is coloured.
public enum ColorMode: String, Sendable, Hashable, CaseIterable {
  /// On a terminal, unless NO_COLOR is set or the terminal is dumb.
  case auto
  case always, never

  /// Returns whether a stream gets colours.
  ///
  /// - Parameter environment: looks a variable up; a NO_COLOR that is not empty turns colours
  ///   off (no-color.org).
  public func isColored(
    onTerminal isTerminal: Bool, environment: (String) -> String?
  ) -> Bool {
    switch self {
    case .always: true
    case .never: false
    case .auto:
      isTerminal && environment("NO_COLOR").map(\.isEmpty) ?? true
        && environment("TERM") != "dumb"
    }
  }
}

/// What parts of a text look like: colours on a terminal, nothing elsewhere.
public struct Style: Sendable, Hashable {
  /// What a part of a text is.
  public enum Role: Int, Sendable, Hashable {
    case bold = 1
    case dim = 2
    case error = 31
    case create = 32
    case change = 33
    case note = 36

    /// What is dropped looks like an error.
    public static let drop = Role.error
    /// A warning looks like a change.
    public static let warning = Role.change
  }

  public var isColored: Bool

  /// Creates a style.
  public init(isColored: Bool) { self.isColored = isColored }

  /// Text without colours.
  public static let plain = Style(isColored: false)

  /// Returns a text in the look of its role.
  public func text(_ text: String, as role: Role) -> String {
    guard isColored, !text.isEmpty else { return text }
    return "\u{1b}[\(role.rawValue)m\(text)\u{1b}[0m"
  }
}

/// How a report is written as text.
public struct TextOptions: Sendable, Hashable {
  public var style = Style.plain
  /// The columns to which long lines of SQL are cut.
  public var width = 100
  /// Whether the SQL stands under each operation.
  public var isVerbose = false
  /// Whether only the last line is written.
  public var isQuiet = false

  /// Creates options.
  public init(
    style: Style = .plain, width: Int = 100, isVerbose: Bool = false, isQuiet: Bool = false
  ) {
    self.style = style
    self.width = width
    self.isVerbose = isVerbose
    self.isQuiet = isQuiet
  }
}
