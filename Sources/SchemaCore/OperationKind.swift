/// The type of an operation as JSON spells it, with its default phase (FORMAT.md, 4 and 5).
public struct OperationKind: Hashable, Sendable, Codable {
  /// The spelling in JSON: `add_foreign_key_not_valid`.
  public var name: String
  /// Where the operation stands unless something that needs it stands earlier.
  public var phase: Phase
  /// Whether the operation may stand in any later phase that its needs demand.
  public var isFloating: Bool

  /// Creates an operation kind; kinds declare theirs as static members in their folders.
  public init(_ name: String, _ phase: Phase, isFloating: Bool = false) {
    self.name = name
    self.phase = phase
    self.isFloating = isFloating
  }
}

extension OperationKind {
  /// What an operation does to its object, by the first word of its name.
  public enum Effect: Sendable, Hashable {
    case create, change, drop
  }

  /// Whether the operation creates, changes or drops.
  public var effect: Effect {
    let verb = name.prefix { $0 != "_" }
    switch verb {
    case "create", "add", "expand", "grant": return .create
    case "drop", "revoke", "remove", "disable", "contract": return .drop
    default: return .change
    }
  }
}
