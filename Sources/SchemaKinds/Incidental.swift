/// A value that travels with an object and never makes it differ from its twin.
///
/// All such values are equal: a cast that only matters while a type changes, or the name of
/// a sequence that only the catalog knows, is no part of what an object is.
public struct Incidental<Value: Sendable>: Hashable, Sendable {
  public var value: Value

  /// Creates a value outside the comparison.
  public init(_ value: Value) { self.value = value }

  public static func == (left: Incidental, right: Incidental) -> Bool { true }

  public func hash(into hasher: inout Hasher) {}
}
