import Catalog
public import Postgres
import SQLText
public import SchemaCore

/// Looks for rows of a pair that are not yet done.
public struct InvariantCheck: Sendable {
  /// How many rows are not done, and some of them as `id=3: '10' → '99'`.
  public struct Violations: Sendable {
    public var count: Int
    public var samples: [String]
  }

  private let record: ExpansionRecord
  private let searchPath: [String]

  /// Creates a check.
  ///
  /// - Parameter searchPath: the schemas in which the names of the expressions are looked up.
  public init(_ record: ExpansionRecord, searchPath: [String]) {
    self.record = record
    self.searchPath = searchPath
  }

  /// Reads all rows and counts those that break the invariant; takes no lock that hinders writes.
  public func violations(
    over connection: Connection, samples: Int = 5
  ) async throws(PostgresError) -> Violations {
    let path = (searchPath + ["pg_temp"]).map(quotedIdentifier).joined(separator: ", ")
    try await connection.execute("BEGIN READ ONLY; SET LOCAL search_path = \(path)")
    do {
      try await connection.execute("SET LOCAL statement_timeout = 0")
      let count = try await connection.query(
        "SELECT count(*) FROM \(record.relations) WHERE \(record.undone)")
      var violations = Violations(count: Int(count[0, 0] ?? "") ?? 0, samples: [])
      if violations.count > 0 {
        violations.samples = try await self.samples(samples, over: connection)
      }
      try await connection.execute("ROLLBACK")
      return violations
    } catch {
      if !error.isConnectionLoss { try? await connection.execute("ROLLBACK") }
      throw error
    }
  }

  private func samples(
    _ limit: Int, over connection: Connection
  ) async throws(PostgresError) -> [String] {
    let key = try await connection.query(
      """
      SELECT a.attname FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid
        AND a.attnum = ANY (c.conkey)
      WHERE c.contype = 'p' AND c.conrelid = $1::regclass ORDER BY array_position(c.conkey, a.attnum)
      """, [record.table.sql])
    let columns = (0..<key.rowCount).compactMap { key[$0, 0] }
    let table = quotedIdentifier(record.table.name)
    let row =
      columns.isEmpty
      ? "'ctid ' || \(table).ctid"
      : columns.map { "\(quotedLiteral($0 + "=")) || \(table).\(quotedIdentifier($0))" }
        .joined(separator: " || ', ' || ")
    let old = quotedIdentifier(record.source?.table.name ?? record.table.name)
    let found = try await connection.query(
      """
      SELECT \(row), left(quote_nullable(\(old).\(quotedIdentifier(record.oldColumn))), 60),
        left(quote_nullable(\(table).\(record.shadow)), 60)
      FROM \(record.relations) WHERE \(record.undone) LIMIT \(limit)
      """)
    return (0..<found.rowCount).map { index in
      "\(found[index, 0] ?? ""): \(found[index, 1] ?? "") → \(found[index, 2] ?? "")"
    }
  }
}
