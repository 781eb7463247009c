/// How an object that holds data lets go of a routine that is dropped and made again.
public struct Loosening: Sendable {
  /// What takes the use away, before the routine is dropped.
  public var release: Operation
  /// What leads to the declared state, after the routine is there again.
  public var restoration: [Operation]
  /// Whether the object itself is gone between the two, and its dependents with it.
  public var removesObject: Bool

  /// Creates a loosening.
  public init(release: Operation, restoration: [Operation], removesObject: Bool = false) {
    self.release = release
    self.restoration = restoration
    self.removesObject = removesObject
  }
}

extension ObjectID {
  /// Stands for the uses that an object gives up for the time of a replacement.
  public var loosened: ObjectID {
    var id = self
    id.qualifier = "loosened"
    return id
  }
}
