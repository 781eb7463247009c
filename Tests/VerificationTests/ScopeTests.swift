import Postgres
import SchemaFlow
import Synchronization
import TestSupport
import Testing
import Verification

/// What is compared, and how gently.
@Suite struct ScopeTests {
  private static let tables = """
    CREATE TABLE a (id int PRIMARY KEY, v int, seen int);
    CREATE TABLE b (id int PRIMARY KEY, v int);
    INSERT INTO a SELECT i, i, i FROM generate_series(1, 10) i;
    INSERT INTO b SELECT i, i FROM generate_series(1, 10) i;
    """
  private static let changes = """
    UPDATE a SET v = 0 WHERE id > 8; UPDATE a SET seen = 0; DELETE FROM b WHERE id = 1;
    """

  private func verify(
    _ configure: (inout VerificationOptions) -> Void
  ) async throws -> VerificationResult {
    try await VerificationTests.verify(Self.tables, Self.tables + Self.changes, configure)
  }

  @Test func chosenTablesColumnsAndRows() async throws {
    let chosen = try await verify {
      $0.tables = ["a"]
      $0.excludedColumns = ["public.a.seen"]
    }
    #expect(chosen.rows.sorted() == ["different 10: v", "different 9: v"])
    #expect(chosen.tables.map(\.name) == ["public.a"])
    #expect(chosen.tables[0].excludedColumns == ["seen"])
    let restricted = try await verify {
      $0.excludedColumns = ["a.seen"]
      $0.conditions = ["a": "id < 10", "public.b": "b.id <> abs(-1)"]
    }
    #expect(restricted.rows == ["different 9: v"])
    #expect(try restricted.table("public.b").source?.rowCount == 9)
  }

  @Test func aKeyThatIsLeftOutIsNoKey() async throws {
    let result = try await verify {
      $0.tables = ["b"]
      $0.excludedColumns = ["b.id"]
    }
    #expect(result.tables[0].key.isEmpty && !result.isEqual)
  }

