import Postgres
import Synchronization

/// Reads the rows of matched tables on both sides.
struct TableReader: Sendable {
  let source: Readers
  let target: Readers
  let tables: [TableComparison]
  let hash: RowHash
  let meter: Meter
  let pagesPerPiece: Int

  subscript(side: SideName) -> Readers { side == .source ? source : target }

  func queries(_ table: Int) -> TableQueries {
    TableQueries(comparison: tables[table], hash: hash)
  }

  /// Runs queries over the rows of tables, on both sides at once.
  ///
  /// - Parameters:
  ///   - rows: how many rows a table has on a side; nil where the answers say it.
  ///   - sql: the query of a piece from its table, its side, FROM and conditions.
  func scan(
    _ indexes: [Int], for activity: VerificationProgress.Activity,
    rows: (@Sendable (Int, SideName) -> Int)?,
    sql: @escaping @Sendable (Int, SideName, String, [String]) -> String,
    take: @escaping @Sendable (Int, SideName, QueryResult) -> Void
  ) async throws(VerificationError) {
    let sides = SideName.allCases
    let pages = indexes.reduce(0) { sum, table in
      sum + sides.reduce(0) { $0 + max(1, tables[table][$1].pageCount) }
    }
    meter.begin(activity, pages: pages)
    _ = try await onBoth { side throws(VerificationError) in
      let all = indexes.flatMap { table in
        pieces(table, side, rows?(table, side), sql)
      }
      try await Scan(readers: self[side], meter: meter).run(all) { piece, result in
        take(piece.table, side, result)
      }
    }
  }

  private func pieces(
    _ table: Int, _ side: SideName, _ rows: Int?,
    _ sql: (Int, SideName, String, [String]) -> String
  ) -> [Piece] {
    let relation = tables[table][side]
    return relation.pieces(of: pagesPerPiece).map { from, condition, pages in
      Piece(
        table: table, name: tables[table].name, sql: sql(table, side, from, condition),
        searchPath: relation.searchPath, pages: max(1, pages),
        rows: rows.map { $0 * pages / max(1, relation.pageCount) })
    }
  }

  /// Returns the checksums of all tables, in their order.
  func checksums() async throws(VerificationError) -> [(source: Checksum, target: Checksum)] {
    let none = Checksum(lanes: hash.lanes)
    let sums = Mutex(
      [(source: Checksum, target: Checksum)](
        repeating: (none, none), count: tables.count))
    try await scan(
      Array(tables.indices), for: .checksums, rows: nil,
      sql: { queries($0).checksum($1, $2, $3) },
      take: { table, side, result in
        let sum = Checksum((0..<result.columnCount).map { result[0, $0] })
        sums.withLock { sums in
          switch side {
          case .source: sums[table].source.add(sum)
          case .target: sums[table].target.add(sum)
          }
        }
      })
    return sums.withLock { $0 }
  }

  /// Fetches the rows of some buckets of tables.
  func rows(
    _ buckets: [Int: Buckets], for activity: VerificationProgress.Activity,
    rowCount: @escaping @Sendable (Int, SideName) -> Int
  ) async throws(VerificationError) -> [Int: RowComparison] {
    typealias Sides = (source: [HashedRow], target: [HashedRow])
    let fetched = Mutex<[Int: Sides]>([:])
    let lanes = hash.lanes
    try await scan(
      buckets.keys.sorted(), for: activity, rows: rowCount,
      sql: { table, side, from, conditions in
        queries(table).rows(
          side, from, conditions, in: buckets[table] ?? Buckets(bits: 0, numbers: []))
      },
      take: { table, side, result in
        let rows = (0..<result.rowCount).map { HashedRow(result, $0, lanes: lanes) }
        fetched.withLock { fetched in
          switch side {
          case .source: fetched[table, default: ([], [])].source += rows
          case .target: fetched[table, default: ([], [])].target += rows
          }
        }
      })
    return fetched.withLock { $0 }.mapValues { RowComparison($0.source, $0.target) }
  }
}
