import SQLText
import SchemaCore

/// How a seed's rows are found among a table's rows.
struct SeedMatching {
  /// The columns of the match key; nil where all that a row gives is compared.
  let key: [String]?

  /// Chooses the key by which a declared seed's rows are told apart.
  ///
  /// The primary key if every row gives it; else the unique key that every row gives, full ones
  /// before partial ones, then the one of fewest columns, then the first declared. A NULL
  /// identifies nothing, so a key with one isn't given.
  init(_ seed: Seed, in declared: Snapshot) {
    let given = SeedMatching.columnsOfAllRows(seed)
    let covered = declared.uniqueKeys(of: Table.id(seed.table)).filter {
      given.isSuperset(of: $0.columns)
    }
    let best = covered.enumerated().min { left, right in
      SeedMatching.rank(left.element, left.offset) < SeedMatching.rank(right.element, right.offset)
    }
    key = best?.element.columns
  }

  private static func rank(_ key: UniqueKey, _ place: Int) -> (Int, Int, Int, Int) {
    (key.isPrimary ? 0 : 1, key.isPartial ? 1 : 0, key.columns.count, place)
  }

  private static func columnsOfAllRows(_ seed: Seed) -> Set<String> {
    func given(_ row: Seed.Row) -> [String] {
      row.cells.filter { $0.value != .null }.map(\.column)
    }
    guard let first = seed.rows.first else { return [] }
    return seed.rows.dropFirst().reduce(into: Set(given(first))) { columns, row in
      columns.formIntersection(given(row))
    }
  }

  /// Returns the cells of a row that tell whether it is there.
  func cells(of row: Seed.Row) -> [Seed.Cell] {
    guard let key else { return row.cells }
    return key.compactMap { column in
      row.value(of: column).map { Seed.Cell(column: column, value: $0) }
    }
  }
}
