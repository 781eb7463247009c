import Execution
import Planning
import SchemaCore

/// Reads what earlier runs recorded, in the same snapshot as the catalog.
struct StateReading {
  private let historyTable: String?

  init(historyTable: String?) { self.historyTable = historyTable }

  /// The queries that a catalog reading takes along.
  var queries: [String] {
    [StateSchema.fingerprintsQuery, StateSchema.historyQuery(table: historyTable)]
  }

  /// Returns the recorded fingerprints; none where nothing was recorded yet.
  func fingerprints(in extras: [[Row]?]) -> [String: Fingerprint] {
    var result: [String: Fingerprint] = [:]
    for row in extras[0] ?? [] {
      result[row.text(0)] = Fingerprint(declared: row.text(1), live: row.text(2))
    }
    return result
  }

  /// Returns the scripts that were run or recorded, oldest first.
  func history(in extras: [[Row]?]) -> [HistoryEntry] {
    StateSchema.history(in: extras[1] ?? [])
  }
}
