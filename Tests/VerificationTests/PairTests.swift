import SchemaFlow
import TestSupport
import Testing
import Verification

/// The two columns of an expand pair.
@Suite struct PairTests {
  private static let table = """
    table: items
    columns:
      - {name: id, type: bigint, primary_key: true}
      - {name: price, type: text}

    """
  private static let expansion = """
      - name: cents
        type: numeric(12,2)
        expand: {from: price, transform: 'price::numeric(12,2)'}

    """

  @Test(arguments: VerificationMode.allCases)
  func rowsThatDontFollowTheTransform(_ mode: VerificationMode) async throws {
    try await withDatabase { database in
      let project = try ProjectDirectory(["schema/items.yaml": Self.table])
      _ = try await project.run(database)
      try await execute(
        "INSERT INTO items SELECT i, i FROM generate_series(1, 3000) i", on: database)
      try project.write(Self.table + Self.expansion, to: "schema/items.yaml")
      _ = try await project.run(database)
      let settings = try project.settings(database)
      var options = VerificationOptions()
      options.mode = mode
      func compare(_ names: [String] = ["items.cents"]) async throws -> VerificationResult {
        let session = Session(database)
        let result = try await VerifyWorkflow(
          settings: settings, session: session, options: options
        ).run(.pairs(names))
        await session.close()
        return result
      }
      options.maxDifferences = 5
      let open = try await compare()
      #expect(open.rows.count == 5 && !open.tables[0].isComplete)
      #expect(open.tables[0].name == "public.items.cents")
      #expect(open.tables[0].source?.rowCount == 3000)
      try await execute(
        """
        ALTER TABLE items DISABLE TRIGGER USER;
        UPDATE items SET cents = price::numeric(12,2);
        """, on: database)
      let done = try await compare([])
      #expect(done.isEqual && done.tables[0].sampledRows == 100, "\(done)")
      try await execute("UPDATE items SET cents = 5 WHERE id = 1234", on: database)
      let diverged = try await compare()
      #expect(diverged.rows == ["different 1234: cents"])
      #expect(diverged.tables[0].differences[0].values[0].source == "1234.00")
      await #expect(throws: WorkflowError.self) { _ = try await compare(["items.price"]) }
    }
  }
}
