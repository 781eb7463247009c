/// Something that a server can do from a major version on.
public struct VersionNeed: Hashable, Sendable {
  /// The first number of the version: 18.
  public var majorVersion: Int
  /// What needs it, with its article: 'a virtual column'.
  public var feature: String

  /// Creates a need.
  public init(_ majorVersion: Int, _ feature: String) {
    self.majorVersion = majorVersion
    self.feature = feature
  }

  /// Returns whether a server of a version (`server_version_num`) can do it.
  public func isMet(by serverVersion: Int) -> Bool { serverVersion >= majorVersion * 10_000 }
}
