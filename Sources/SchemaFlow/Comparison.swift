import Catalog
import Planning
import Postgres
import SQLText
public import SchemaCore
import SchemaKinds

/// A declared object that is made once a column's rows are filled.
public struct Waiting: Hashable, Sendable {
  public var object: ObjectID
  /// The column's expand/contract change.
  public var pair: ObjectID
}

/// Declared and live objects, brought to one spelling.
struct Comparison {
  var context: PlanContext
  var normalized: Snapshot
  var origins: [ObjectID: ObjectID]
  var provenEqual: Set<ObjectID> = []
  /// The server's spelling of declared expressions that it was asked about.
  var canonical: [ObjectID: [String]] = [:]
  var warnings: [String] = []
  var waiting: [Waiting] = []
  /// The schemas of views that show one shape of the tables each.
  var versionSchemas: Set<String> = []
  var answers = QuestionAnswers()
  /// Hints that can't be used.
  var renameProblems: [RenameResolution.Problem] = []
  /// What the server is asked about where names change.
  var before: BeforeRenames?
}

extension Planner {
  /// Normalizes the declared objects and asks the server what only it knows.
  func compare(
    _ reading: LiveReading, fingerprints: [String: Fingerprint], over connection: Connection
  ) async throws -> Comparison {
    guard !project.isDatabase else {
      return try await compareAsTheyAre(reading, fingerprints, over: connection)
    }
    guard ExpansionView.isNeeded(for: project.declarations, facts: reading.facts) else {
      return try await compareWithVersions(
        reading, over: reading.snapshot, fingerprints, over: connection)
    }
    let view = ExpansionView(
      project.declarations, live: reading.snapshot, facts: reading.facts,
      defaultSchema: settings.schema, contracting: Set(contracts.keys))
    var planner = self
    planner.project.declarations = view.declarations
    var visible = reading
    visible.snapshot = view.live
    var comparison = try await planner.compareWithVersions(
      visible, shape: project.declarations.snapshot, over: reading.snapshot, fingerprints,
      over: connection)
    comparison.context.contracts = contracts
    comparison.waiting += view.waiting.map { Waiting(object: $0.object, pair: $0.pair) }
    comparison.warnings += view.stale.map { object, column in
      object == column
        ? "\(object) was contracted: it can go from the project"
        : "\(object) stands on \(column), which was contracted: it can go from the project"
    }
    return comparison
  }

  /// Adds the schemas of views that show one shape of the tables each.
  ///
  /// - Parameters:
  ///   - shape: the declared objects as the project has them, where pairs have changed them.
  ///   - all: all live objects, those that pairs hide included.
  private func compareWithVersions(
    _ reading: LiveReading, shape: Snapshot? = nil, over all: Snapshot,
    _ fingerprints: [String: Fingerprint], over connection: Connection
  ) async throws -> Comparison {
    guard VersionView.isNeeded(settings.versions, live: all) else {
      return try await compareAsTheyAre(reading, fingerprints, over: connection)
    }
    let declared = project.declarations.snapshot
    let view = VersionView(
      declared: declared, shape: shape ?? declared, live: reading.snapshot, all: all,
      naming: settings.versions, contracting: Set(contracts.keys), endsFormer: endsVersions)
    var planner = self
    planner.project.declarations.snapshot = view.declared
    var reading = reading
    reading.snapshot = view.live
    var comparison = try await planner.compareAsTheyAre(
      reading, fingerprints, over: connection)
    comparison.versionSchemas = view.schemas
    comparison.waiting = view.waiting.map { Waiting(object: $0.object, pair: $0.pair) }
    return comparison
  }

