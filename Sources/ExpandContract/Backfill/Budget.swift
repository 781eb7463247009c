/// An amount a second that is spent in pieces and must not be exceeded on average.
struct Budget: Sendable {
  let perSecond: Double
  private var freeAt: ContinuousClock.Instant?

  init(perSecond: Int) { self.perSecond = Double(max(perSecond, 1)) }

  /// Notes what a batch has used; idle time before it isn't saved up.
  mutating func spend(_ amount: Int, at now: ContinuousClock.Instant) {
    let start = max(freeAt ?? now, now)
    freeAt = start.advanced(by: .seconds(Double(max(amount, 0)) / perSecond))
  }

  /// Returns how long the next batch has to wait.
  func wait(at now: ContinuousClock.Instant) -> Duration {
    guard let freeAt else { return .zero }
    return max(.zero, freeAt - now)
  }
}
