/// A line of a terminal that is written over again and again; pure, the output does the writing.
struct ProgressLine {
  /// What an update asks the output to do.
  enum Action: Equatable {
    case draw(String)
    /// Draws what is pending at that time.
    case wait(until: ContinuousClock.Instant)
    case nothing
  }

  /// How often the line is drawn at most.
  let interval: Duration
  private var isShown = false
  private var pending: String?
  private var isWaiting = false
  private var next: ContinuousClock.Instant?

  init(interval: Duration) {
    self.interval = interval
  }

  /// Takes a new text: the first is drawn at once, a quick successor a little later.
  mutating func update(
    _ text: String, at now: ContinuousClock.Instant, width: Int
  ) -> Action {
    if let next, now < next {
      pending = text
      if isWaiting { return .nothing }
      isWaiting = true
      return .wait(until: next)
    }
    return draw(text, at: now, width: width)
  }

  /// Draws the text that came too soon, if none took its place.
  mutating func wakeUp(at now: ContinuousClock.Instant, width: Int) -> Action {
    isWaiting = false
    guard let text = pending else { return .nothing }
    return draw(text, at: now, width: width)
  }

  /// Returns what erases the line before other text is written; empty where none is shown.
  mutating func erase() -> String {
    pending = nil
    next = nil
    guard isShown else { return "" }
    isShown = false
    return "\r\u{1b}[2K"
  }

  private mutating func draw(
    _ text: String, at now: ContinuousClock.Instant, width: Int
  ) -> Action {
    pending = nil
    isShown = true
    next = now.advanced(by: interval)
    // A line as wide as the terminal would wrap, and \r would not find its start again.
    return .draw("\r\u{1b}[2K" + truncated(singleLine(text), to: max(10, width - 1)))
  }
}
