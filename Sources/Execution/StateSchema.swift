import Catalog
public import Postgres
import SQLText
import SchemaCore

/// A script whose content the database has seen.
public struct HistoryEntry: Sendable, Hashable {
  public var filePath: String
  /// The `--schema` of the run.
  public var schema: String
  /// SHA-256 of the file's bytes in hexadecimal digits.
  public var hash: String
  /// `pre` or `post`.
  public var phase: String
  /// When it ran, in UTC: `2026-01-31T08:15:00Z`.
  public var appliedAt: String

  /// Creates an entry.
  public init(filePath: String, schema: String, hash: String, phase: String, appliedAt: String) {
    self.filePath = filePath
    self.schema = schema
    self.hash = hash
    self.phase = phase
    self.appliedAt = appliedAt
  }
}

/// The tool's own schema in the database: what ran, and what the server made of it.
///
/// Rows commit together with the changes that they tell of. Dropping the schema removes every
/// trace of the tool.
public struct StateSchema: Sendable {
  /// The schema's name.
  public static let name = "_smplcty_schema_flow"

  let connection: Connection
  /// The history table's name within the schema.
  let historyTable: String
  let perTransactionSQL: String?

  /// Creates access to the schema, which need not exist yet.
  ///
  /// - Parameter historyTable: another name for the table `history`.
  public init(
    connection: Connection, historyTable: String? = nil, perTransactionSQL: String? = nil
  ) {
    self.connection = connection
    self.historyTable = historyTable ?? "history"
    self.perTransactionSQL = perTransactionSQL
  }

  /// Creates the schema and those of its tables that are missing; changes none that is there.
  ///
  /// Safe when two sessions do it at once.
  public func ensure() async throws(PostgresError) {
    var attempts = 0
    while true {
      do {
        return try await createMissing()
      } catch {
        attempts += 1
        let failureClass = classify(error)
        // The other session, which may be no runner and know no lock, has committed by now.
        guard attempts < 5, failureClass.isRetried || failureClass == .conflict else {
          throw error
        }
      }
    }
  }

  private func createMissing() async throws(PostgresError) {
    let tables = Self.tables(historyTable: historyTable)
    let present = try await presentTables()
    let missing = tables.filter { present[$0.name] == nil }
    let added = present["expand_state"].map(missingExpandColumns) ?? []
    guard !missing.isEmpty || !added.isEmpty else { return }
    var statements = [
      Statement("SET LOCAL lock_timeout = 5000"),
      Statement("SELECT pg_advisory_xact_lock(\(RunnerLock.namespace), \(RunnerLock.stateKey))"),
    ]
    // IF NOT EXISTS still wants the privilege to create, so what exists isn't asked for.
    if missing.count == tables.count {
      statements.append(Statement("CREATE SCHEMA IF NOT EXISTS \(Self.name)"))
    }
    for table in missing {
      let name = QualifiedName(schema: Self.name, name: table.name).sql
      statements.append(Statement("CREATE TABLE IF NOT EXISTS \(name) (\(table.definition))"))
    }
    for column in added {
      statements.append(
        Statement("ALTER TABLE \(Self.table("expand_state")) ADD COLUMN IF NOT EXISTS \(column)"))
    }
    try await transact(statements)
  }

  /// A database may have the table without the columns that came later.
  private func missingExpandColumns(in present: Set<String>) -> [String] {
    Self.laterExpandColumns.filter { !present.contains(String($0.prefix { $0 != " " })) }
  }

  /// Returns the schema's tables with their columns.
  private func presentTables() async throws(PostgresError) -> [String: Set<String>] {
    let result = try await connection.query(
      """
      SELECT c.relname, array_agg(a.attname::text)
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
      WHERE n.nspname = $1 AND c.relkind IN ('r', 'p', 'v', 'f')
      GROUP BY c.relname
      """, [Self.name])
    var present: [String: Set<String>] = [:]
    for row in result.rows { present[row.text(0)] = Set(row.array(1)) }
    return present
  }

  /// Runs statements in one transaction that starts with the user's own SQL.
  @discardableResult
  func transact(_ statements: [Statement]) async throws(PostgresError) -> [QueryResult] {
    do {
      return try await results(of: statements)
    } catch {
      if !error.isConnectionLoss { try? await connection.execute("ROLLBACK") }
      throw error
    }
  }

  private func results(of statements: [Statement]) async throws(PostgresError) -> [QueryResult] {
    var group = statements
    if let script = perTransactionSQL {
      try await connection.execute("BEGIN")
      try await connection.execute(script)
    } else {
      group.insert(Statement("BEGIN"), at: 0)
    }
    group.append(Statement("COMMIT"))
    var results: [QueryResult] = []
    for outcome in try await connection.pipeline([group])[0] { results.append(try outcome.get()) }
    return Array(results.dropLast().suffix(statements.count))
  }
}
