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
  /// All probes travel in one pipeline, each under its own savepoint, in a transaction that is rolled
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
      undoing("probe"),
    ]
    var places: [ObjectID: Int] = [:]
    for family in families(of: probes) {
      // pg_temp stands last, so that a table's own name still means the real one.
      let path = quotedPath(context.searchPath(from: family.schema) + ["pg_temp"])
      let opening = ["SET LOCAL search_path = \(path)", "SET LOCAL check_function_bodies = off"]
      groups.append((["SAVEPOINT family"] + opening + family.setup).map { Statement($0) })
      for (id, probe) in family.probes {
        places[id] = groups.count
        groups.append(
          (["SAVEPOINT probe"] + probe.setup.dropFirst(family.setup.count)
            + ["SET LOCAL search_path = ''", probe.question]).map { Statement($0) })
        groups.append(undoing("probe"))
      }
      groups.append(undoing("family"))
    }
    groups.append([Statement("ROLLBACK")])
    let outcomes = try await connection.pipeline(groups)
    if case .failure = outcomes[1].last {
      forms.isUnavailable = true
      return forms
    }
    for (id, place) in places {
      guard case .success(let answer) = outcomes[place].last, answer.rowCount == 1
      else { continue }
      forms.answers[id] = (0..<answer.columnCount).map { answer[0, $0] ?? "" }
    }
    return forms
  }

  /// A savepoint stays after its rollback: thousands of them within each other would make the
  /// server look through all of them at each row that the transaction wrote.
  private static func undoing(_ savepoint: String) -> [Statement] {
    [
      Statement("ROLLBACK TO SAVEPOINT \(savepoint)"),
      Statement("RELEASE SAVEPOINT \(savepoint)"),
    ]
  }

  /// Probes that begin with the same statement: what it makes is made once for all of them.
  private struct Family {
    var schema: String
    var setup: [String]
    var probes: [(id: ObjectID, probe: Probe)] = []
  }

  /// Puts the probes together that are tried on a twin of the same table.
  private static func families(of probes: [(id: ObjectID, probe: Probe)]) -> [Family] {
    var families: [Family] = []
    var places: [String: Int] = [:]
    for (id, probe) in probes {
      guard let first = probe.setup.first, first.hasPrefix("CREATE TEMP TABLE") else {
        families.append(Family(schema: probe.schema, setup: [], probes: [(id, probe)]))
        continue
      }
      let key = "\(probe.schema).\(first)"
      let place = places[key] ?? families.count
      if place == families.count {
        places[key] = place
        families.append(Family(schema: probe.schema, setup: [first]))
      }
      families[place].probes.append((id, probe))
    }
    return families
  }
}
