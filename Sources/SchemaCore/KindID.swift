/// The name of an object kind: `table`, `foreign_key`.
public struct KindID: RawRepresentable, Hashable, Sendable, Codable, ExpressibleByStringLiteral {
  public var rawValue: String

  public init(rawValue: String) { self.rawValue = rawValue }

  public init(stringLiteral value: String) { rawValue = value }
}

extension KindID: CustomStringConvertible {
  /// The name as messages show it: `foreign key`.
  public var description: String {
    String(rawValue.map { $0 == "_" ? " " : $0 })
  }
}
