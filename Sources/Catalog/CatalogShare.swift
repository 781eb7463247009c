import Postgres
import SchemaCore

/// What one connection reads of a catalog snapshot, as one pipeline.
struct CatalogShare: Sendable {
  /// The snapshot that another connection exported, nil for the main share.
  var snapshot: String?
  var extras: [String] = []
  private var decoders: [CatalogDecoder] = []
  private var isContinuing = false

  init(snapshot: String? = nil, extras: [String] = []) {
    self.snapshot = snapshot
    self.extras = extras
  }

  /// Returns the share with its queries; a continuing one is in its transaction already.
  func with(_ decoders: [CatalogDecoder], continuing: Bool = false) -> CatalogShare {
    var copy = self
    copy.decoders = decoders
    copy.isContinuing = continuing
    return copy
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

  /// Opens the transaction and returns the name of its snapshot.
  func export(over connection: Connection) async throws(PostgresError) -> String {
    let group = [Self.begin, "SELECT pg_export_snapshot()"].map { Statement($0) }
    let results = try CatalogReader.results(of: try await connection.pipeline([group])[0])
    return results[1][0, 0] ?? ""
  }

  /// The pipeline's groups: the queries, the extras each under a savepoint, the end.
  var groups: [[Statement]] {
    var groups = [(preamble + Self.settings + queries).map { Statement($0) }]
    for extra in extras {
      groups.append([Statement("SAVEPOINT extra"), Statement(extra)])
      groups.append([Statement("ROLLBACK TO SAVEPOINT extra")])
    }
    // The transaction that exported a snapshot stays open until the other one has taken it.
    if !isContinuing { groups.append([Statement("ROLLBACK")]) }
    return groups
  }

  private var preamble: [String] {
    if let snapshot { return [Self.begin, "SET TRANSACTION SNAPSHOT '\(snapshot)'"] }
    return isContinuing ? [] : [Self.begin]
  }

  private var queries: [String] {
    (snapshot == nil ? Self.facts : []) + decoders.map(\.sql)
  }

  /// Takes the kinds' results out of the outcomes; returns those of the facts.
  @discardableResult
  func take(
    _ outcomes: [[PipelineOutcome]], _ results: inout [KindID: QueryResult]
  ) throws(PostgresError) -> [QueryResult] {
    let all = try CatalogReader.results(of: outcomes[0])
    let first = preamble.count + Self.settings.count
    let facts = snapshot == nil ? Self.facts.count : 0
    for (index, decoder) in decoders.enumerated() {
      results[decoder.kind] = all[first + facts + index]
    }
    return Array(all[first..<(first + facts)])
  }

  /// Returns the rows of the extra queries, nil for each that failed.
  func extraRows(_ outcomes: [[PipelineOutcome]]) -> [[Row]?] {
    extras.indices.map { index in
      guard case .success(let result) = outcomes[1 + 2 * index][1] else { return nil }
      return result.rows
    }
  }
}
