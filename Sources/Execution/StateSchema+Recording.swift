public import Postgres
public import SchemaCore

extension StateSchema {
  /// The query that reads all fingerprints: key, hash of the declared, hash of the live object.
  public static let fingerprintsQuery =
    "SELECT object_key, declared_hash, live_hash FROM \(table("fingerprints"))"

  /// Records what the server made of declared objects, in one round trip.
  public func recordFingerprints(
    _ fingerprints: [(key: String, declared: String, live: String)]
  ) async throws(PostgresError) {
    guard !fingerprints.isEmpty else { return }
    // A row can't be inserted and updated by the same statement, so the last one wins here.
    var latest: [String: (declared: String, live: String)] = [:]
    for item in fingerprints { latest[item.key] = (item.declared, item.live) }
    let keys = latest.keys.sorted()
    try await transact([
      Statement(
        """
        INSERT INTO \(Self.table("fingerprints")) (object_key, declared_hash, live_hash)
        SELECT * FROM unnest($1::text[], $2::text[], $3::text[])
        ON CONFLICT (object_key) DO UPDATE SET declared_hash = excluded.declared_hash,
          live_hash = excluded.live_hash, recorded_at = now()
        """,
        [
          arrayLiteral(keys), arrayLiteral(keys.map { latest[$0]?.declared }),
          arrayLiteral(keys.map { latest[$0]?.live }),
        ])
    ])
  }

  /// Forgets the fingerprints of objects.
  public func removeFingerprints(_ keys: [String]) async throws(PostgresError) {
    guard !keys.isEmpty else { return }
    try await transact([
      Statement(
        "DELETE FROM \(Self.table("fingerprints")) WHERE object_key = ANY ($1::text[])",
        [arrayLiteral(keys)])
    ])
  }

  /// Records the operations of a run with how they are undone.
  public func recordSnapshot(
    _ operations: [Operation], schema: String
  ) async throws(PostgresError) {
    try await transact([
      Statement(
        """
        INSERT INTO \(Self.table("snapshots")) (operations, pg_schema, created_at)
        VALUES ($1::jsonb, $2, now())
        """, [operationsJSON(operations), schema])
    ])
  }

  /// Records that a run begins.
  ///
  /// - Returns: the run's number.
  public func startRun(toolVersion: String) async throws(PostgresError) -> Int {
    let results = try await transact([
      Statement(
        "INSERT INTO \(Self.table("runs")) (tool_version) VALUES ($1) RETURNING id",
        [toolVersion])
    ])
    return results[0][0, 0].flatMap { Int($0) } ?? 0
  }

  /// Records how a run ended; `outcome` is `done` or the failure's class.
  public func finishRun(
    _ id: Int, outcome: String, operations: Int
  ) async throws(PostgresError) {
    try await transact([
      Statement(
        """
        UPDATE \(Self.table("runs")) SET finished_at = clock_timestamp(), outcome = $2,
          operations = $3::integer WHERE id = $1::bigint
        """, ["\(id)", outcome, "\(operations)"])
    ])
  }
}
