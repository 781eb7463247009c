/// Why a throwaway server can't be started, and what to do about it.
public struct EphemeralServerError: Error, Hashable, Sendable, CustomStringConvertible {
  public var message: String
  public var hint: String?

  public init(_ message: String, hint: String? = nil) {
    self.message = message
    self.hint = hint
  }

  public var description: String {
    hint.map { "\(message)\nHINT: \($0)" } ?? message
  }
}
