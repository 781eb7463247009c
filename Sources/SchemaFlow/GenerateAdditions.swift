import Catalog
import Postgres
import SQLText
import SchemaCore
import SchemaKinds

/// Reads what no catalog query tells, since plans only ask for it where it is declared.
struct LiveAdditions {
  let connection: Connection

  func add(to context: inout PlanContext) async throws {
    try await addPartitionSets(to: &context)
    try await leaveOutInitialComments(in: &context)
  }

  /// Asks pg_partman about every partitioned table.
  private func addPartitionSets(to context: inout PlanContext) async throws {
    guard context.live.contains(ObjectID(.extension, "pg_partman")) else { return }
    var candidates = context.live.all(Table.self).filter { $0.partitionKey != nil }.map {
      PartitionSet(table: $0.name, granularity: .day, history: 0, future: 1)
    }
    candidates.sort { $0.table < $1.table }
    var asking = context
    for candidate in candidates { asking.declared.insert(candidate) }
    let questions = candidates.compactMap { candidate in
      PartitionSetKind.liveQuestion(candidate, in: asking).map {
        (id: candidate.id, question: $0)
      }
    }
    let answers = try await CatalogReader.ask(questions, in: asking, over: connection).answers
    for candidate in candidates {
      guard let answer = answers[candidate.id],
        let set = PartitionSetKind.liveObject(for: candidate, answer: answer)
      else { continue }
      context.live.insert(set)
    }
  }

  /// An extension's comment that its control file has comes back with the extension.
  private func leaveOutInitialComments(in context: inout PlanContext) async throws {
    let comments = context.live.all(Comment.self).filter { $0.target.kind == .extension }
    guard !comments.isEmpty else { return }
    let rows = try await connection.query(
      "SELECT name, comment FROM pg_available_extensions WHERE installed_version IS NOT NULL"
    ).rows
    let initial = Set(rows.map { [$0.text(0), $0.text(1)] })
    let left = Set(
      comments.filter { initial.contains([$0.target.name, $0.text]) }.map(\.id))
    var live = Snapshot()
    live.mentioned = context.live.mentioned
    live.reserveCapacity(context.live.count)
    for (id, object) in context.live.objects where !left.contains(id) { live.insert(object) }
    context.live = live
  }
}
