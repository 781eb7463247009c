/// The queries about a table's rows, on either side.
struct TableQueries: Sendable {
  let comparison: TableComparison
  let hash: RowHash

  /// Counts rows and adds their hashes up.
  func checksum(_ side: SideName, _ from: String, _ conditions: [String]) -> String {
    let rows = hash.derived(values(side), from + comparison[side].filter(conditions))
    return "SELECT count(*), \(hash.sums) FROM \(rows)"
  }

  /// Does so for each bucket of the key's hash.
  func buckets(
    _ side: SideName, _ from: String, _ conditions: [String], bits: Int, in former: Buckets?
  ) -> String {
    let rows = hash.derived(
      values(side), with: ["\(number(side)) AS k"], from + comparison[side].filter(conditions))
    return """
      SELECT k & \(Buckets.mask(bits)), count(*), \(hash.sums) FROM \(rows)\
      \(former.map { " WHERE " + $0.condition } ?? "") GROUP BY 1
      """
  }

  /// Fetches the keys and hashes of the rows in some buckets.
  func rows(
    _ side: SideName, _ from: String, _ conditions: [String], in buckets: Buckets
  ) -> String {
    let names = comparison.key.indices.map { "k\($0)" }
    let key = zip(comparison.key, names).map { "(\($0[side].value))::text AS \($1)" }
    let rows = hash.derived(
      values(side), with: ["\(number(side)) AS k"] + key,
      from + comparison[side].filter(conditions))
    let list = ["k"] + hash.laneNames + names
    return "SELECT \(list.joined(separator: ", ")) FROM \(rows) WHERE \(buckets.condition)"
  }

  /// Fetches the values of columns as texts, each with its hash, for so many rows by their keys.
  func values(_ side: SideName, of columns: [ComparedColumn], rowCount: Int) -> String {
    let relation = comparison[side]
    let fields = columns.enumerated().flatMap { index, column in
      let text = "(\(column[side].value))::text"
      let own = hash.value(column[side], isText: column.hasTwoTypes)
      return [
        "CASE WHEN length(\(text)) > \(Self.shownLength) "
          + "THEN left(\(text), \(Self.shownLength)) || '...' ELSE \(text) END AS t\(index)",
        "\(hash.number([own])) AS e\(index)",
      ]
    }
    let rows = hash.derived(
      values(side), with: ["\(number(side)) AS k"] + fields,
      relation.source + relation.filter([keyCondition(side, rowCount)]))
    let names = columns.indices.flatMap { ["t\($0)", "e\($0)"] }
    let list = ["k"] + hash.laneNames + names
    return "SELECT \(list.joined(separator: ", ")) FROM \(rows)"
  }

  /// How many characters of a value are shown.
  private static let shownLength = 200

  private func keyCondition(_ side: SideName, _ rowCount: Int) -> String {
    let width = comparison.key.count
    let rows = (0..<rowCount).map { row in
      let parts = comparison.key.enumerated().map { index, column in
        "\(column[side].value) = $\(row * width + index + 1)::\(column[side].typeName)"
      }
      return "(" + parts.joined(separator: " AND ") + ")"
    }
    return "(" + rows.joined(separator: " OR ") + ")"
  }

  private func values(_ side: SideName) -> [String] { texts(comparison.columns, side) }

  private func number(_ side: SideName) -> String { hash.number(texts(comparison.key, side)) }

  private func texts(_ columns: [ComparedColumn], _ side: SideName) -> [String] {
    columns.map { hash.value($0[side], isText: $0.hasTwoTypes) }
  }
}

/// Some of the buckets into which the lowest bits of the key's hash divide a table.
struct Buckets: Sendable {
  var bits: Int
  var numbers: [Int]

  static func mask(_ bits: Int) -> Int { (1 << bits) - 1 }

  /// The condition of a row's number `k`.
  var condition: String {
    let list = numbers.map(String.init).joined(separator: ",")
    return "(k & \(Self.mask(bits))) = ANY ('{\(list)}'::bigint[])"
  }
}
