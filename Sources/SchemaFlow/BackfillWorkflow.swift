import Execution
public import ExpandContract
import Postgres
import SQLText
public import SchemaCore
import SourceText
import YAMLSource

/// Backfills the columns that take others' places, one after the other.
public struct BackfillWorkflow: Sendable {
  let settings: Settings
  let session: Session
  /// Only pairs of this table, as the command line names it.
  var table: String?
  /// Only this new column: `table.column`, or `schema.table.column`.
  var column: String?

  /// Creates a workflow for all pairs, those of a table or a single one.
  public init(settings: Settings, session: Session, table: String?, column: String?) {
    self.settings = settings
    self.session = session
    self.table = table
    self.column = column
  }

  /// Backfills the pairs that are not contracted; a failure of one doesn't keep others waiting.
  ///
  /// - Throws: `WorkflowError` for what keeps all of them from starting.
  public func run(
    _ options: BackfillOptions, stop: BackfillStop,
    progress: @escaping @Sendable (BackfillEvent) -> Void
  ) async throws(WorkflowError) -> [BackfillResult] {
    var options = options
    options.statementTimeout = settings.statementTimeout
    options.perTransactionSQL = settings.perTransactionSQL
    options.defaultSchema = settings.schema
    let session = session
    let backfill = Backfill(
      options: options, stop: stop,
      open: { () async throws(PostgresError) in try await session.connect("backfill") },
      progress: progress)
    var results: [BackfillResult] = []
    for record in try await pairs() where record.status == .expanded {
      results.append(await backfill.run(record))
    }
    return results
  }

  /// Returns where the pairs stand.
  ///
  /// - Parameters:
  ///   - isExact: whether all rows are counted, which reads the tables.
  ///   - project: says what a run has still to make; nil where it can't be read.
  public func statuses(
    isExact: Bool, project: DeclaredProject? = nil
  ) async throws(WorkflowError) -> [ExpansionStatus] {
    let records = try await pairs()
    let connection = try await session.open(as: "status")
    var statuses: [ExpansionStatus]
    do {
      statuses = try await ExpansionStatusReading(
        connection: connection, defaultSchema: settings.schema
      ).statuses(of: records, isExact: isExact)
    } catch {
      throw .database(error, doing: "reading where the columns stand")
    }
    guard let project, statuses.contains(where: { $0.record.status == .expanded }) else {
      return statuses
    }
    let planner = Planner(settings: settings, project: project)
    // A project that can't be planned is a matter of `plan`.
    guard let plan = try? await planner.plan(over: connection, skipsPrechecks: true) else {
      return statuses
    }
    for index in statuses.indices where statuses[index].record.status == .expanded {
      statuses[index].obstacles += plan.outstanding(for: statuses[index].record)
    }
    return statuses
  }

  /// Returns the wanted pairs.
  public func pairs() async throws(WorkflowError) -> [ExpansionRecord] {
    let connection = try await session.open(as: "status")
    let all: [ExpansionRecord]
    do {
      let known = try await connection.query(
        "SELECT to_regclass($1) IS NOT NULL", [StateSchema.table("expand_state")])
      if known[0, 0] == "t" {
        let state = StateSchema(
          connection: connection, historyTable: settings.historyTable,
          perTransactionSQL: settings.perTransactionSQL)
        try await state.ensure()
        all = try await state.expansions()
      } else {
        all = []
      }
    } catch {
      throw .database(error, doing: "reading the columns that take others' places")
    }
    return try selected(all)
  }

  private func selected(
    _ all: [ExpansionRecord]
  ) throws(WorkflowError) -> [ExpansionRecord] {
    var found = all
    if let table {
      let name = QualifiedName(table)?.inSchema(settings.schema)
      found.removeAll { $0.table != name }
      guard !found.isEmpty else { throw unknown("table '\(table)' has no expanded column", all) }
    }
    if let column {
      let parts = nameParts(column) ?? []
      guard parts.count >= (table == nil ? 2 : 1), parts.count <= 3 else {
        throw .project(
          ProjectProblems("unknown-expansion", "--column takes 'table.column', not '\(column)'"))
      }
      let schema = parts.count == 3 ? parts[0] : table == nil ? settings.schema : nil
      found.removeAll { record in
        record.newColumn != parts[parts.count - 1]
          || (parts.count > 1 && record.table.name != parts[parts.count - 2])
          || (schema.map { record.table.schema != $0 } ?? false)
      }
      guard !found.isEmpty else {
        throw unknown("column '\(column)' takes no other's place", all)
      }
    }
    return found
  }

  private func unknown(_ message: String, _ all: [ExpansionRecord]) -> WorkflowError {
    let names = all.map { "\($0.table).\($0.newColumn)" }.joined(separator: ", ")
    return .project(
      ProjectProblems(
        "unknown-expansion", "\(message); expanded: \(names.isEmpty ? "none" : names)"))
  }
}
