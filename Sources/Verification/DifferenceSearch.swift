import Postgres
import Synchronization

/// Finds the rows in which two tables differ, by buckets of their keys' hashes.
struct DifferenceSearch: Sendable {
  let reader: TableReader
  let maxDifferences: Int

  /// Bits by which each division is finer than the one before: 1024 buckets.
  private static let bitsPerDivision = 10
  /// Rows that are fetched rather than divided again.
  private static let maxFetched = 50_000

  /// Where the search in a table stands.
  private struct Place: Sendable {
    var buckets: Buckets
    /// Rows in the buckets on the side that has more.
    var rowCount: Int
    /// Whether no differing bucket was left out.
    var isComplete: Bool
  }

  /// Returns the differing rows of a table.
  func differences(
    of table: Int, _ checksums: (source: Checksum, target: Checksum)
  ) async throws(VerificationError) -> (rows: [RowDifference], isComplete: Bool) {
    let counts: @Sendable (Int, SideName) -> Int = { _, side in
      side == .source ? checksums.source.rowCount : checksums.target.rowCount
    }
    var place = try await divide(table, nil, counts)
    while place.rowCount > Self.maxFetched, place.buckets.bits + Self.bitsPerDivision < 63 {
      let finer = try await divide(table, place, counts)
      // Rows with one key stay together however fine the division is.
      let isFiner = finer.rowCount < place.rowCount
      place = finer
      if !isFiner { break }
    }
    let rows = try await reader.rows(
      [table: place.buckets], for: .differences, rowCount: counts)
    let found = try await named(rows[table] ?? RowComparison([], []), table)
    return (
      Array(found.prefix(maxDifferences)), place.isComplete && found.count <= maxDifferences
    )
  }

  /// Divides what is left into buckets and keeps those that differ, as many as rows are wanted.
  private func divide(
    _ table: Int, _ former: Place?, _ counts: @escaping @Sendable (Int, SideName) -> Int
  ) async throws(VerificationError) -> Place {
    typealias Sides = (source: Checksum, target: Checksum)
    let bits = (former?.buckets.bits ?? 0) + Self.bitsPerDivision
    let none = Checksum(lanes: reader.hash.lanes)
    let sums = Mutex<[Int: Sides]>([:])
    try await reader.scan(
      [table], for: .differences, rows: counts,
      sql: { table, side, from, conditions in
        reader.queries(table).buckets(
          side, from, conditions, bits: bits, in: former?.buckets)
      },
      take: { _, side, result in
        sums.withLock { sums in
          for row in 0..<result.rowCount {
            let bucket = result[row, 0].flatMap { Int($0) } ?? 0
            let sum = Checksum((1..<result.columnCount).map { result[row, $0] })
            switch side {
            case .source: sums[bucket, default: (none, none)].source.add(sum)
            case .target: sums[bucket, default: (none, none)].target.add(sum)
            }
          }
        }
      })
    let differing = sums.withLock { $0 }.filter { $0.value.source != $0.value.target }
    let chosen = differing.keys.sorted().prefix(max(1, maxDifferences))
    return Place(
      buckets: Buckets(bits: bits, numbers: Array(chosen)),
      rowCount: chosen.reduce(0) { sum, bucket in
        sum + max(differing[bucket]?.source.rowCount ?? 0, differing[bucket]?.target.rowCount ?? 0)
      },
      isComplete: (former?.isComplete ?? true) && chosen.count == differing.count)
  }

  /// Returns the differences with the columns that differ, one more than wanted where there are.
  private func named(
    _ rows: RowComparison, _ table: Int
  ) async throws(VerificationError) -> [RowDifference] {
    let limit = maxDifferences + 1
    let pairs = Array(rows.different.prefix(limit))
    let values = try await ValueComparison(reader: reader, table: table).differences(in: pairs)
    return zip(pairs, values).map {
      RowDifference(kind: .different, key: $0.source.key, values: $1)
    }
      + rows.missing.prefix(limit).map { RowDifference(kind: .missing, key: $0.key) }
      + rows.extra.prefix(limit).map { RowDifference(kind: .extra, key: $0.key) }
  }
}
