import SchemaCore

/// How far work on a table's pages is, as live lines show it.
struct PageProgress {
  let done: Int
  let count: Int

  var percent: Int { count > 0 ? min(100, done * 100 / count) : 100 }

  /// `[#####-----] 52 %`, with twenty places.
  var bar: String {
    let full = percent / 5
    let places = String(repeating: "#", count: full) + String(repeating: "-", count: 20 - full)
    return "[\(places)] \(percent) %"
  }

  /// `, 1200 rows/s, 3 s left`, as far as it is known.
  func pace(rowsPerSecond: Int, remaining: Duration?) -> String {
    var text = ""
    if rowsPerSecond > 0 { text += ", \(roundedCount(rowsPerSecond)) rows/s" }
    if let remaining, percent < 100 { text += ", \(rounded(remaining)) left" }
    return text
  }
}
