/// What leads from one text to another, line by line.
public struct LineDiff: Sendable, Hashable {
  /// A line of either text.
  public enum Line: Sendable, Hashable {
    case kept(String)
    case removed(String)
    case added(String)
  }

  /// All lines of both texts; what is removed stands before what is added in its place.
  public let lines: [Line]

  /// Compares two texts.
  public init(from old: String, to new: String) {
    let (before, after) = (LineDiff.lines(of: old), LineDiff.lines(of: new))
    var removed = Set<Int>()
    var added = Set<Int>()
    for change in after.difference(from: before) {
      switch change {
      case .remove(let offset, _, _): removed.insert(offset)
      case .insert(let offset, _, _): added.insert(offset)
      }
    }
    var lines: [Line] = []
    var (left, right) = (0, 0)
    while left < before.count || right < after.count {
      if removed.contains(left) {
        lines.append(.removed(before[left]))
        left += 1
      } else if added.contains(right) {
        lines.append(.added(after[right]))
        right += 1
      } else {
        lines.append(.kept(before[left]))
        left += 1
        right += 1
      }
    }
    self.lines = lines
  }

  /// Returns the changed stretches with the lines around them, as `diff -u` writes them.
  ///
  /// - Parameter context: how many unchanged lines stand before and after a change.
  public func hunks(context: Int = 3) -> [String] {
    let changed = lines.indices.filter { lines[$0].isChange }
    var result: [String] = []
    var next = 0
    while next < changed.count {
      var last = next
      while last + 1 < changed.count, changed[last + 1] - changed[last] <= 2 * context + 1 {
        last += 1
      }
      let range =
        max(0, changed[next] - context)..<min(lines.count, changed[last] + context + 1)
      result.append(header(of: range))
      result += lines[range].map(\.text)
      next = last + 1
    }
    return result
  }

  /// `@@ -1,3 +1,2 @@`: where the stretch begins in either text, and how many lines it has.
  private func header(of range: Range<Int>) -> String {
    let before = lines[..<range.lowerBound]
    func side(_ isIn: (Line) -> Bool) -> String {
      let count = lines[range].count(where: isIn)
      // A stretch without lines is said to stand after the line before it.
      let start = before.count(where: isIn) + (count == 0 ? 0 : 1)
      return count == 1 ? "\(start)" : "\(start),\(count)"
    }
    return "@@ -\(side(\.isOld)) +\(side(\.isNew)) @@"
  }

  private static func lines(of text: String) -> [String] {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if lines.last == "" { lines.removeLast() }
    return lines
  }
}

extension LineDiff.Line {
  var isOld: Bool { if case .added = self { false } else { true } }
  var isNew: Bool { if case .removed = self { false } else { true } }
  var isChange: Bool { !(isOld && isNew) }

  /// The line with its sign.
  var text: String {
    switch self {
    case .kept(let line): " \(line)"
    case .removed(let line): "-\(line)"
    case .added(let line): "+\(line)"
    }
  }
}
