import Catalog
import Execution
import Planning
import Postgres
import SchemaCore
import SchemaKinds
import SourceText
import YAMLSource

/// The short way of a plan: the files and the catalog are those of a plan that was empty.
///
/// A plan is a function of the project, the catalog and the answers to the questions of kinds
/// such as seeds. Where all three are as recorded, so is its result, and reading and comparing
/// thousands of objects can be left out.
extension Planner {
  /// Returns the empty plan that was recorded, nil where the whole comparison has to be made.
  ///
  /// - Throws: the loss of the connection.
  func settledPlan(over connection: Connection) async throws(PostgresError) -> PreparedPlan? {
    guard !dependsOnEnvironment else { return nil }
    let state = StateSchema(connection: connection, historyTable: settings.historyTable)
    guard let known = try await state.settledState(projectHash: projectHash) else { return nil }
    let history = try await state.history()
    guard pendingScripts(history: history).isEmpty else { return nil }
    let now: (digest: String, answers: String?)
    do {
      now = try await CatalogReader.state(
        known.questions, digest: await digestQuery(over: connection), over: connection)
    } catch {
      guard !error.isConnectionLoss else { throw error }
      _ = try? await connection.execute("ROLLBACK")
      return nil
    }
    guard now.digest == known.catalogDigest, now.answers == known.answersHash else { return nil }
    return emptyPlan(history: history)
  }

  private func emptyPlan(history: [HistoryEntry]) -> PreparedPlan {
    let context = PlanContext(
      declared: project.declarations.snapshot, live: Snapshot(), facts: LiveFacts(),
      defaultSchema: settings.schema)
    var prepared = PreparedPlan(
      plan: Plan(), context: context, project: project, origins: [:], pendingScripts: [],
      history: history, warnings: [], normalized: context.declared, provenEqual: [],
      fingerprints: [:])
    prepared.isSettled = true
    return prepared
  }

  /// Records that nothing is left to do, where that is so by one look at the database.
  ///
  /// - Parameter fingerprints: what is known of the server's spellings.
  func recordIfSettled(
    _ reading: LiveReading, fingerprints: [String: Fingerprint], digest: String,
    in state: StateSchema, over connection: Connection
  ) async throws {
    // Another database has no files by which its state could be known again.
    guard !project.isDatabase, !dependsOnEnvironment, !hasPairs(reading.facts) else { return }
    let comparison = try await compare(reading, fingerprints: fingerprints, over: connection)
    guard comparison.warnings.isEmpty, let answers = comparison.answers.hash,
      isUnchanged(comparison)
    else { return }
    try await state.record(
      SettledState(
        projectHash: projectHash, catalogDigest: digest,
        questions: comparison.answers.questions, answersHash: answers))
  }

  /// Returns the query for the state of the catalog, as far as the project can see it.
  func digestQuery(over connection: Connection) async -> String {
    var roles = Set(project.declarations.snapshot.all(Role.self).map(\.name))
    for id in project.declarations.snapshot.mentioned where id.kind == .role {
      roles.insert(id.name)
    }
    return CatalogDigest.query(serverVersion: await connection.serverVersion, roles: roles)
  }

  /// A precheck is an operation of every plan, so a project with one is never settled.
  private func isUnchanged(_ comparison: Comparison) -> Bool {
    comparison.context.renaming.isEmpty && comparison.renameProblems.isEmpty
      && differences(
        in: comparison.context, kinds: kinds,
        managedSchemas: project.managedSchemas(defaultSchema: settings.schema)
          .union(comparison.versionSchemas)
      ).isEmpty
  }

  /// Whether columns are taking others' places: how far that is stands in no catalog.
  private func hasPairs(_ facts: LiveFacts) -> Bool {
    facts.expansions.contains { $0.status == .expanded || !$0.keptColumn.isEmpty }
      || !project.declarations.snapshot.all(Expansion.self).isEmpty
  }

  /// Whether secrets of the environment decide about a plan: no trace of one is recorded.
  private var dependsOnEnvironment: Bool {
    !project.declarations.snapshot.all(UserMapping.self).isEmpty
  }

  /// Everything besides the database that a plan depends on.
  private var projectHash: String {
    var text: [UInt8] = []
    func add(_ part: some Collection<UInt8>) {
      text += Array("\(part.count):".utf8)
      text += part
    }
    add(toolVersion.utf8)
    add(settings.schema.utf8)
    add((settings.historyTable ?? "").utf8)
    add("\(settings.skipsChecks) \(settings.versions.map { "\($0)" } ?? "")".utf8)
    for item in settings.imports {
      for (name, value) in item.parameters.sorted(by: { $0.key < $1.key }) {
        add(name.utf8)
        add(value.utf8)
      }
    }
    for file in project.files {
      add(file.path.utf8)
      add(file.bytes)
    }
    return ScriptRunner.contentHash(of: text)
  }
}
