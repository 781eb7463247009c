/// Compares the values of some rows, chosen by their keys' hashes: the same on both sides.
///
/// TABLESAMPLE chooses by place, which says nothing about another table.
struct Sampling: Sendable {
  let reader: TableReader
  let size: Int

  /// What the sample of a table shows.
  struct Sample: Sendable {
    var rowCount = 0
    var differences: [RowDifference] = []
  }

  /// Samples tables whose checksums agree.
  func samples(
    of checksums: [Int: Checksum]
  ) async throws(VerificationError) -> [Int: Sample] {
    guard size > 0 else { return [:] }
    let buckets = checksums.filter { $0.value.rowCount > 0 }.mapValues { sum in
      var bits = 0
      while sum.rowCount >> (bits + 1) >= size { bits += 1 }
      return Buckets(bits: bits, numbers: [0])
    }
    guard !buckets.isEmpty else { return [:] }
    let rows = try await reader.rows(buckets, for: .samples) { table, _ in
      checksums[table]?.rowCount ?? 0
    }
    var samples: [Int: Sample] = [:]
    for (table, found) in rows.sorted(by: { $0.key < $1.key }) {
      let pairs = Array(found.same.prefix(size))
      let values = try await ValueComparison(reader: reader, table: table).differences(in: pairs)
      samples[table] = Sample(
        rowCount: pairs.count,
        differences: zip(pairs, values).compactMap { pair, values in
          values.isEmpty
            ? nil : RowDifference(kind: .different, key: pair.source.key, values: values)
        })
    }
    return samples
  }
}
