/// How retries spend their time; tests put their own in place of clock and chance.
struct Pace: Sendable {
  /// Waits; throws when the task is cancelled.
  var delay: @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
  /// A number from 0 to 1.
  var random: @Sendable () -> Double = { Double.random(in: 0...1) }

  /// Full jitter spreads runners that failed at the same moment.
  func delay(upTo milliseconds: Int) -> Duration {
    .milliseconds(Int(random() * Double(milliseconds)))
  }
}
