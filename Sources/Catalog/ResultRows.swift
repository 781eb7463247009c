public import Postgres
public import SchemaCore

/// The rows of a libpq result as a kind's decoder reads them.
struct ResultRows: RowStorage {
  let result: QueryResult

  func value(_ row: Int, _ column: Int) -> String? { result[row, column] }
}

extension QueryResult {
  /// The result's rows for decoding.
  public var rows: [Row] {
    let storage = ResultRows(result: self)
    return (0..<rowCount).map { Row(storage, $0) }
  }
}
