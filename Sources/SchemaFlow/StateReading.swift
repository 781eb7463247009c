import Crypto
import Execution
import Planning
import SQLText
import SchemaCore

/// Reads what earlier runs recorded, in the same snapshot as the catalog.
struct StateReading {
  private let historyTable: String

  init(historyTable: String?) { self.historyTable = historyTable ?? "history" }

  /// The queries that a catalog reading takes along.
  var queries: [String] {
    [
      "SELECT object_key, declared_hash, live_hash FROM _smplcty_schema_flow.fingerprints",
      """
      SELECT file_path, pg_schema, file_hash, phase, applied_at
      FROM _smplcty_schema_flow.\(quotedIdentifier(historyTable))
      ORDER BY applied_at, file_path
      """,
    ]
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
    (extras[1] ?? []).map {
      HistoryEntry(
        filePath: $0.text(0), schema: $0.text(1), hash: $0.text(2), phase: $0.text(3),
        appliedAt: $0.text(4))
    }
  }
}
