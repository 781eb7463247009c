/// Why a throwaway server can't be started, and what to do about it.
public struct EphemeralServerError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What went wrong.
  public var message: String
  /// What to do about it.
  public var hint: String?

  /// Creates an error.
  public init(_ message: String, hint: String? = nil) {
    self.message = message
    self.hint = hint
  }

  /// The message and the hint.
  public var description: String {
    hint.map { "\(message)\nHINT: \($0)" } ?? message
  }
}
