import Catalog
public import Postgres
public import SchemaCore

extension StateSchema {
  /// Returns the recorded pairs of columns in order of their tables; none without the schema.
  public func expansions() async throws(PostgresError) -> [ExpansionRecord] {
    try await ExpansionReading.records(over: connection)
  }
}

extension StateSchema {
  /// Records that every row of a pair is done.
  public func markBackfilled(_ id: Int) async throws(PostgresError) {
    try await transact([
      Statement(
        "UPDATE \(Self.table("expand_state")) SET backfilled_at = now() WHERE id = $1::bigint",
        ["\(id)"])
    ])
  }
}
