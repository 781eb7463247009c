/// When a constraint is checked.
public enum Deferral: String, Hashable, Sendable {
  case notDeferrable, initiallyImmediate, initiallyDeferred

  /// The clause as SQL writes it with a leading space; empty for the default.
  public var sql: String {
    switch self {
    case .notDeferrable: ""
    case .initiallyImmediate: " DEFERRABLE INITIALLY IMMEDIATE"
    case .initiallyDeferred: " DEFERRABLE INITIALLY DEFERRED"
    }
  }

  /// Creates a deferral from `condeferrable` and `condeferred`.
  public init(isDeferrable: Bool, isDeferred: Bool) {
    self = !isDeferrable ? .notDeferrable : isDeferred ? .initiallyDeferred : .initiallyImmediate
  }
}
