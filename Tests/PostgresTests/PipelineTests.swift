import Postgres
import TestSupport
import Testing

struct PipelineTests {
  @Test func keepsOrderAndGroups() async throws {
    try await withConnection { connection, _ in
      let outcomes = try await connection.pipeline([
        [Statement("SELECT 1"), Statement("SELECT $1::int + 1", ["1"])],
        [],
        [Statement("SELECT 3")],
      ])
      #expect(outcomes.map(\.count) == [2, 0, 1])
      #expect(try outcomes[0][0].get()[0, 0] == "1")
      #expect(try outcomes[0][1].get()[0, 0] == "2")
      #expect(try outcomes[2][0].get()[0, 0] == "3")
      #expect(try await connection.pipeline([]).isEmpty)
    }
  }

  @Test func anErrorSkipsTheRestOfItsGroup() async throws {
    try await withConnection { connection, _ in
      let outcomes = try await connection.pipeline([
        [Statement("CREATE TABLE t (a int)"), Statement("SELECT 1/0"), Statement("SELECT 2")],
        [Statement("SELECT to_regclass('t')")],
        [Statement("SELEC 1")],
        [Statement("CREATE TABLE u (a int)")],
      ])
      #expect(
        kinds(outcomes) == [["success", "22012", "skipped"], ["success"], ["42601"], ["success"]])
      #expect(try outcomes[1][0].get()[0, 0] == nil)
      guard case .failure(let error) = outcomes[2][0] else { return }
      #expect(error.position == 1)
      #expect(error.statement == "SELEC 1")
      #expect(try await connection.query("SELECT to_regclass('u')")[0, 0] == "u")
    }
  }

  /// The way to probe many expressions in one transaction: each in a savepoint of its own.
  @Test func probesWithSavepoints() async throws {
    try await withConnection { connection, _ in
      try await connection.execute("BEGIN; CREATE TEMP TABLE p (a int)")
      var groups: [[Statement]] = []
      for expression in ["a > 0", "missing > 0", "a < 9"] {
        groups.append([
          Statement("SAVEPOINT probe"),
          Statement("ALTER TABLE p ADD CONSTRAINT c CHECK (\(expression))"),
          Statement("SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = 'c'"),
        ])
        groups.append([Statement("ROLLBACK TO SAVEPOINT probe")])
      }
      let outcomes = try await connection.pipeline(groups)
      #expect(await connection.transactionStatus == .inTransaction)
      #expect(try outcomes[0][2].get()[0, 0] == "CHECK ((a > 0))")
      #expect(kinds([outcomes[2]]) == [["success", "42703", "skipped"]])
      #expect(try outcomes[4][2].get()[0, 0] == "CHECK ((a < 9))")
      try await connection.execute("ROLLBACK")
    }
  }

  @Test func anErrorAtTheImplicitCommitIsTheLastStatements() async throws {
    try await withConnection { connection, _ in
      try await connection.execute(
        """
        CREATE TABLE t (a int PRIMARY KEY,
          b int REFERENCES t DEFERRABLE INITIALLY DEFERRED)
        """)
      let outcomes = try await connection.pipeline([
        [Statement("INSERT INTO t VALUES (1, 2)"), Statement("SELECT 1")],
        [Statement("SELECT count(*) FROM t")],
      ])
      #expect(kinds(outcomes) == [["success", "23503"], ["success"]])
      #expect(try outcomes[1][0].get()[0, 0] == "0")
    }
  }

  @Test func refusesWhatCannotBeSent() async throws {
    try await withConnection { connection, _ in
      let outcomes = try await connection.pipeline([
        [Statement("SELECT 1"), Statement("SELECT '\0'"), Statement("SELECT 1")],
        [Statement("SELECT 1")],
        [Statement("SELECT $1", Array(repeating: "1", count: 65536))],
      ])
      #expect(kinds(outcomes) == [["skipped", "22021", "skipped"], ["success"], ["08P01"]])
    }
  }

  @Test func endsTheSessionOnCopy() async throws {
    try await withConnection { connection, _ in
      let error = await #expect(throws: PostgresError.self) {
        try await connection.pipeline([[Statement("COPY (SELECT 1) TO STDOUT")]])
      }
      #expect(error?.isConnectionLoss == true)
    }
  }

  @Test func runsFiftyThousandStatements() async throws {
    try await withConnection { connection, _ in
      let outcomes = try await connection.pipeline(
        (0..<50_000).map { [Statement("SELECT \($0)")] })
      #expect(outcomes.count == 50_000)
      let isOrdered = try outcomes.indices.allSatisfy { try outcomes[$0][0].get()[0, 0] == "\($0)" }
      #expect(isOrdered)
    }
  }

  /// Both directions exceed what the socket buffers hold, within one group.
  @Test func sendsAndReceivesLargeDataAtOnce() async throws {
    try await withConnection { connection, _ in
      let filler = String(repeating: "x", count: 1 << 20)
      let outcomes = try await connection.pipeline([
        (0..<24).map { number in Statement("SELECT '\(number)\(filler)', $1::text", [filler]) }
      ])
      for (number, outcome) in outcomes[0].enumerated() {
        let result = try outcome.get()
        #expect(result.withUTF8Bytes(0, 0) { $0.count } == filler.utf8.count + "\(number)".count)
      }
    }
  }

  @Test func worksInATransaction() async throws {
    try await withConnection { connection, _ in
      try await connection.execute("BEGIN")
      let outcomes = try await connection.pipeline([
        [Statement("SELECT 1/0")], [Statement("SELECT 1")],
      ])
      #expect(kinds(outcomes) == [["22012"], ["25P02"]])
      #expect(await connection.transactionStatus == .inError)
      try await connection.execute("ROLLBACK")
    }
  }

  private func kinds(_ outcomes: [[PipelineOutcome]]) -> [[String]] {
    outcomes.map { group in
      group.map {
        switch $0 {
        case .success: "success"
        case .failure(let error): error.sqlState?.rawValue ?? "lost"
        case .skipped: "skipped"
        }
      }
    }
  }
}
