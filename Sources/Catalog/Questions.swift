public import Postgres
import SQLText
public import SchemaCore

/// What the server answered to questions about declared objects.
public struct QuestionAnswers: Sendable {
  public var answers: [ObjectID: [Row]] = [:]
  /// Questions that the server could not answer: what they ask about can't be live.
  public var failures: [ObjectID: String] = [:]
  /// What was asked, and a hash of what was answered; nil where a question failed.
  public var questions: [LiveQuestion] = []
  public var hash: String?

  /// Creates the answers to no questions.
  public init() {}
}

/// A question about live objects, with the search path that its names mean.
public struct LiveQuestion: Sendable, Hashable {
  /// Schemas as SET search_path takes them.
  public var path: String
  public var sql: String

  /// Creates a question.
  public init(path: String, sql: String) {
    self.path = path
    self.sql = sql
  }
}

extension CatalogReader {
  /// Asks about declared objects, each alone, in one pipeline and one read-only transaction.
  ///
  /// - Throws: the loss of the connection.
  public static func ask(
    _ questions: [(id: ObjectID, question: String)], in context: PlanContext,
    over connection: Connection
  ) async throws(PostgresError) -> QuestionAnswers {
    var result = QuestionAnswers()
    result.questions = questions.map {
      LiveQuestion(path: quotedPath(context.searchPath(from: $0.id.schema)), sql: $0.question)
    }
    let outcomes = try await ask(result.questions, over: connection).outcomes
    for (question, outcome) in zip(questions, outcomes) {
      switch outcome {
      case .success(let answer): result.answers[question.id] = answer.rows
      case .failure(let error): result.failures[question.id] = error.message
      case .skipped: result.failures[question.id] = "the server did not answer"
      }
    }
    result.hash = hash(of: outcomes)
    return result
  }

  /// Asks questions whose text is known, and for the catalog's digest in the same snapshot.
  ///
  /// - Returns: the digest, and a hash of the answers; nil where one could not be answered.
  /// - Throws: the loss of the connection, and the server's refusal to read its catalog.
  public static func state(
    _ questions: [LiveQuestion], digest query: String, over connection: Connection
  ) async throws(PostgresError) -> (digest: String, answers: String?) {
    let (first, outcomes) = try await ask(questions, after: [query], over: connection)
    return (first[0][0, 0] ?? "", hash(of: outcomes))
  }

  private static func ask(
    _ questions: [LiveQuestion], after queries: [String] = [], over connection: Connection
  ) async throws(PostgresError) -> (first: [QueryResult], outcomes: [PipelineOutcome]) {
    guard !questions.isEmpty || !queries.isEmpty else { return ([], []) }
    let opening = ["BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", "SET LOCAL jit = off"]
    var groups = [(opening + queries).map { Statement($0) }]
    for question in questions {
      groups.append([
        Statement("SAVEPOINT question"),
        Statement("SET LOCAL search_path = \(question.path)"), Statement(question.sql),
      ])
      groups.append([Statement("ROLLBACK TO SAVEPOINT question")])
    }
    groups.append([Statement("ROLLBACK")])
    let outcomes = try await connection.pipeline(groups)
    let first = try results(of: outcomes[0])
    return (
      Array(first.dropFirst(opening.count)),
      questions.indices.map { outcomes[1 + 2 * $0].last ?? .skipped }
    )
  }

  private static func hash(of outcomes: [PipelineOutcome]) -> String? {
    var hash = StableHash()
    for outcome in outcomes {
      guard case .success(let result) = outcome else { return nil }
      hash.combine("\(result.rowCount)")
      for row in 0..<result.rowCount {
        for column in 0..<result.columnCount { hash.combine(result[row, column] ?? "\0null") }
      }
    }
    return hash.hexadecimal
  }

  static func quotedPath(_ schemas: [String]) -> String {
    schemas.map(quotedIdentifier).joined(separator: ", ")
  }
}
