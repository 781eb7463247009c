public import Postgres
import SQLText
public import SchemaCore

/// What the server answered to questions about declared objects.
public struct QuestionAnswers: Sendable {
  public var answers: [ObjectID: [Row]] = [:]
  /// Questions that the server could not answer: what they ask about can't be live.
  public var failures: [ObjectID: String] = [:]
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
    guard !questions.isEmpty else { return result }
    var groups = [[Statement("BEGIN READ ONLY"), Statement("SET LOCAL jit = off")]]
    for (id, question) in questions {
      let path = quotedPath(context.searchPath(from: id.schema))
      groups.append([
        Statement("SAVEPOINT question"), Statement("SET LOCAL search_path = \(path)"),
        Statement(question),
      ])
      groups.append([Statement("ROLLBACK TO SAVEPOINT question")])
    }
    groups.append([Statement("ROLLBACK")])
    let outcomes = try await connection.pipeline(groups)
    for (index, question) in questions.enumerated() {
      switch outcomes[1 + 2 * index].last {
      case .success(let answer): result.answers[question.id] = answer.rows
      case .failure(let error): result.failures[question.id] = error.message
      case .skipped, nil: result.failures[question.id] = "the server did not answer"
      }
    }
    return result
  }

  static func quotedPath(_ schemas: [String]) -> String {
    schemas.map(quotedIdentifier).joined(separator: ", ")
  }
}
