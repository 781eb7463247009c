import Execution
public import Postgres
import SQLText
public import SchemaCore

/// Reads where pairs stand, in two queries for all of them.
public struct ExpansionStatusReading: Sendable {
  let connection: Connection
  let defaultSchema: String

  /// Creates a reading; `defaultSchema` is that of what a project names without one.
  public init(connection: Connection, defaultSchema: String) {
    self.connection = connection
    self.defaultSchema = defaultSchema
  }

  /// Returns the status of each pair.
  ///
  /// - Parameter isExact: whether all rows are counted, which reads the tables.
  public func statuses(
    of records: [ExpansionRecord], isExact: Bool
  ) async throws(PostgresError) -> [ExpansionStatus] {
    guard !records.isEmpty else { return [] }
    let parameters = records.flatMap {
      ["\($0.id)", $0.table.sql, $0.oldColumn, $0.shadowColumn, $0.triggerName]
    }
    let pairs = records.indices.map { index in
      let first = index * 5 + 1
      return "($\(first)::bigint, to_regclass($\(first + 1))::oid, $\(first + 2), "
        + "$\(first + 3), $\(first + 4))"
    }.joined(separator: ", ")
    let numbers = try await connection.query(Self.numbers(pairs), parameters)
    let users = try await dependents(pairs, parameters)
    let rows = Dictionary(
      uniqueKeysWithValues: (0..<numbers.rowCount).map { (numbers[$0, 0] ?? "", $0) })
    var statuses: [ExpansionStatus] = []
    for record in records {
      var status = ExpansionStatus(record: record, phase: .contracted)
      let row = rows["\(record.id)"]
      row.map { status.take(numbers, $0) }
      guard record.status == .expanded else {
        statuses.append(status)
        continue
      }
      var problem: String?
      if isExact, row.map({ numbers[$0, 9] == "t" }) ?? false {
        (status.exact, problem) = try await exact(record)
      }
      status.obstacles += status.missing(numbers, row) + status.rowsInTheWay
      if let problem { status.obstacles.append(problem) }
      status.dependents = users[record.id] ?? []
      statuses.append(status)
    }
    return statuses
  }

  private static func numbers(_ pairs: String) -> String {
    """
    WITH RECURSIVE pair (id, relation, old, new, trigger) AS (VALUES \(pairs)),
    tree (id, oid) AS (
      SELECT id, relation FROM pair
      UNION SELECT t.id, i.inhrelid FROM pg_inherits i JOIN tree t ON i.inhparent = t.oid),
    size AS (
      SELECT t.id, sum(c.reltuples::bigint) FILTER (WHERE c.reltuples >= 0) AS rows
      FROM tree t JOIN pg_class c ON c.oid = t.oid AND c.relkind IN ('r', 'f') GROUP BY t.id),
    done AS (
      SELECT expand_id AS id, sum(rows_updated) AS rows, sum(milliseconds) AS milliseconds,
        count(*) FILTER (WHERE pass > 1) > 0 AS filled,
        sum(next_page - first_page) FILTER (WHERE pass = 1)::float8
          / nullif(sum(end_page - first_page) FILTER (WHERE pass = 1), 0) AS share
      FROM \(StateSchema.table("backfill_progress")) GROUP BY expand_id)
    SELECT p.id, s.rows, d.rows, d.milliseconds, d.filled, d.share,
      extract(epoch FROM now() - e.created_at)::bigint, l.pid, d.id IS NOT NULL,
      p.relation IS NOT NULL,
      EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = p.relation AND a.attname = p.new),
      EXISTS (SELECT FROM pg_trigger t WHERE t.tgrelid = p.relation AND t.tgname = p.trigger
        AND t.tgenabled IN ('O', 'A')),
      a.usename, a.application_name,
      to_char(a.backend_start AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
    FROM pair p JOIN \(StateSchema.table("expand_state")) e ON e.id = p.id
    LEFT JOIN size s ON s.id = p.id LEFT JOIN done d ON d.id = p.id
    LEFT JOIN pg_locks l ON l.locktype = 'advisory' AND l.granted AND l.objsubid = 2
      AND l.classid = \(BackfillLock.namespace) AND l.objid::bigint = p.id
      AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
    LEFT JOIN pg_stat_activity a ON a.pid = l.pid
    """
  }

