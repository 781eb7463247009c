import Postgres

/// A row's key and hash, as one side has them.
struct HashedRow: Sendable, Hashable {
  /// The hash of the key.
  var number: String
  var hash: [String]
  var key: [String]

  init(number: String, hash: [String], key: [String]) {
    self.number = number
    self.hash = hash
    self.key = key
  }

  /// Reads the answer's row: number, hash, and the key's columns.
  init(_ result: QueryResult, _ row: Int, lanes: Int) {
    number = result[row, 0] ?? ""
    hash = (1..<(1 + lanes)).map { result[row, $0] ?? "" }
    key = ((1 + lanes)..<result.columnCount).map { result[row, $0] ?? "" }
  }
}

/// The rows of some buckets on both sides, matched by their keys' hashes.
struct RowComparison: Sendable {
  var same: [(source: HashedRow, target: HashedRow)] = []
  var different: [(source: HashedRow, target: HashedRow)] = []
  var missing: [HashedRow] = []
  var extra: [HashedRow] = []

  /// Matches rows; where a side has several of one key, equal ones go together first.
  init(_ source: [HashedRow], _ target: [HashedRow]) {
    let others = Dictionary(grouping: target, by: \.number)
    let own = Dictionary(grouping: source, by: \.number)
    for number in Set(own.keys).union(others.keys).sorted(by: Self.precedes) {
      match(own[number] ?? [], others[number] ?? [])
    }
  }

  private mutating func match(_ source: [HashedRow], _ target: [HashedRow]) {
    var left: [HashedRow] = []
    var right = target
    for row in source {
      if let index = right.firstIndex(where: { $0.hash == row.hash }) {
        same.append((row, right.remove(at: index)))
      } else {
        left.append(row)
      }
    }
    let count = min(left.count, right.count)
    different += zip(left, right).map { ($0, $1) }
    missing += left.dropFirst(count)
    extra += right.dropFirst(count)
  }

  /// Numbers in the order of their values, so that what is shown doesn't depend on the run.
  private static func precedes(_ left: String, _ right: String) -> Bool {
    (Int(left) ?? 0) < (Int(right) ?? 0)
  }
}
