import Catalog
public import Execution
public import Planning
public import Postgres
public import SchemaCore
import SchemaKinds
public import SourceText
public import YAMLSource

/// A plan with all that its report and its execution need.
public struct PreparedPlan: Sendable {
  public var plan: Plan
  public var context: PlanContext
  public var project: DeclaredProject
  /// The identity under which an object was declared, where normalizing changed it.
  public var origins: [ObjectID: ObjectID]
  /// Scripts whose content the database hasn't seen, in order.
  public var pendingScripts: [Script]
  public var history: [HistoryEntry]
  /// Things to know that hinder nothing.
  public var warnings: [String]
  /// Declared objects as they stood before live spellings were put in.
  var normalized: Snapshot
  /// Objects whose expressions the server was asked about and found the same.
  var provenEqual: Set<ObjectID>
  var fingerprints: [String: Fingerprint]
  /// What is made once the rows of new columns are filled.
  public var waiting: [Waiting] = []
  /// What differs, before it became operations.
  var changes = ChangeSet()
  /// The server's spelling of declared expressions that it was asked about.
  var canonical: [ObjectID: [String]] = [:]
  /// Whether it was known to be empty without a comparison.
  public var isSettled = false
  /// The schemas whose undeclared objects are the project's to drop.
  var managedSchemas: Set<String> = []
  /// The schemas of views that show one shape of the tables each.
  var versionSchemas: Set<String> = []

  /// The place in YAML that an object comes from.
  public func position(of id: ObjectID) -> SourceRange? {
    let positions = project.declarations.positions
    if let range = positions[id] ?? origins[id].flatMap({ positions[$0] }) { return range }
    return (context.declared[id] ?? context.live[id])?.owner.flatMap { position(of: $0) }
  }
}

/// Makes plans: reads the catalog, asks the server, compares, orders.
public struct Planner: Sendable {
  let settings: Settings
  var project: DeclaredProject
  /// The pairs whose old columns are to go now, and how.
  var contracts: [ObjectID: ContractForm] = [:]
  /// Whether the versions of earlier shapes are to go.
  var endsVersions = false
  let openSecond: (@Sendable () async throws(PostgresError) -> Connection)?
  static let kinds = KindRegistry.kinds
  var kinds: KindSet { Planner.kinds }

  /// Creates a planner for a project.
  ///
  /// - Parameter openSecond: opens a connection that helps to read the catalog.
  public init(
    settings: Settings, project: DeclaredProject,
    openSecond: (@Sendable () async throws(PostgresError) -> Connection)? = nil
  ) {
    self.settings = settings
    self.project = project
    self.openSecond = openSecond
  }

  /// Compares the project with the database behind a connection.
  ///
  /// - Parameters:
  ///   - skipsPrechecks: whether prechecks are left out, as after they have passed.
  ///   - usesRecord: whether a recorded state may stand for the comparison.
  ///   - expectsPreScripts: whether pending pre-scripts run before the plan does, and may make
  ///     what nobody declares.
  /// - Throws: `WorkflowError` when the server fails, or the project can't be planned.
  public func plan(
    over connection: Connection, skipsPrechecks: Bool = false, expectsPreScripts: Bool = false,
    usesRecord: Bool = false
  ) async throws(WorkflowError) -> PreparedPlan {
    if usesRecord, !project.isDatabase, let settled = try await recordedPlan(over: connection) {
      return settled
    }
    let purpose = Purpose(
      skipsPrechecks: skipsPrechecks, expectsPreScripts: expectsPreScripts)
    let (prepared, problems) = try await makePlan(for: purpose, over: connection)
    try checkProblems(problems, of: prepared)
    return prepared
  }

  /// Compares the project with a database also where no plan leads from one to the other.
  ///
  /// - Throws: `WorkflowError` when the server fails.
  public func compare(over connection: Connection) async throws(WorkflowError) -> PreparedPlan {
    let purpose = Purpose(skipsPrechecks: true, expectsPreScripts: true, isComparison: true)
    return try await makePlan(for: purpose, over: connection).prepared
  }

  /// What a plan is made for.
  private struct Purpose {
    var skipsPrechecks: Bool
    var expectsPreScripts: Bool
    /// Whether nobody is going to run it, so that nothing stands against it.
    var isComparison = false
  }

  private func recordedPlan(
    over connection: Connection
  ) async throws(WorkflowError) -> PreparedPlan? {
    do {
      return try await settledPlan(over: connection)
    } catch {
      throw .database(error, doing: "reading what earlier runs recorded")
    }
  }

  private func makePlan(
    for purpose: Purpose, over connection: Connection
  ) async throws(WorkflowError) -> (prepared: PreparedPlan, problems: [PlanProblem]) {
    do {
      return try await makeUncheckedPlan(for: purpose, over: connection)
    } catch let error as WorkflowError {
      throw error
    } catch let error as PostgresError {
      throw .database(error, doing: "reading the catalog")
    } catch {
      preconditionFailure("planning threw an unknown error: \(error)")
    }
  }