  /// Returns what uses the old columns, by pair: not what goes with them.
  private func dependents(
    _ pairs: String, _ parameters: [String?]
  ) async throws(PostgresError) -> [Int: [String]] {
    let result = try await connection.query(
      """
      WITH pair (id, relation, old, new, trigger) AS (VALUES \(pairs))
      SELECT DISTINCT p.id, CASE d.classid
        WHEN 'pg_rewrite'::regclass THEN pg_describe_object('pg_class'::regclass, r.ev_class, 0)
        ELSE pg_describe_object(d.classid, d.objid, d.objsubid) END
      FROM pair p JOIN pg_attribute a ON a.attrelid = p.relation AND a.attname = p.old
      JOIN pg_depend d ON d.refclassid = 'pg_class'::regclass AND d.refobjid = p.relation
        AND d.refobjsubid = a.attnum
      LEFT JOIN pg_rewrite r ON d.classid = 'pg_rewrite'::regclass AND r.oid = d.objid
      LEFT JOIN pg_trigger t ON d.classid = 'pg_trigger'::regclass AND t.oid = d.objid
      LEFT JOIN pg_constraint c ON d.classid = 'pg_constraint'::regclass AND c.oid = d.objid
      LEFT JOIN pg_attrdef f ON d.classid = 'pg_attrdef'::regclass AND f.oid = d.objid
      WHERE d.classid <> 'pg_class'::regclass AND t.tgname IS DISTINCT FROM p.trigger
        AND coalesce(c.conrelid <> p.relation, true) AND f.adnum IS DISTINCT FROM a.attnum
      ORDER BY 1, 2
      """, parameters)
    var users: [Int: [String]] = [:]
    for row in 0..<result.rowCount {
      guard let id = result[row, 0].flatMap({ Int($0) }), let name = result[row, 1] else {
        continue
      }
      users[id, default: []].append(name)
    }
    return users
  }
}

extension ExpansionStatus {
  fileprivate mutating func take(_ numbers: QueryResult, _ row: Int) {
    func number(_ column: Int) -> Int? { numbers[row, column].flatMap { Int($0) } }
    age = number(6) ?? 0
    guard record.status == .expanded else { return }
    rowCount = number(1)
    rowsUpdated = number(2) ?? 0
    if let milliseconds = number(3), milliseconds > 0, rowsUpdated > 0 {
      rowsPerSecond = rowsUpdated * 1000 / milliseconds
    }
    if let pid = number(7) {
      holder = BackfillHolder(
        pid: pid, user: numbers[row, 12] ?? "", application: numbers[row, 13] ?? "",
        since: numbers[row, 14] ?? "")
    }
    let isBegun = numbers[row, 8] == "t"
    if record.isBackfilled {
      phase = .backfilled
    } else if holder != nil {
      phase = .backfilling
    } else {
      phase = isBegun ? .paused : .expanded
    }
    if record.isBackfilled || numbers[row, 4] == "t" {
      rowsLeft = 0
    } else {
      let share = numbers[row, 5].flatMap { Double($0) } ?? 0
      rowsLeft = rowCount.map { Int(Double($0) * (1 - share)) }
    }
  }

  fileprivate func missing(_ numbers: QueryResult, _ row: Int?) -> [String] {
    guard let row, numbers[row, 9] == "t" else { return ["table '\(record.table)' is gone"] }
    if numbers[row, 10] != "t" { return ["column '\(record.shadowColumn)' is gone"] }
    return numbers[row, 11] == "t"
      ? [] : ["trigger '\(record.triggerName)' is missing or disabled"]
  }

  fileprivate var rowsInTheWay: [String] {
    guard let exact else { return record.isBackfilled ? [] : ["it isn't backfilled"] }
    var obstacles: [String] = []
    if exact.rowsLeft > 0 {
      obstacles.append("rows to fill: \(exact.rowsLeft)")
    } else if !record.isBackfilled {
      obstacles.append("it isn't backfilled")
    }
    if exact.rowsDiverged > 0 {
      obstacles.append(
        "rows whose new value was written otherwise: \(exact.rowsDiverged) "
          + "(\(exact.divergedRows.joined(separator: "; ")))")
    }
    return obstacles
  }
}
