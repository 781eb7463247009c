/// How many pages the next batch has: as many as take the time that a batch should take.
struct BatchSize: Sendable, Hashable {
  /// Pages without open rows pass quickly; a batch that then meets full ones must not last long.
  static let limit = 2048

  private(set) var pages: Int

  /// Creates the first batch's size from its rows.
  init(rows: Int, rowsPerPage: Double) {
    pages = Self.clamped(Double(rows) / max(rowsPerPage, 1))
  }

  /// Takes the time of a batch: growth is doubling at most, shrinking goes down at once.
  mutating func took(_ duration: Duration, for count: Int, target: Duration) {
    let factor = target / max(duration, .microseconds(100))
    // The rest of a range says what its pages cost, not that larger batches are too long.
    guard count >= pages || factor < 1 else { return }
    pages = Self.clamped(Double(count) * min(factor, 2))
  }

  /// Makes the next batch much smaller, since somebody stood in the way of this one.
  mutating func shrink() { pages = max(1, pages / 4) }

  private static func clamped(_ pages: Double) -> Int {
    Int(min(max(pages, 1), Double(limit)))
  }
}
