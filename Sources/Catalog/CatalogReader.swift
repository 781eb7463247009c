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
  /// - Parameters:
  ///   - extras: further queries for the same snapshot, which may fail alone.
  ///   - openSecond: opens a second connection, which reads half of the same snapshot; without
  ///     it, or where it can't be opened, one connection reads everything.
  /// - Throws: the server's error, or the loss of the connection.
  public func read(
    extras: [String] = [],
    openSecond: (@Sendable () async throws(PostgresError) -> Connection)? = nil
  ) async throws(PostgresError) -> LiveReading {
    let helper = Task { try? await openSecond?() }
    do {
      let reading = try await readSnapshot(extras, openSecond == nil ? nil : helper)
      try await connection.execute("ROLLBACK")
      await helper.value?.close()
      return reading
    } catch {
      _ = try? await connection.execute("ROLLBACK")
      await helper.value?.close()
      throw error
    }
  }

  private func readSnapshot(
    _ extras: [String], _ helper: Task<Connection?, Never>?
  ) async throws(PostgresError) -> LiveReading {
    let version = await connection.serverVersion
    let all = kinds.all.compactMap { CatalogDecoder($0, serverVersion: version) }
    let opening = try await CatalogShare.open(
      for: all, isShared: helper != nil, over: connection)
    let decoders = all.filter { opening.census.mayHave($0.presence) }
    let second = await helper?.value
    let parts = second == nil ? (decoders, []) : CatalogDecoder.divided(decoders)
    // What was never applied to has no such table, and that query alone fails.
    let share = CatalogShare(parts.0, extras: [ExpansionReading.query] + extras)
    let other = second.map { (CatalogShare(parts.1, snapshot: opening.snapshot), $0) }
    let (results, outcomes) = try await read(share, other)
    var reading = LiveReading()
    reading.facts.serverVersion = version
    Self.takeFacts(opening.facts[0], into: &reading.facts)
    Self.takeTypes(opening.facts[1], into: &reading.facts)
    reading.snapshot.reserveCapacity(results.values.reduce(0) { $0 + $1.rowCount })
    // Some kinds' rows find their targets among the objects of kinds before them.
    for decoder in decoders {
      if let result = results[decoder.kind] { decoder.decode(result, &reading) }
    }
    addRowTypes(to: &reading)
    let rows = share.extraRows(outcomes)
    reading.facts.expansions = ExpansionReading.records(in: rows[0] ?? [])
    reading.extras = Array(rows.dropFirst())
    return reading
  }

  private func read(
    _ share: CatalogShare, _ other: (share: CatalogShare, connection: Connection)?
  ) async throws(PostgresError) -> ([KindID: QueryResult], [[PipelineOutcome]]) {
    let connection = connection
    let own = Task { () async -> Result<[[PipelineOutcome]], PostgresError> in
      do throws(PostgresError) {
        return .success(try await connection.pipeline(share.groups))
      } catch {
        return .failure(error)
      }
    }
    var results: [KindID: QueryResult] = [:]
    var failure: PostgresError?
    do {
      if let other {
        try other.share.take(try await other.connection.pipeline(other.share.groups), &results)
      }
    } catch {
      failure = error
    }
    let outcomes = try await own.value.get()
    try share.take(outcomes, &results)
    if let failure { throw failure }
    return (results, outcomes)
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

  private static func takeFacts(_ result: QueryResult, into facts: inout LiveFacts) {
    facts.currentRole = result[0, 0] ?? ""
    facts.databaseName = result[0, 1] ?? ""
    facts.walLevel = result[0, 2] ?? ""
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