  private func makeUncheckedPlan(
    for purpose: Purpose, over connection: Connection
  ) async throws -> (prepared: PreparedPlan, problems: [PlanProblem]) {
    let state = StateReading(historyTable: settings.historyTable)
    let reading = try await read(extras: state.queries, over: connection)
    let history = state.history(in: reading.extras)
    let pending = pendingScripts(history: history)
    var comparison = try await compare(
      reading, fingerprints: state.fingerprints(in: reading.extras), over: connection)
    guard comparison.renameProblems.isEmpty else {
      throw WorkflowError.project(unusableRenames(comparison.renameProblems))
    }
    let missing = try await missingUses(comparison, over: connection)
    if purpose.expectsPreScripts, pending.contains(where: { $0.phase == .pre }) {
      comparison.warnings += missing.map(awaitedName)
    } else if purpose.isComparison {
      comparison.warnings += missing.map(missingName)
    } else if !missing.isEmpty {
      throw WorkflowError.project(missingNames(missing))
    }
    var managedSchemas = project.managedSchemas(defaultSchema: settings.schema)
    managedSchemas.formUnion(comparison.versionSchemas)
    if project.isDatabase { managedSchemas.formUnion(reading.snapshot.ids.map(\.schema)) }
    let changes = differences(
      in: comparison.context, kinds: kinds, managedSchemas: managedSchemas)
    if changes.touchesLiveObjects {
      try await CatalogReader.readDependents(over: connection, into: &comparison.context.facts)
      addContents(ofDropped: changes, to: &comparison.context)
      addPairs(to: &comparison.context)
    }
    var options = PlanOptions()
    options.allowsDestructive = settings.allowsDestructive
    options.transactions = settings.transactions
    options.skipsPrechecks = purpose.skipsPrechecks || settings.skipsChecks
    options.hasPendingScripts = !pending.isEmpty
    options.managedSchemas = managedSchemas
    if endsVersions || !contracts.isEmpty {
      options.disposableSchemas = comparison.versionSchemas
    }
    options.bootstrap = project.declarations.bootstrap
    let result = Planning.plan(
      for: changes, in: comparison.context, kinds: kinds, options: options)
    var prepared = PreparedPlan(
      plan: result.plan, context: result.context, project: project,
      origins: comparison.origins, pendingScripts: pending, history: history,
      warnings: comparison.warnings, normalized: comparison.normalized,
      provenEqual: comparison.provenEqual,
      fingerprints: state.fingerprints(in: reading.extras), changes: changes,
      canonical: comparison.canonical, managedSchemas: managedSchemas)
    prepared.waiting = comparison.waiting
    prepared.versionSchemas = comparison.versionSchemas
    return (prepared, result.problems)
  }

  /// The trigger of a pair, which the catalog reading leaves out, uses both columns.
  private func addPairs(to context: inout PlanContext) {
    for pair in context.live.all(Expansion.self) {
      for column in pair.usedColumns {
        // What goes along with the old column is no hindrance to it.
        context.facts.dependents[column]?.formIntersection(context.live.ids)
        context.facts.dependents[column, default: []].insert(pair.id)
      }
    }
  }

  /// A schema is dropped after what is in it, and not while anything stays there.
  private func addContents(ofDropped changes: ChangeSet, to context: inout PlanContext) {
    let schemas = Set(changes.dropped.filter { $0.kind == .schema })
    guard !schemas.isEmpty else { return }
    for id in context.live.ids where !id.schema.isEmpty {
      let schema = Schema.id(id.schema)
      if schemas.contains(schema) { context.facts.dependents[schema, default: []].insert(id) }
    }
  }

  /// Returns the scripts whose content isn't recorded under their path.
  func pendingScripts(history: [HistoryEntry]) -> [Script] {
    let known = Dictionary(
      history.filter { $0.schema == settings.schema }.map { ($0.filePath, $0.hash) },
      uniquingKeysWith: { $1 })
    return project.scripts.filter { known[$0.path] != ScriptRunner.contentHash(of: $0.file.bytes) }
  }

  private func checkProblems(
    _ problems: [PlanProblem], of prepared: PreparedPlan
  ) throws(WorkflowError) {
    guard !problems.isEmpty else { return }
    var report = DiagnosticReport()
    for problem in problems {
      switch problem {
      case .refused(let id, let reason):
        report.error(
          "refused-change", "\(id) can't be changed like this: \(reason)",
          at: prepared.position(of: id))
      case .needsVersion(let id, let need):
        report.error(
          "server-too-old",
          "\(need.feature) needs PostgreSQL \(need.majorVersion) or newer: \(id)",
          at: prepared.position(of: id))
      case .cycle(let ids):
        let names = (ids + ids.prefix(1)).map(\.description).joined(separator: " needs ")
        report.error(
          "dependency-cycle", "objects need each other in a circle: \(names)",
          at: ids.first.flatMap { prepared.position(of: $0) })
      case .bootstrapNeeds(let id):
        report.error(
          "bootstrap-reference",
          "a bootstrap table needs \(id), which this run makes and which is no bootstrap table",
          at: prepared.position(of: id))
      }
    }
    throw .project(ProjectProblems(report))
  }
}
