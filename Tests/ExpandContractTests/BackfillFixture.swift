import Execution
import ExpandContract
import Postgres
import SQLText
import SchemaCore
import Synchronization
import TestSupport
import Testing

/// A database with a pair of columns that waits for its backfill.
struct Stage: Sendable {
  let connection: Connection
  let target: ConnectionString
  var record: ExpansionRecord

  /// Opens a further connection.
  func open(_ name: String = "backfill") async throws(PostgresError) -> Connection {
    try await Connection.connect(to: target, applicationName: name)
  }

  /// Returns the first value of a query.
  func value(_ sql: String) async throws -> String? {
    let result = try await connection.query(sql)
    return result.rowCount > 0 ? result[0, 0] : nil
  }

  /// Returns the pair as the state schema has it now.
  func pair() async throws -> ExpansionRecord {
    try #require(
      await StateSchema(connection: connection).expansions().first { $0.id == record.id })
  }

  /// Backfills the pair.
  func backfill(
    _ options: BackfillOptions = .quick, stop: BackfillStop = BackfillStop(),
    pace: Pace = .immediate,
    _ progress: @escaping @Sendable (BackfillEvent) -> Void = { _ in }
  ) async throws -> BackfillResult {
    let target = target
    let backfill = Backfill(
      options: options, stop: stop, pace: pace,
      open: { () async throws(PostgresError) in
        try await Connection.connect(to: target, applicationName: "backfill")
      }, progress: progress)
    return await backfill.run(try await pair())
  }

  /// How many rows break the invariant.
  func undone() async throws -> Int {
    Int(
      try await value("SELECT count(*) FROM \(record.relations) WHERE \(record.undone)") ?? "")
      ?? -1
  }
}

extension BackfillOptions {
  /// Options under which a small table takes many batches and nobody waits long.
  static var quick: BackfillOptions {
    var options = BackfillOptions()
    options.lockTimeout = 50
    options.batchTarget = .microseconds(1)
    return options
  }
}

extension Pace {
  /// No retry waits; what polls lets others run.
  static let immediate = Pace(delay: { _ in await Task.yield() }, random: { 1 })
}

extension BackfillResult {
  var isDone: Bool { if case .done = outcome { true } else { false } }

  var isStopped: Bool { if case .stopped = outcome { true } else { false } }

  var failure: BackfillFailure? { if case .failed(let failure) = outcome { failure } else { nil } }
}

/// Runs the body with a table `app.items` of rows `(id, price text)` and the pair price → cents.
///
/// - Parameters:
///   - table: makes the table, in place of the usual one; it is called `app.items`.
///   - rows: how many rows the usual one has.
func withStage(
  table: String? = nil, rows: Int = 2000, transform: String = "price::numeric",
  type: String = "numeric", hasTrigger: Bool = true,
  _ body: (Stage) async throws -> Void
) async throws {
  try await withConnection { connection, target in
    try await connection.execute(
      "CREATE SCHEMA app;"
        + (table
          ?? """
          CREATE TABLE app.items (id bigint PRIMARY KEY, price text);
          INSERT INTO app.items SELECT i, i::text || '.50' FROM generate_series(1, \(rows)) i
          """))
    try await connection.execute("ALTER TABLE app.items ADD COLUMN cents \(type)")
    if hasTrigger {
      try await connection.execute(
        """
        CREATE FUNCTION app.dual_write() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          IF current_setting('schema_flow.backfill', true) = 'on' THEN RETURN NEW; END IF;
          IF TG_OP = 'INSERT' OR NEW.price IS DISTINCT FROM OLD.price THEN
            NEW.cents := (SELECT \(transform) FROM (SELECT NEW.*) r);
          END IF;
          RETURN NEW;
        END $$;
        CREATE TRIGGER _smplcty_sf_dw_app_items_cents BEFORE INSERT OR UPDATE ON app.items
          FOR EACH ROW EXECUTE FUNCTION app.dual_write()
        """)
    }
    let state = StateSchema(connection: connection)
    try await state.ensure()
    _ = try await connection.query(
      """
      INSERT INTO \(StateSchema.table("expand_state")) (table_name, new_column, old_column,
        transform, trigger_name, pg_schema, batch_size)
      VALUES ('app.items', 'cents', 'price', $1, '_smplcty_sf_dw_app_items_cents', 'app', 100)
      """, [transform])
    let record = try #require(try await state.expansions().first)
    try await body(Stage(connection: connection, target: target, record: record))
  }
}

/// Does something with the first event that a condition holds for.
final class Once: Sendable {
  private let isDone = Atomic(false)

  /// Returns whether this is the first call.
  func claim() -> Bool { !isDone.exchange(true, ordering: .acquiringAndReleasing) }
}
