import Postgres
import SchemaCore

/// What one connection reads of a catalog snapshot, as one pipeline.
struct CatalogShare: Sendable {
  /// The snapshot that another connection exported, nil for the share that has its transaction.
  private var snapshot: String?
  private let extras: [String]
  private let decoders: [CatalogDecoder]

  /// Creates a share.
  ///
  /// - Parameter snapshot: where another connection has opened the snapshot.
  init(_ decoders: [CatalogDecoder], snapshot: String? = nil, extras: [String] = []) {
    self.snapshot = snapshot
    self.extras = extras
    self.decoders = decoders
  }

  private static let begin = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"

  private static let settings = [
    // An empty path makes the server qualify every name outside pg_catalog.
    "SET LOCAL search_path = ''",
    // Compiling took 59 % of a catalog query's time elsewhere (FACTS.md, section 2).
    "SET LOCAL jit = off",
    "SET LOCAL statement_timeout = 0",
    // The default of 4 MB sorts the columns of 1000 tables on disk.
    "SET LOCAL work_mem = '32MB'",
  ]

  private static let facts = [
    "SELECT current_user, current_database(), current_setting('wal_level')",
    """
    SELECT t.typname, n.nspname
    FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
    WHERE (t.typrelid = 0 OR t.typrelid IN (SELECT oid FROM pg_class WHERE relkind = 'c'))
      AND NOT (t.typelem <> 0 AND t.typlen = -1)
      AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')
    """,
  ]

  /// Opens the transaction; returns what the database has, the snapshot's name and the facts.
  ///
  /// - Parameter isShared: whether another connection will read the same snapshot.
  static func open(
    for decoders: [CatalogDecoder], isShared: Bool, over connection: Connection
  ) async throws(PostgresError) -> (census: CatalogCensus, snapshot: String, facts: [QueryResult]) {
    let census = CatalogCensus.query(for: decoders.compactMap(\.presence))
    let snapshot = isShared ? "SELECT pg_export_snapshot()" : "SELECT NULL"
    let statements = [begin] + settings + [census, snapshot] + facts
    let outcomes = try await connection.pipeline([statements.map { Statement($0) }])
    let results = Array(try CatalogReader.results(of: outcomes[0]).dropFirst(1 + settings.count))
    return (CatalogCensus(results[0]), results[1][0, 0] ?? "", Array(results.dropFirst(2)))
  }

  /// The pipeline's groups: the queries, and the extras each under a savepoint.
  var groups: [[Statement]] {
    var groups = [(preamble + decoders.map(\.sql)).map { Statement($0) }]
    for extra in extras {
      groups.append([Statement("SAVEPOINT extra"), Statement(extra)])
      groups.append([Statement("ROLLBACK TO SAVEPOINT extra")])
    }
    return groups
  }

  private var preamble: [String] {
    guard let snapshot else { return [] }
    return [Self.begin, "SET TRANSACTION SNAPSHOT '\(snapshot)'"] + Self.settings
  }

  /// Takes the kinds' results out of the outcomes.
  func take(
    _ outcomes: [[PipelineOutcome]], _ results: inout [KindID: QueryResult]
  ) throws(PostgresError) {
    let all = try CatalogReader.results(of: outcomes[0])
    for (decoder, result) in zip(decoders, all.dropFirst(preamble.count)) {
      results[decoder.kind] = result
    }
  }

  /// Returns the rows of the extra queries, nil for each that failed.
  func extraRows(_ outcomes: [[PipelineOutcome]]) -> [[Row]?] {
    extras.indices.map { index in
      guard case .success(let result) = outcomes[1 + 2 * index][1] else { return nil }
      return result.rows
    }
  }
}
