import Postgres
import Synchronization
import TestSupport
import Testing

struct QueryTests {
  @Test func readsRows() async throws {
    try await withConnection { connection, _ in
      let result = try await connection.query(
        "SELECT 1 AS a, NULL::text AS b, 'grün 🌿' AS \"C\" UNION ALL SELECT 2, '', 'x'")
      #expect(result.columnNames == ["a", "b", "C"])
      #expect(result.rowCount == 2)
      #expect(result.columnCount == 3)
      #expect(result[0, 0] == "1")
      #expect(result[0, 1] == nil)
      #expect(result.isNull(0, 1))
      #expect(result[1, 1] == "")
      #expect(!result.isNull(1, 1))
      #expect(result[0, 2] == "grün 🌿")
      #expect(result.withUTF8Bytes(0, 2) { $0.count } == 10)
      #expect(result.withUTF8Bytes(0, 1) { $0.count } == nil)
      #expect(result.commandTag == "SELECT 2")
    }
  }

  @Test func sendsParameters() async throws {
    try await withConnection { connection, _ in
      let result = try await connection.query(
        "SELECT $1::int + 1, $2::text, $3::text, $4::text", ["41", nil, "it's", ""])
      #expect(result[0, 0] == "42")
      #expect(result[0, 1] == nil)
      #expect(result[0, 2] == "it's")
      #expect(result[0, 3] == "")
    }
  }

  @Test func countsRowsAndTags() async throws {
    try await withConnection { connection, _ in
      let created = try await connection.query("CREATE TABLE t (a int)")
      #expect(created.commandTag == "CREATE TABLE")
      #expect(created.affectedRows == nil)
      let inserted = try await connection.query("INSERT INTO t SELECT generate_series(1, 3)")
      #expect(inserted.affectedRows == 3)
      #expect(try await connection.query("").commandTag == "")
    }
  }

  @Test func runsScriptsAsOneTransaction() async throws {
    try await withConnection { connection, _ in
      let script = "CREATE TABLE t (a int); INSERT INTO t VALUES (1); SELECT 1/0"
      let error = await #expect(throws: PostgresError.self) {
        try await connection.execute(script)
      }
      #expect(error?.statement == script)
      let count = try await connection.query("SELECT to_regclass('t')")
      #expect(count[0, 0] == nil)
      try await connection.execute("CREATE TABLE t (a int); INSERT INTO t VALUES (1)")
      #expect(try await connection.query("SELECT a FROM t")[0, 0] == "1")
    }
  }

  @Test func describesErrors() async throws {
    try await withConnection { connection, _ in
      let sql = "SELECT 'ä', missing FROM pg_class"
      let error = await #expect(throws: PostgresError.self) { try await connection.query(sql) }
      #expect(error?.sqlState == .undefinedColumn)
      #expect(error?.severity == "ERROR")
      #expect(error?.position == 13)
      #expect(error?.statement == sql)
      #expect(error?.message == #"column "missing" does not exist"#)
      #expect(error?.isConnectionLoss == false)

      try await connection.execute("CREATE TABLE t (a int CONSTRAINT positive CHECK (a > 0))")
      let violation = await #expect(throws: PostgresError.self) {
        try await connection.query("INSERT INTO t VALUES (0)")
      }
      #expect(violation?.sqlState == .checkViolation)
      #expect(violation?.constraintName == "positive")
      #expect(violation?.tableName == "t")
      #expect(violation?.schemaName == "public")
      #expect(violation?.detail == "Failing row contains (0).")
    }
  }

  @Test func refusesNullBytes() async throws {
    try await withConnection { connection, _ in
      for attempt in 0..<3 {
        let error = await #expect(throws: PostgresError.self) { () async throws in
          switch attempt {
          case 0: try await connection.execute("SELECT '\0'")
          case 1: _ = try await connection.query("SELECT '\0'")
          default: _ = try await connection.query("SELECT $1", ["a\0b"])
          }
        }
        #expect(error?.sqlState == .characterNotInRepertoire)
      }
      let result = try await connection.query("SELECT 1")
      #expect(result[0, 0] == "1")
    }
  }

  @Test func survivesCopy() async throws {
    try await withConnection { connection, _ in
      try await connection.execute("CREATE TABLE t (a int)")
      for sql in ["COPY t FROM STDIN", "COPY (SELECT 1) TO STDOUT"] {
        await #expect(throws: PostgresError.self) { try await connection.execute(sql) }
        await #expect(throws: PostgresError.self) { try await connection.query(sql) }
      }
      #expect(try await connection.query("SELECT count(*) FROM t")[0, 0] == "0")
    }
  }

  @Test func reportsTheTransactionStatus() async throws {
    try await withConnection { connection, _ in
      #expect(await connection.transactionStatus == .idle)
      try await connection.execute("BEGIN")
      #expect(await connection.transactionStatus == .inTransaction)
      await #expect(throws: PostgresError.self) { try await connection.execute("nonsense") }
      #expect(await connection.transactionStatus == .inError)
      try await connection.execute("ROLLBACK")
      #expect(await connection.transactionStatus == .idle)
      await connection.close()
      #expect(await connection.transactionStatus == .unknown)
    }
  }

  @Test func handsOverNotices() async throws {
    try await withConnection { connection, _ in
      let received = Received()
      try await connection.execute("DO $$ BEGIN RAISE NOTICE 'dropped'; END $$")
      await connection.onNotice { notice in received.notices.withLock { $0.append(notice) } }
      try await connection.execute(
        "DO $$ BEGIN RAISE WARNING 'mind %', 1 USING HINT = 'the gap', ERRCODE = '01ABC'; END $$")
      let notices = received.notices.withLock { $0 }
      #expect(notices.count == 1)
      #expect(notices.first?.severity == "WARNING")
      #expect(notices.first?.message == "mind 1")
      #expect(notices.first?.hint == "the gap")
      #expect(notices.first?.sqlState == "01ABC")
    }
  }

  private final class Received: Sendable {
    let notices = Mutex<[Notice]>([])
  }
}
