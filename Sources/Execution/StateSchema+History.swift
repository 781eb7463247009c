public import Postgres
public import SchemaCore

extension StateSchema {
  /// Returns the query that reads the history, for a catalog reading to take along.
  public static func historyQuery(table: String? = nil) -> String {
    """
    SELECT file_path, pg_schema, file_hash, phase,
      to_char(applied_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
    FROM \(Self.table(table ?? "history")) ORDER BY applied_at, file_path
    """
  }

  /// Returns what the rows of `historyQuery` say.
  public static func history(in rows: [Row]) -> [HistoryEntry] {
    rows.map {
      HistoryEntry(
        filePath: $0.text(0), schema: $0.text(1), hash: $0.text(2), phase: $0.text(3),
        appliedAt: $0.text(4))
    }
  }

  /// Returns the scripts that the database has seen, oldest first; none without the schema.
  public func history() async throws(PostgresError) -> [HistoryEntry] {
    let query = Self.historyQuery(table: historyTable)
    let result: QueryResult
    do {
      result = try await connection.query(query)
    } catch {
      guard error.sqlState == .undefinedTable else { throw error }
      return []
    }
    return (0..<result.rowCount).map { row in
      let text = { (column: Int) in result[row, column] ?? "" }
      return HistoryEntry(
        filePath: text(0), schema: text(1), hash: text(2), phase: text(3), appliedAt: text(4))
    }
  }

  /// Records a script as seen without running it.
  public func record(
    path: String, hash: String, phase: String, schema: String
  ) async throws(PostgresError) {
    let statement = recording(filePath: path, schema: schema, hash: hash, phase: phase)
    try await transact([Statement(statement)])
  }

  /// Returns the statement that records a script, for the transaction that runs it.
  func recording(
    filePath: String, schema: String, hash: String, phase: String
  ) -> UnitStatement {
    UnitStatement(
      """
      INSERT INTO \(Self.table(historyTable)) (file_path, pg_schema, file_hash, phase, applied_at)
      VALUES ($1, $2, $3, $4, now())
      ON CONFLICT (file_path, pg_schema) DO UPDATE
      SET file_hash = excluded.file_hash, phase = excluded.phase, applied_at = excluded.applied_at
      """, [filePath, schema, hash, phase])
  }
}