  private func compareAsTheyAre(
    _ reading: LiveReading, _ fingerprints: [String: Fingerprint], over connection: Connection
  ) async throws -> Comparison {
    let resolution = resolvedRenames(
      project.declarations.renames, declared: project.declarations.snapshot,
      live: reading.snapshot, kinds: kinds, defaultSchema: settings.schema)
    var renaming = resolution.renaming
    var (live, facts) = renamed(reading, by: renaming)
    let declared =
      project.isDatabase
      ? adopted(project.declarations.snapshot, live: live, facts: facts)
      : normalized(
        project.declarations.snapshot, live: live, facts: facts, kinds: kinds,
        defaultSchema: settings.schema, environment: settings.environment)
    let known = renaming.steps.count
    addNamesakes(
      to: &renaming, declared: declared.snapshot, live: live, formers: reading.snapshot,
      kinds: kinds)
    if renaming.steps.count > known { (live, facts) = renamed(reading, by: renaming) }
    var context = PlanContext(
      declared: declared.snapshot, live: live, facts: facts, defaultSchema: settings.schema)
    context.renaming = renaming
    context.searchPathTail += declared.snapshot.all(Extension.self).compactMap(\.schema).filter {
      $0 != "public"
    }
    context.written = declared.snapshot
    context.declaresExtensions = project.declarations.declaresExtensions
    context.isWhole = project.isDatabase
    var comparison = Comparison(
      context: context, normalized: declared.snapshot, origins: declared.origins)
    comparison.renameProblems = resolution.problems
    if !renaming.isEmpty {
      comparison.before = BeforeRenames(
        renaming, declared: declared.snapshot, live: reading.snapshot, facts: reading.facts,
        defaultSchema: settings.schema, searchPathTail: context.searchPathTail, kinds: kinds)
      takeFormerPrechecks(&comparison)
    }
    try await askQuestions(&comparison, over: connection)
    try await matchSpellings(&comparison, fingerprints, over: connection)
    return comparison
  }

  /// Prechecks run before anything is renamed.
  private func takeFormerPrechecks(_ comparison: inout Comparison) {
    for precheck in comparison.context.declared.all(Precheck.self) {
      guard let former = comparison.before?.former(precheck.id) as? Precheck else { continue }
      var copy = precheck
      copy.query = former.query
      comparison.context.declared.insert(copy)
    }
  }

  private func renamed(
    _ reading: LiveReading, by renaming: Renaming
  ) -> (live: Snapshot, facts: LiveFacts) {
    if renaming.isEmpty { return (reading.snapshot, reading.facts) }
    return (renaming.renamed(reading.snapshot), renaming.renamed(reading.facts))
  }

  private func askQuestions(
    _ comparison: inout Comparison, over connection: Connection
  ) async throws {
    let context = comparison.before?.context ?? comparison.context
    let questions =
      comparison.before?.questions(kinds: kinds)
      ?? liveQuestions(about: context.declared, in: context, kinds: kinds)
    let answers = try await CatalogReader.ask(questions, in: context, over: connection)
    comparison.answers = answers
    comparison.warnings += answers.failures.sorted { $0.key < $1.key }.map {
      "\($0.key) could not be compared: \($0.value)"
    }
    comparison.context.live = adding(
      answers: answers.answers, to: comparison.context.live,
      declared: comparison.context.declared, kinds: kinds)
  }

  private func matchSpellings(
    _ comparison: inout Comparison, _ fingerprints: [String: Fingerprint],
    over connection: Connection
  ) async throws {
    let match = matchExpressions(
      declared: comparison.context.declared, in: comparison.context, kinds: kinds,
      fingerprints: fingerprints, before: comparison.before)
    let forms = try await CatalogReader.canonicalForms(
      of: match.probes, in: comparison.before?.context ?? comparison.context, over: connection)
    if forms.isUnavailable {
      comparison.warnings.append(
        """
        the server allows no temporary objects here (no TEMP privilege, or a standby): \
        expressions are compared by their text alone
        """)
    }
    comparison.context.declared = applyProbeAnswers(
      forms.answers, to: match.declared, live: comparison.context.live, kinds: kinds,
      before: comparison.before)
    comparison.canonical = forms.answers
    for (id, _) in match.probes
    where comparison.context.declared[id]?.expressions == comparison.context.live[id]?.expressions {
      comparison.provenEqual.insert(id)
    }
  }

  /// Returns the names that nobody declares and that aren't live either.
  func missingUses(
    _ comparison: Comparison, over connection: Connection
  ) async throws -> [Declarations.Use] {
    let open = unresolvedUses(
      in: project.declarations, live: comparison.context.live, kinds: kinds,
      defaultSchema: settings.schema)
    // What an extension brings is known only once it is there.
    let awaitsExtension = project.declarations.snapshot.all(Extension.self).contains {
      !comparison.context.live.contains($0.id)
    }
    let known = open.filter { !(awaitsExtension && $0.mayComeFromExtension) }
    guard !known.isEmpty else { return [] }
    return try await MissingNames(context: comparison.context).find(known, over: connection)
  }
}

extension Declarations.Use {
  /// Whether an extension can have made what is used: a type or a function.
  fileprivate var mayComeFromExtension: Bool {
    switch reference {
    case .type, .routine: true
    case .object, .relation: false
    }
  }
}
