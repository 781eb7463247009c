import Postgres

/// Compares the values of rows, column by column.
struct ValueComparison: Sendable {
  let reader: TableReader
  let table: Int

  /// A value as text, and the hash by which the mode compares it.
  private struct Value: Sendable {
    var text: String?
    var hash: String?
  }

  /// A row as one side knows it.
  private struct RowName: Hashable {
    var number: String
    var hash: [String]
  }

  private static let rowsPerQuery = 200
  /// A select list has at most 1664 entries, and a table 1600 columns.
  private static let columnsPerQuery = 400

  /// Returns the columns that differ, for each pair of rows in its order.
  func differences(
    in pairs: [(source: HashedRow, target: HashedRow)]
  ) async throws(VerificationError) -> [[RowDifference.Value]] {
    guard !pairs.isEmpty else { return [] }
    let sources = pairs.map(\.source)
    let targets = pairs.map(\.target)
    let values = try await onBoth { side throws(VerificationError) in
      try await fetch(side == .source ? sources : targets, on: side)
    }
    return pairs.indices.map { index in
      compared(
        values.source[RowName(number: sources[index].number, hash: sources[index].hash)] ?? [],
        values.target[RowName(number: targets[index].number, hash: targets[index].hash)] ?? [])
    }
  }

  private func compared(_ source: [Value], _ target: [Value]) -> [RowDifference.Value] {
    let columns = reader.tables[table].columns
    guard source.count == columns.count, target.count == columns.count else { return [] }
    return columns.indices.compactMap { index in
      let (left, right) = (source[index], target[index])
      // Fast compares values: their texts may differ.
      let isSame =
        left.hash == right.hash && (reader.hash.mode == .fast || left.text == right.text)
      return isSame
        ? nil
        : RowDifference.Value(column: columns[index].name, source: left.text, target: right.text)
    }
  }

  private func fetch(
    _ rows: [HashedRow], on side: SideName
  ) async throws(VerificationError) -> [RowName: [Value]] {
    var found: [RowName: [Value]] = [:]
    let columns = reader.tables[table].columns
    for start in stride(from: 0, to: columns.count, by: Self.columnsPerQuery) {
      let some = Array(columns[start..<min(columns.count, start + Self.columnsPerQuery)])
      // A row comes once, although several pairs may name it.
      var part: [RowName: [Value]] = [:]
      for first in stride(from: 0, to: rows.count, by: Self.rowsPerQuery) {
        let result = try await query(
          rows[first..<min(rows.count, first + Self.rowsPerQuery)], some, on: side)
        take(result, columnCount: some.count, into: &part)
      }
      for (name, values) in part { found[name, default: []] += values }
    }
    return found
  }

  private func query(
    _ rows: ArraySlice<HashedRow>, _ columns: [ComparedColumn], on side: SideName
  ) async throws(VerificationError) -> QueryResult {
    let comparison = reader.tables[table]
    let sql = reader.queries(table).values(side, of: columns, rowCount: rows.count)
    do {
      return try await Scan(readers: reader[side], meter: reader.meter).query(
        sql, rows.flatMap(\.key), searchPath: comparison[side].searchPath,
        over: reader[side].first)
    } catch {
      throw .database(error, doing: "reading rows of table '\(comparison.name)' of the \(side)")
    }
  }

  private func take(
    _ result: QueryResult, columnCount: Int, into values: inout [RowName: [Value]]
  ) {
    let lanes = reader.hash.lanes
    for row in 0..<result.rowCount {
      let name = RowName(
        number: result[row, 0] ?? "", hash: (1...lanes).map { result[row, $0] ?? "" })
      values[name] = (0..<columnCount).map { column in
        let place = 1 + lanes + column * 2
        return Value(text: result[row, place], hash: result[row, place + 1])
      }
    }
  }
}
