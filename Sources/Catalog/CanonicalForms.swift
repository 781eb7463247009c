public import Postgres
import SQLText
public import SchemaCore

/// The server's own spelling of declared expressions.
public struct CanonicalForms: Sendable {
  /// The canonical expressions of each object that could be built.
  public var answers: [ObjectID: [String]] = [:]
  /// Whether the server refuses temporary objects (no TEMP privilege, a standby).
  public var isUnavailable = false
}

extension CatalogReader {
  /// Builds declared expressions as temporary objects and reads how the server spells them.
  ///
  /// All probes travel in one pipeline, each under a savepoint, in a transaction that is rolled
  /// back: no lock above ACCESS SHARE on a user's table, and nothing remains.
  ///
  /// - Throws: the loss of the connection.
  public static func canonicalForms(
    of probes: [(id: ObjectID, probe: Probe)], in context: PlanContext,
    over connection: Connection
  ) async throws(PostgresError) -> CanonicalForms {
    var forms = CanonicalForms()
    guard !probes.isEmpty else { return forms }
    var groups = [
      [Statement("BEGIN"), Statement("SET LOCAL jit = off")],
      // Without temporary objects nothing can be built: this tells it once.
      [Statement("SAVEPOINT probe"), Statement("CREATE TEMP TABLE _sf_probe ()")],
      [Statement("ROLLBACK TO SAVEPOINT probe")],
    ]
    for (_, probe) in probes {
      // pg_temp stands last, so that a table's own name still means the real one.
      let path = quotedPath(context.searchPath(from: probe.schema) + ["pg_temp"])
      groups.append(
        [
          "SAVEPOINT probe", "SET LOCAL search_path = \(path)",
          "SET LOCAL check_function_bodies = off",
        ].map { Statement($0) } + probe.setup.map { Statement($0) }
          + [Statement("SET LOCAL search_path = ''"), Statement(probe.question)])
      groups.append([Statement("ROLLBACK TO SAVEPOINT probe")])
    }
    groups.append([Statement("ROLLBACK")])
    let outcomes = try await connection.pipeline(groups)
    if case .failure = outcomes[1].last {
      forms.isUnavailable = true
      return forms
    }
    for (index, item) in probes.enumerated() {
      guard case .success(let answer) = outcomes[3 + 2 * index].last, answer.rowCount == 1
      else { continue }
      forms.answers[item.id] = (0..<answer.columnCount).map { answer[0, $0] ?? "" }
    }
    return forms
  }
}
