public import Reporting
import SQLText
public import SchemaCore

/// Which old columns are to go, and how.
public struct ContractRequest: Sendable {
  /// A table's name, with or without its schema; nil for all.
  public var table: String?
  /// A new column as `table.column`; nil for all.
  public var column: String?
  /// How long the old columns are kept under other names; nil drops them.
  public var graceSeconds: Int?
  /// Whether rows may differ: what only the old column says is lost.
  public var acceptsLoss = false
  /// What is to be done instead: give changes up, or take contracts back.
  public var ending: ExpansionEnding?

  /// Creates a request for all pairs.
  public init() {}

  /// Returns whether a pair is meant.
  public func includes(_ record: ExpansionRecord) -> Bool {
    let names = [record.table.name, "\(record.table.schema).\(record.table.name)"]
    if let table, !names.contains(table) { return false }
    if let column, !names.contains(where: { "\($0).\(record.newColumn)" == column }) {
      return false
    }
    return true
  }
}

/// What became of one pair.
public struct ContractItem: Sendable {
  public var record: ExpansionRecord
  /// Rows whose new column isn't what the old one gives.
  public var rowsDiverged = 0
  /// Some of these rows: key, old and new value.
  public var samples: [String] = []
  /// Live objects that used the old column and were made again without it.
  public var dependents: [String] = []
  /// Why it was left as it is; empty where it wasn't.
  public var obstacles: [String] = []

  init(record: ExpansionRecord, obstacles: [String] = []) {
    self.record = record
    self.obstacles = obstacles
  }
}

/// What a contract did.
public struct ContractResult: Sendable {
  public var contracted: [ContractItem] = []
  public var skipped: [ContractItem] = []
  /// Columns that were kept long enough and are gone now.
  public var purged: [ExpansionRecord] = []
  /// The execution; nil where nothing was executed.
  public var run: RunResult?
}

extension ContractItem {
  /// The pair as messages call it: `shop.orders.total`.
  public var name: String {
    "\(record.table.schema).\(record.table.name).\(record.newColumn)"
  }

  fileprivate var report: ContractReport.Item {
    ContractReport.Item(
      table: "\(record.table.schema).\(record.table.name)", newColumn: record.newColumn,
      oldColumn: record.oldColumn, rowsDiverged: rowsDiverged, samples: samples,
      dependents: dependents, reasons: obstacles)
  }
}

extension ContractResult {
  /// What was done, as its reader sees it.
  public func report(_ settings: Settings, deed: String = "dropped") -> ContractReport {
    ContractReport(
      contracted: contracted.map(\.report), skipped: skipped.map(\.report),
      purged: purged.map { ContractItem(record: $0).report },
      deed: deed, isDryRun: settings.isDryRun)
  }
}
