/// Finds out how tables differ that both sides have.
struct TableFindings: Sendable {
  let reader: TableReader
  let options: VerificationOptions

  /// Returns what is to say about each table, in their order.
  func find() async throws(VerificationError) -> [TableVerification] {
    let checksums = try await reader.checksums()
    var tables = reader.tables.indices.map { verification($0, checksums[$0]) }
    for index in tables.indices where tables[index].source != tables[index].target {
      guard !reader.tables[index].key.isEmpty else {
        tables[index].isComplete = false
        continue
      }
      let search = DifferenceSearch(reader: reader, maxDifferences: options.maxDifferences)
      let found = try await search.differences(of: index, checksums[index])
      tables[index].differences = found.rows
      tables[index].isComplete = found.isComplete
    }
    var equal: [Int: Checksum] = [:]
    for index in tables.indices
    where tables[index].source == tables[index].target && !reader.tables[index].key.isEmpty {
      equal[index] = checksums[index].source
    }
    let samples = try await Sampling(reader: reader, size: options.sampleSize).samples(of: equal)
    for (index, sample) in samples {
      tables[index].sampledRows = sample.rowCount
      tables[index].differences = Array(sample.differences.prefix(options.maxDifferences))
      tables[index].isComplete = sample.differences.count <= options.maxDifferences
    }
    return tables
  }

  private func verification(
    _ index: Int, _ checksums: (source: Checksum, target: Checksum)
  ) -> TableVerification {
    let comparison = reader.tables[index]
    var table = TableVerification(name: comparison.name)
    table.source = checksums.source
    table.target = checksums.target
    table.key = comparison.key.map(\.name)
    table.columnsOnlyInSource = comparison.columnsOnlyInSource
    table.columnsOnlyInTarget = comparison.columnsOnlyInTarget
    table.excludedColumns = comparison.excludedColumns
    table.remarks = comparison.remarks
    return table
  }
}
