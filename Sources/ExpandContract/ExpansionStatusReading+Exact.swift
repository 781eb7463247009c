import Execution
import Postgres
import SQLText
import SchemaCore

extension ExpansionStatusReading {
  /// How many keys of diverged rows are shown.
  private static let sampleSize = 5

  /// Counts the rows of a pair; says in words why they can't be counted.
  func exact(
    _ record: ExpansionRecord
  ) async throws(PostgresError) -> (ExpansionStatus.Exact?, problem: String?) {
    do {
      let counts = try await read(
        """
        SELECT count(*) FILTER (WHERE \(record.open)), count(*) FILTER (WHERE \(record.diverged))
        FROM \(record.relations)
        """, record)
      func number(_ column: Int) -> Int { counts[0, column].flatMap { Int($0) } ?? 0 }
      var exact = ExpansionStatus.Exact(
        rowsLeft: number(0), rowsDiverged: number(1), divergedRows: [])
      if exact.rowsDiverged > 0 { exact.divergedRows = try await divergedKeys(record) }
      return (exact, nil)
    } catch {
      let failureClass = classify(error)
      guard failureClass == .data || failureClass == .unclassified else { throw error }
      return (nil, "the new value of some row can't be made: \(error.message)")
    }
  }

  /// Returns whether a row is left to fill.
  func hasOpenRow(_ record: ExpansionRecord) async throws(PostgresError) -> Bool {
    let found = try await read(
      "SELECT EXISTS (SELECT FROM \(record.relations) WHERE \(record.open))", record)
    return found[0, 0] == "t"
  }

  private func divergedKeys(_ record: ExpansionRecord) async throws(PostgresError) -> [String] {
    let columns = try await connection.query(FailingRow.keyQuery, [record.table.sql])
    var names = (0..<columns.rowCount).map { columns[$0, 0] ?? "" }
    if names.isEmpty { names = ["ctid"] }
    let table = quotedIdentifier(record.table.name)
    let values = names.map { "\(table).\(quotedIdentifier($0))::text" }
    let rows = try await read(
      """
      SELECT \(values.joined(separator: ", ")) FROM \(record.relations)
      WHERE \(record.diverged) LIMIT \(Self.sampleSize)
      """, record)
    return (0..<rows.rowCount).map { row in
      names.indices.map { "\(names[$0]) = \(rows[row, $0] ?? "NULL")" }.joined(separator: ", ")
    }
  }

  /// Runs a query as the pair's expressions want it, for as long as it takes.
  private func read(
    _ sql: String, _ record: ExpansionRecord
  ) async throws(PostgresError) -> QueryResult {
    let group = [
      Statement("BEGIN READ ONLY"),
      Statement(
        """
        SELECT set_config('search_path', $1, true), set_config('statement_timeout', '0', true),
          set_config('row_security', 'off', true)
        """, [record.searchPath(defaultSchema)]),
      Statement(sql), Statement("COMMIT"),
    ]
    do {
      let outcomes = try await connection.pipeline([group])[0]
      for outcome in outcomes { _ = try outcome.get() }
      return try outcomes[2].get()
    } catch {
      if !error.isConnectionLoss { try? await connection.execute("ROLLBACK") }
      throw error
    }
  }
}
