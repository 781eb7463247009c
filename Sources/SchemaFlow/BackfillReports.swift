import Execution
public import ExpandContract
import Postgres
public import Reporting
public import SchemaCore

extension BackfillReport {
  /// Creates the report of results.
  public init(_ results: [BackfillResult]) {
    self.init(columns: results.map(Column.init))
  }

  /// Creates the report of a dry run.
  public init(pending records: [ExpansionRecord]) {
    self.init(columns: records.map { Column($0, .pending) })
  }
}

extension BackfillReport.Column {
  fileprivate init(_ record: ExpansionRecord, _ status: BackfillReport.Status) {
    self.init(
      table: "\(record.table)", newColumn: record.newColumn, oldColumn: record.oldColumn,
      status: status, rowsUpdated: 0, duration: .zero)
  }

  fileprivate init(_ result: BackfillResult) {
    self.init(result.record, .backfilled)
    rowsUpdated = result.rowsUpdated
    duration = result.duration
    switch result.outcome {
    case .done: break
    case .stopped: status = .interrupted
    case .held(let other):
      status = .held
      holder = other?.words
    case .failed(let cause):
      status = .failed
      let error = cause.error
      failure = BackfillReport.Failure(
        error: ServerMessage(
          sqlState: error.sqlState?.rawValue ?? "", message: error.message, detail: error.detail,
          hint: error.hint, context: error.context),
        failureClass: cause.failureClass.rawValue, relation: cause.relation, row: cause.row)
    }
  }
}

extension BackfillHolder {
  /// The session in words: `pid 42, application 'schema-flow backfill', ...`.
  fileprivate var words: String {
    "pid \(pid), application '\(application)', user '\(user)', since \(since)"
  }
}

extension BackfillProgressLine {
  /// Creates the line of a pair's state.
  public init(_ record: ExpansionRecord, _ state: BackfillState) {
    self.init(
      column: "\(record.table).\(record.newColumn)", pass: state.pass,
      rowsUpdated: state.rowsUpdated, pagesDone: state.pagesDone, pageCount: state.pageCount,
      rowsPerSecond: state.rowsPerSecond, remaining: state.remaining)
  }
}

extension ExpandStatusReport {
  /// Creates the report of statuses.
  public init(_ statuses: [ExpansionStatus]) {
    self.init(pairs: statuses.map(Pair.init))
  }
}

extension ExpandStatusReport.Pair {
  fileprivate init(_ status: ExpansionStatus) {
    let record = status.record
    self.init(
      table: "\(record.table)", newColumn: record.newColumn, oldColumn: record.oldColumn,
      status: record.status.rawValue, phase: status.phase.rawValue, transform: record.transform,
      createdAt: record.createdAt, age: status.age, backfilledAt: record.backfilledAt)
    rowCount = status.rowCount
    rowsLeft = status.exact?.rowsLeft ?? status.rowsLeft
    isExact = status.exact != nil
    rowsDiverged = status.exact?.rowsDiverged
    divergedRows = status.exact?.divergedRows ?? []
    rowsUpdated = status.rowsUpdated
    rowsPerSecond = status.rowsPerSecond
    holder = status.holder?.words
    dependents = status.dependents
    obstacles = status.obstacles
  }
}
