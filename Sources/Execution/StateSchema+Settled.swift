public import Catalog
public import Postgres
import SchemaCore

/// What a run saw last: a project and a catalog between which nothing was to do.
public struct SettledState: Sendable, Hashable {
  /// The project's files, and what else decides about a plan.
  public var projectHash: String
  /// The catalog by `CatalogDigest`.
  public var catalogDigest: String
  /// What was asked about seeds and the like, and a hash of what was answered.
  public var questions: [LiveQuestion]
  public var answersHash: String

  /// Creates a state.
  public init(
    projectHash: String, catalogDigest: String, questions: [LiveQuestion], answersHash: String
  ) {
    self.projectHash = projectHash
    self.catalogDigest = catalogDigest
    self.questions = questions
    self.answersHash = answersHash
  }
}

extension StateSchema {
  /// How many settled states are kept: one for each branch or environment that is in use.
  private static let keptStates = 20

  /// Returns what was recorded for a project, nil where nothing was, or without the schema.
  public func settledState(
    projectHash: String
  ) async throws(PostgresError) -> SettledState? {
    let query = """
      SELECT catalog_digest, answers_hash, paths, questions FROM \(Self.table("settled"))
      WHERE project_hash = $1
      """
    let result: QueryResult
    do {
      result = try await connection.query(query, [projectHash])
    } catch {
      // Recorded states save work and nothing else.
      guard !error.isConnectionLoss else { throw error }
      return nil
    }
    guard result.rowCount == 1 else { return nil }
    let row = result.rows[0]
    let questions = zip(row.array(2), row.array(3)).map { LiveQuestion(path: $0, sql: $1) }
    return SettledState(
      projectHash: projectHash, catalogDigest: row.text(0), questions: questions,
      answersHash: row.text(1))
  }

  /// Records a state in place of the project's former one.
  public func record(_ state: SettledState) async throws(PostgresError) {
    let table = Self.table("settled")
    try await transact([
      Statement(
        """
        INSERT INTO \(table) (project_hash, catalog_digest, paths, questions, answers_hash)
        VALUES ($1, $2, $3::text[], $4::text[], $5)
        ON CONFLICT (project_hash) DO UPDATE SET catalog_digest = excluded.catalog_digest,
          paths = excluded.paths, questions = excluded.questions,
          answers_hash = excluded.answers_hash, recorded_at = now()
        """,
        [
          state.projectHash, state.catalogDigest, arrayLiteral(state.questions.map(\.path)),
          arrayLiteral(state.questions.map(\.sql)), state.answersHash,
        ]),
      Statement(
        """
        DELETE FROM \(table) WHERE project_hash NOT IN (
          SELECT project_hash FROM \(table) ORDER BY recorded_at DESC LIMIT \(Self.keptStates))
        """),
    ])
  }
}
