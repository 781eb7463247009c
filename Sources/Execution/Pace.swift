/// How retries spend their time; tests put their own in place of clock and chance.
public struct Pace: Sendable {
  /// Waits; throws when the task is cancelled.
  public var delay: @Sendable (Duration) async throws -> Void
  /// A number from 0 to 1.
  public var random: @Sendable () -> Double

  /// Creates a pace, that of clock and chance where nothing else is given.
  public init(
    delay: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) },
    random: @escaping @Sendable () -> Double = { Double.random(in: 0...1) }
  ) {
    self.delay = delay
    self.random = random
  }

  /// Full jitter spreads runners that failed at the same moment.
  public func delay(upTo milliseconds: Int) -> Duration {
    .milliseconds(Int(random() * Double(milliseconds)))
  }
}
