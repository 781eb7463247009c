import Execution
import Postgres
import SQLText
import SchemaCore

/// The statements of a pair's backfill.
struct BackfillSQL: Sendable {
  let record: ExpansionRecord
  let options: BackfillOptions
  /// Whether the role may keep the table's own triggers from firing.
  let bypassesTriggers: Bool

  /// What each batch sets for its transaction.
  ///
  /// A lost commit takes the cursor with it, so that no batch has to wait for the disk. Row
  /// security must not hide rows from the backfill: off makes it an error.
  var settings: Statement {
    var settings = [
      ("schema_flow.backfill", "on"), ("search_path", record.searchPath(options.defaultSchema)),
      ("row_security", "off"),
      ("lock_timeout", "\(options.lockTimeout)"),
      ("statement_timeout", "\(options.statementTimeout)"), ("synchronous_commit", "off"),
      ("jit", "off"),
    ]
    if bypassesTriggers { settings.append(("session_replication_role", "replica")) }
    let calls =
      settings.indices.map { "set_config($\($0 * 2 + 1), $\($0 * 2 + 2), true)" }
      + ["set_config('\(Self.startOfWAL)', pg_current_wal_insert_lsn()::text, true)"]
    return Statement(
      "SELECT \(calls.joined(separator: ", "))", settings.flatMap { [$0.0, $0.1] })
  }

  /// The setting that holds the server's WAL position at the beginning of a batch.
  static let startOfWAL = "schema_flow.start_of_wal"

  /// A batch reads what is committed: a row that changed meanwhile is looked at again.
  static let begin = Statement("BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE")

  /// Returns the statement that fills the rows between two places of a relation.
  ///
  /// A partition goes by its table's name, which expressions may use.
  func update(_ relation: BackfillRelation, from start: RowPlace, to end: RowPlace) -> Statement {
    let name = quotedIdentifier(record.table.name)
    var sql = "UPDATE ONLY \(relation.name) AS \(name) SET \(record.shadow) = (\(record.transform))"
    if let source = record.source { sql += " FROM \(source.table.sql)" }
    sql += " WHERE "
    if !relation.isForeign {
      sql += "\(name).ctid >= '\(start)'::tid AND \(name).ctid < '\(end)'::tid AND "
    }
    if let source = record.source { sql += "(\(source.condition)) AND " }
    return Statement(sql + (options.overwritesDiverged ? record.undone : record.open))
  }
}

/// Where a row stands in its table; places are ordered as `tid` is.
struct RowPlace: Sendable, Hashable, CustomStringConvertible {
  /// The page in the upper bits, the number within the page in the lower 16.
  var number: Int

  init(number: Int) { self.number = number }

  init(page: Int) { number = page << 16 }

  var description: String { "(\(number >> 16),\(number & 0xFFFF))" }
}
