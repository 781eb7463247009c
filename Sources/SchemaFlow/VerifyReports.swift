import Postgres
public import Reporting
public import Verification

extension VerifyReport {
  /// Creates the report of a result.
  public init(_ result: VerificationResult) {
    self.init(
      source: result.source, target: result.target, mode: result.mode.rawValue,
      modeRemark: result.mode.remark)
    remarks = result.remarks
    tables = result.tables.map(Table.init)
    sequences = result.sequences.map {
      Sequence(
        name: $0.name, source: $0.source.map(Position.init), target: $0.target.map(Position.init))
    }
    duration = result.duration
  }
}

extension VerifyReport.Table {
  fileprivate init(_ table: TableVerification) {
    self.init(name: table.name)
    onlySide = table.onlySide.flatMap { VerifyReport.Side(rawValue: $0.rawValue) }
    sourceRows = table.source?.rowCount
    targetRows = table.target?.rowCount
    sourceChecksum = table.source?.text
    targetChecksum = table.target?.text
    key = table.key
    columnsOnlyInSource = table.columnsOnlyInSource
    columnsOnlyInTarget = table.columnsOnlyInTarget
    excludedColumns = table.excludedColumns
    sampledRows = table.sampledRows
    differences = table.differences.map { difference in
      VerifyReport.Difference(
        kind: difference.kind.rawValue, key: difference.key,
        values: difference.values.map {
          VerifyReport.Value(column: $0.column, source: $0.source, target: $0.target)
        })
    }
    isComplete = table.isComplete
    remarks = table.remarks
    isEqual = table.isEqual
  }
}

extension VerifyReport.Position {
  fileprivate init(_ position: SequenceVerification.Position) {
    self.init(lastValue: position.lastValue, isCalled: position.isCalled)
  }
}

extension VerifyProgressLine {
  /// Creates the line of a moment.
  public init(_ progress: VerificationProgress) {
    self.init(
      activity: progress.activity.rawValue, table: progress.table,
      pagesDone: progress.pagesDone, pageCount: progress.pageCount, rowCount: progress.rowCount,
      rowsPerSecond: progress.rowsPerSecond, remaining: progress.remaining)
  }
}
