/// Returns the candidate nearest to a misspelt word, nil where none is near enough.
///
/// Near means at most a third of the word's length in edits (optimal string alignment).
public func nearestSpelling(
  of word: String, among candidates: some Sequence<String>
) -> String? {
  let limit = max(1, word.utf8.count / 3)
  var best: (distance: Int, candidate: String)?
  for candidate in candidates where candidate != word {
    let distance = editDistance(word, candidate, limit: limit)
    guard distance <= limit else { continue }
    if let known = best, (known.distance, known.candidate) <= (distance, candidate) { continue }
    best = (distance, candidate)
  }
  return best?.candidate
}

/// Returns how many insertions, deletions, changes and swaps turn one word into the other.
///
/// - Returns: the distance, or any number above `limit` once it can't be reached.
func editDistance(_ left: String, _ right: String, limit: Int) -> Int {
  let a = Array(left.lowercased().utf8)
  let b = Array(right.lowercased().utf8)
  if abs(a.count - b.count) > limit { return limit + 1 }
  var beforePrevious: [Int] = []
  var previous = Array(0...b.count)
  for i in 0..<a.count {
    var current = [i + 1]
    current.reserveCapacity(b.count + 1)
    for j in 0..<b.count {
      var cost = min(previous[j + 1] + 1, current[j] + 1, previous[j] + (a[i] == b[j] ? 0 : 1))
      if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
        cost = min(cost, beforePrevious[j - 1] + 1)
      }
      current.append(cost)
    }
    (beforePrevious, previous) = (previous, current)
  }
  return previous[b.count]
}