  @Test func unknownNames() async throws {
    let wrong: [(String, (inout VerificationOptions) -> Void)] = [
      ("unknown-table", { $0.tables = ["a", "c"] }),
      ("unknown-table", { $0.conditions = ["x.a": "true"] }),
      ("unknown-column", { $0.excludedColumns = ["a.nothing"] }),
      ("unknown-column", { $0.excludedColumns = ["seen"] }),
    ]
    for (code, configure) in wrong {
      await #expect {
        _ = try await verify(configure)
      } throws: { error in
        if case .request(code, _)? = error as? VerificationError { true } else { false }
      }
    }
  }

  @Test func schemasWithTheirSequences() async throws {
    try await withDatabase { database in
      try await execute(
        """
        CREATE SCHEMA one; CREATE SCHEMA two;
        CREATE TYPE one.color AS ENUM ('red'); CREATE TYPE two.color AS ENUM ('red');
        CREATE TABLE one.t (id serial PRIMARY KEY, c one.color DEFAULT 'red');
        CREATE TABLE two.t (id serial PRIMARY KEY, c two.color DEFAULT 'red');
        CREATE TABLE public.other (id int);
        CREATE SEQUENCE one.alone;
        INSERT INTO one.t DEFAULT VALUES; INSERT INTO two.t DEFAULT VALUES;
        """, on: database)
      func compare(_ options: VerificationOptions = .init()) async throws -> VerificationResult {
        try await Verification(options: options).run(
          VerificationSide(database, schema: "one"), VerificationSide(database, schema: "two"),
          areInOneDatabase: true)
      }
      let first = try await compare()
      #expect(first.tables.map(\.name) == ["t"] && first.tables[0].isEqual)
      #expect(first.tables[0].remarks == [])
      #expect(first.sequences.map(\.name) == ["alone", "t_id_seq"])
      #expect(first.sequences.map(\.isEqual) == [false, true])
      try await execute("SELECT nextval('two.t_id_seq')", on: database)
      var options = VerificationOptions()
      options.tables = ["t"]
      let second = try await compare(options)
      let sequence = try #require(second.sequences.first)
      #expect(second.sequences.count == 1 && second.tables[0].isEqual && !second.isEqual)
      #expect(sequence.source?.lastValue == "1" && sequence.target?.lastValue == "2")
      options.comparesSequences = false
      #expect(try await compare(options).isEqual)
      await #expect(throws: VerificationError.self) {
        _ = try await Verification().run(
          VerificationSide(database, schema: "one"), VerificationSide(database, schema: "three"),
          areInOneDatabase: true)
      }
    }
  }

  @Test func aSequenceThatWasNotYetUsed() async throws {
    let result = try await VerificationTests.verify(
      "CREATE SEQUENCE s", "CREATE SEQUENCE s; SELECT nextval('s')")
    #expect(result.sequences.map(\.isEqual) == [false])
  }

  /// Both sides see the snapshot of the first, whatever is written before the second connects.
  @Test func oneDatabaseHasOneSnapshot() async throws {
    try await withDatabase { database in
      try await execute(
        """
        CREATE SCHEMA one; CREATE SCHEMA two;
        CREATE TABLE one.t (id int PRIMARY KEY); CREATE TABLE two.t (id int PRIMARY KEY);
        """, on: database)
      let target = VerificationSide(name: "target", schema: "two") {
        () async throws(PostgresError) in
        let writer = try await Connection.connect(to: database, applicationName: "writer")
        try await writer.execute("INSERT INTO two.t SELECT coalesce(max(id), 0) + 1 FROM two.t")
        await writer.close()
        return try await Connection.connect(to: database, applicationName: "verify")
      }
      var options = VerificationOptions()
      options.jobs = 3
      let result = try await Verification(options: options).run(
        VerificationSide(database, schema: "one"), target, areInOneDatabase: true)
      #expect(result.isEqual && result.tables[0].target?.rowCount == 0)
    }
  }

  @Test func encodingsOfTwoKinds() async throws {
    try await withDatabase { left in
      let right = left.withDatabase("verify_latin")
      try await execute(
        "CREATE DATABASE verify_latin ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0", on: left)
      let outcome: Result<(VerificationResult, Bool), any Error>
      do {
        let table = "CREATE TABLE t (id text PRIMARY KEY, v text); INSERT INTO t VALUES ('ä', 'ö')"
        for target in [left, right] { try await execute(table, on: target) }
        let (source, target) = (VerificationSide(left), VerificationSide(right))
        let result = try await Verification().run(source, target)
        var isRefused = false
        do {
          _ = try await Verification(options: .init(mode: .fast)).run(source, target)
        } catch VerificationError.request("verification-mode", _) {
          isRefused = true
        }
        outcome = .success((result, isRefused))
      } catch {
        outcome = .failure(error)
      }
      try await execute("DROP DATABASE verify_latin WITH (FORCE)", on: left)
      let (result, isRefused) = try outcome.get()
      #expect(result.isEqual && result.mode == .strict && isRefused)
      #expect(result.tables[0].sampledRows == 1 && result.remarks.count == 2)
    }
  }

  @Test func progressComesToItsEnd() async throws {
    let last = Mutex<[VerificationProgress]>([])
    try await withDatabase { database in
      try await execute(Self.tables, on: database)
      var options = VerificationOptions()
      options.pagesPerPiece = 1
      _ = try await Verification(options: options) { progress in
        last.withLock { $0.append(progress) }
      }.run(VerificationSide(database), VerificationSide(database))
    }
    let all = last.withLock { $0 }
    #expect(Set(all.map(\.activity)) == [.checksums, .samples])
    let end = try #require(all.last { $0.activity == .checksums })
    #expect(end.pagesDone == end.pageCount && end.rowCount == 40)
  }

  /// A role from which row security hides rows can't verify.
  @Test func hiddenRowsAreAnError() async throws {
    try await withDatabase { database in
      try await execute(
        """
        CREATE ROLE verify_hidden; CREATE TABLE t (id int PRIMARY KEY); INSERT INTO t VALUES (1);
        ALTER TABLE t ENABLE ROW LEVEL SECURITY; GRANT SELECT ON t TO verify_hidden;
        """, on: database)
      let side = VerificationSide(name: "limited") { () async throws(PostgresError) in
        let connection = try await Connection.connect(to: database, applicationName: "verify")
        try await connection.execute("SET ROLE verify_hidden")
        return connection
      }
      await #expect {
        _ = try await Verification().run(side, side)
      } throws: { error in
        if case .database(let error, _)? = error as? VerificationError {
          error.sqlState == "42501"
        } else {
          false
        }
      }
      try await execute("DROP OWNED BY verify_hidden; DROP ROLE verify_hidden", on: database)
    }
  }
}
