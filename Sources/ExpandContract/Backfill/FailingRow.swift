import Execution
import Postgres
import SQLText
import SchemaCore

/// Finds the row of a failed batch that the new value can't be made for, by halving.
struct FailingRow {
  let job: BackfillJob
  let relation: BackfillRelation
  let connection: Connection

  /// Returns the first failing row's key, and what the server says about that row alone.
  ///
  /// Each attempt is rolled back; the halves that succeed are no larger than the batch together.
  func find(
    from start: RowPlace, to end: RowPlace, _ error: PostgresError
  ) async -> (row: String?, error: PostgresError) {
    var (low, high, last) = (start.number, end.number, error)
    while high - low > 1 {
      let middle = low + (high - low) / 2
      switch await attempt(RowPlace(number: low), RowPlace(number: middle)) {
      case .failure(let error) where isAboutRows(error): (high, last) = (middle, error)
      case .failure: return (nil, error)
      case .success: low = middle
      }
    }
    let place = RowPlace(number: low)
    guard case .failure(let final) = await attempt(place, RowPlace(number: high)),
      isAboutRows(final)
    else { return (nil, last) }
    return (await key(of: place), final)
  }

  private func isAboutRows(_ error: PostgresError) -> Bool {
    let failureClass = classify(error)
    return failureClass == .data || failureClass == .unclassified
  }

  private func attempt(_ start: RowPlace, _ end: RowPlace) async -> Result<Void, PostgresError> {
    let update = job.sql.update(relation, from: start, to: end)
    let outcome = await job.transaction([update], over: connection)
    if case .success = outcome { try? await connection.execute("ROLLBACK") }
    return outcome.map { _ in }
  }

  /// Returns `id = 42` by the primary key, or the best key there is; the place without one.
  private func key(of place: RowPlace) async -> String {
    let fallback = "ctid = \(place)"
    guard
      let columns = try? await connection.query(Self.keyQuery, [relation.name]),
      columns.rowCount > 0
    else { return fallback }
    let names = (0..<columns.rowCount).map { columns[$0, 0] ?? "" }
    let values = names.map { "\(quotedIdentifier($0))::text" }.joined(separator: ", ")
    let row = try? await connection.query(
      "SELECT \(values) FROM ONLY \(relation.name) WHERE ctid = '\(place)'::tid")
    guard let row, row.rowCount > 0 else { return fallback }
    return names.indices.map { "\(names[$0]) = \(row[0, $0] ?? "NULL")" }.joined(separator: ", ")
  }

  static let keyQuery = """
    SELECT a.attname FROM pg_attribute a JOIN (
      SELECT i.indrelid, i.indkey FROM pg_index i
      WHERE i.indrelid = to_regclass($1) AND i.indisunique AND i.indimmediate AND i.indisvalid
        AND i.indpred IS NULL AND i.indexprs IS NULL
        AND NOT EXISTS (SELECT FROM pg_attribute n WHERE n.attrelid = i.indrelid
          AND n.attnum = ANY (i.indkey) AND NOT n.attnotnull)
      ORDER BY i.indisprimary DESC, i.indisreplident DESC, i.indnatts, i.indexrelid LIMIT 1) k
      ON a.attrelid = k.indrelid AND a.attnum = ANY (k.indkey)
    ORDER BY array_position(k.indkey::int2[], a.attnum)
    """
}
