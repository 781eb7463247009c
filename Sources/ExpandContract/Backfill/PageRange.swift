/// A stretch of a table's pages that one connection works through, as `backfill_progress` has it.
struct PageRange: Hashable, Sendable {
  /// The table or partition as SQL names it.
  var relation: String
  var first: Int
  /// The first page that is not done.
  var next: Int
  /// The page after the last.
  var end: Int
  /// Rows written in it, as the cursor knows them.
  var rows = 0

  var isDone: Bool { next >= end }

  /// Returns ranges that cover all pages of a relation.
  ///
  /// Enough of them for several connections, and not so many that a huge table has millions.
  static func covering(_ pageCount: Int, of relation: String) -> [PageRange] {
    guard pageCount > 0 else { return [] }
    let length = min(max(pageCount / 16, 64), 16384)
    return stride(from: 0, to: pageCount, by: length).map { start in
      PageRange(
        relation: relation, first: start, next: start, end: min(start + length, pageCount))
    }
  }
}
