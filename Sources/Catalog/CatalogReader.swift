public import Postgres
public import SchemaCore

/// What one look at the catalog gives.
public struct LiveReading: Sendable {
  public var snapshot = Snapshot()
  public var facts = LiveFacts()
  /// The answers to the extra queries, in order; nil where a query failed.
  public var extras: [[Row]?] = []
}

/// Reads the live schema in one read-only snapshot and one round trip.
public struct CatalogReader: Sendable {
  private let connection: Connection
  private let kinds: KindSet

  /// Creates a reader over an open connection that is in no transaction.
  public init(connection: Connection, kinds: KindSet) {
    self.connection = connection
    self.kinds = kinds
  }

  /// Reads all objects of all kinds.
  ///
  /// - Parameter extras: further queries for the same snapshot, which may fail alone.
  /// - Throws: the server's error, or the loss of the connection.
  public func read(extras: [String] = []) async throws(PostgresError) -> LiveReading {
    let version = await connection.serverVersion
    var decoders: [CatalogDecoder] = []
    for kind in kinds.all {
      if let decoder = CatalogDecoder(kind, serverVersion: version) { decoders.append(decoder) }
    }
    let outcomes = try await connection.pipeline(
      groups(decoders: decoders, extras: extras))
    let results = try Self.results(of: outcomes[0])
    var reading = LiveReading()
    Self.takeFacts(results[Self.opening.count], version, into: &reading.facts)
    Self.takeTypes(results[Self.opening.count + 1], into: &reading.facts)
    let first = Self.opening.count + 2
    reading.snapshot.reserveCapacity(results[first...].reduce(0) { $0 + $1.rowCount })
    for (index, decoder) in decoders.enumerated() {
      decoder.decode(results[first + index], &reading)
    }
    addRowTypes(to: &reading)
    for index in extras.indices {
      guard case .success(let result) = outcomes[1 + 2 * index][1] else {
        reading.extras.append(nil)
        continue
      }
      reading.extras.append(result.rows)
    }
    return reading
  }

  private static let opening = [
    "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
    // An empty path makes the server qualify every name outside pg_catalog.
    "SET LOCAL search_path = ''",
    // Compiling took 59 % of a catalog query's time elsewhere (FACTS.md, section 2).
    "SET LOCAL jit = off",
    "SET LOCAL statement_timeout = 0",
  ]

  private static let factsQuery = "SELECT current_user, current_database()"

  private static let typesQuery = """
    SELECT t.typname, n.nspname
    FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
    WHERE t.typrelid = 0 AND NOT (t.typelem <> 0 AND t.typlen = -1)
      AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')
    """

  private func groups(decoders: [CatalogDecoder], extras: [String]) -> [[Statement]] {
    let main = Self.opening + [Self.factsQuery, Self.typesQuery] + decoders.map(\.sql)
    var groups = [main.map { Statement($0) }]
    for extra in extras {
      groups.append([Statement("SAVEPOINT extra"), Statement(extra)])
      groups.append([Statement("ROLLBACK TO SAVEPOINT extra")])
    }
    groups.append([Statement("ROLLBACK")])
    return groups
  }

  /// Returns the results of a group, or throws its first failure.
  static func results(of outcomes: [PipelineOutcome]) throws(PostgresError) -> [QueryResult] {
    var results: [QueryResult] = []
    for outcome in outcomes {
      switch outcome {
      case .success(let result): results.append(result)
      case .failure(let error): throw error
      case .skipped: break
      }
    }
    return results
  }

  private static func takeFacts(_ result: QueryResult, _ version: Int, into facts: inout LiveFacts) {
    facts.serverVersion = version
    facts.currentRole = result[0, 0] ?? ""
    facts.databaseName = result[0, 1] ?? ""
  }

  private static func takeTypes(_ result: QueryResult, into facts: inout LiveFacts) {
    for row in result.rows { facts.typeSchemas[row.text(0), default: []].insert(row.text(1)) }
  }

  /// Every relation's row is a type of the relation's name.
  private func addRowTypes(to reading: inout LiveReading) {
    for id in reading.snapshot.ids where kinds[id.kind]?.namespace == .relation {
      reading.facts.typeSchemas[id.name, default: []].insert(id.schema)
    }
  }
}

/// A kind's catalog query with its decoder, free of the kind's type.
private struct CatalogDecoder: Sendable {
  let sql: String
  let decode: @Sendable (QueryResult, inout LiveReading) -> Void

  init?(_ kind: any ObjectKind.Type, serverVersion: Int) {
    guard let decoder = Self.decoder(kind, serverVersion: serverVersion) else { return nil }
    self = decoder
  }

  private init(
    sql: String, decode: @escaping @Sendable (QueryResult, inout LiveReading) -> Void
  ) {
    self.sql = sql
    self.decode = decode
  }

  private static func decoder<Kind: ObjectKind>(
    _ kind: Kind.Type, serverVersion: Int
  ) -> CatalogDecoder? {
    guard let query = kind.catalog else { return nil }
    return CatalogDecoder(sql: query.sql(serverVersion)) { result, reading in
      let storage = ResultRows(result: result)
      for row in 0..<result.rowCount {
        if let object = query.decode(Row(storage, row), &reading.facts) {
          reading.snapshot.insert(object)
        }
      }
    }
  }
}
