import Catalog
import Execution
import Planning
import Postgres
import SchemaCore
import SchemaFlow
import SourceText
import Synchronization
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What every case builds is written as a project, which then finds nothing to do.
///
/// On a server of its own: the cases' roles are the cluster's, and change in `CaseTests`.
@Suite struct GenerateTests {
  @Test(arguments: try ProofCase.all().filter(\.lacking.isEmpty))
  func wayBack(_ proof: ProofCase) async throws {
    try await gate.pass {
      try await withOwnDatabase { target in
        try await build(proof, on: target)
        let generated = try await generatedProject(from: target)
        let project = try ProjectDirectory(generated.schemaFiles)
        do {
          let plan = try await project.plan(target) { $0.allowsDestructive = true }.plan
          let left = plan.operations.map { item in
            "\(item.operation.kind.name): "
              + item.operation.statements.map(\.sql).joined(separator: "; ")
          }
          #expect(left == [], "\(generated.text)")
          #expect(plan.blocked.map { "\($0.operation.object): \($0.reason)" } == [])
          #expect(generated.unmanaged == [])
        } catch let problems as ProjectProblems {
          Issue.record("\(problems.report.words)\n\(generated.text)")
        } catch WorkflowError.project(let problems) {
          Issue.record("\(problems.report.words)\n\(generated.text)")
        }
        #expect(try await generatedProject(from: target).files == generated.files)
      }
    }
  }

  private func build(_ proof: ProofCase, on target: ConnectionString) async throws {
    if let sql = proof.file("live.sql") {
      let connection = try await Connection.connect(to: target, applicationName: "case")
      try await connection.execute(sql)
      await connection.close()
    }
    let project = try ProjectDirectory(["schema/case.yaml": proof.file("a.yaml") ?? ""])
    let result = try await project.run(target) { $0.allowsDestructive = true }
    #expect(result.isSuccess, "\(result.failure.map { "\($0.error)" } ?? "")")
  }
}

/// What generate must keep that no case of another kind has.
@Suite struct GeneratedSeedTests {
  @Test func rowsCompareEqual() async throws {
    try await withOwnDatabase { target in
      let connection = try await Connection.connect(to: target, applicationName: "test")
      try await connection.execute(Self.tables)
      await connection.close()
      var options = GenerateOptions()
      options.seeds = ["kinds", "Odd.keyless"]
      let generated = try await generatedProject(from: target, options)
      #expect(generated.files.map(\.path).filter { $0.hasPrefix("seeds/") }.count == 2)
      let project = try ProjectDirectory(generated.schemaFiles)
      let plan = try await project.plan(target).plan
      #expect(plan.operations.map { "\($0.operation.statements)" } == [])
      try await withOwnDatabase { copy in
        let result = try await project.run(copy)
        #expect(result.isSuccess, "\(result.failure.map { "\($0.error)" } ?? "")")
        for table in ["kinds", "\"Odd\".keyless"] {
          #expect(try await rows(of: table, on: copy) == rows(of: table, on: target))
        }
      }
    }
  }

  private func rows(of table: String, on target: ConnectionString) async throws -> [String] {
    let connection = try await Connection.connect(to: target, applicationName: "test")
    let result = try await connection.query("SELECT t::text FROM \(table) t ORDER BY 1")
    await connection.close()
    return (0..<result.rowCount).map { result[$0, 0] ?? "" }
  }

  private static let tables = #"""
    CREATE TABLE kinds (
      id int PRIMARY KEY, big numeric(20,4), real_one float8, truth bool, word text, short varchar(3),
      moment timestamptz, day date, span interval, bytes bytea, doc json, tree jsonb, list text[],
      grid int[], net inet, spread int4range, place point, doubled int GENERATED ALWAYS AS (id * 2) STORED
    );
    INSERT INTO kinds VALUES
      (1, 12345.6789, 0.1, true, E'two\nlines ''and'' "quotes"\t', 'abc', '2024-02-29 12:30:00.5+02',
       '2024-02-29', '1 mon -2 days 03:04:05', '\x00ff10', '{"b": 1,  "a": [null, 1.50]}',
       '{"b": 1, "a": [null, 1.50]}', ARRAY['a,b', 'NULL', NULL, '', '{x}', '"q"'], '{{1,2},{3,4}}',
       '10.0.0.0/8', '[1,5)', '(1,2)'),
      (2, -0.5, 'NaN', false, '', 'no', '-infinity', 'infinity', '0', '', 'null', '"text"', '{}', '{}',
       '::1', 'empty', '(0,0)'),
      (3, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
      (10, 7, '-Infinity', true, 'null', '~', 'epoch', '0044-03-15 BC', '-1 year', '\x5c', '[]', '{}',
       ARRAY['true', '12'], '{1,NULL}', '192.168.1.1', '(,)', '(-1.5,1e+300)');
    CREATE SCHEMA "Odd";
    CREATE TABLE "Odd".keyless (a text, "no" text);
    INSERT INTO "Odd".keyless VALUES ('x', '2024-01-01'), (NULL, 'yes'), ('0x1F', '1e3');
    """#
}

private let gate = CaseGate(width: 3)

private func generatedProject(
  from target: ConnectionString, _ options: GenerateOptions = GenerateOptions()
) async throws -> GeneratedProject {
  let connection = try await Connection.connect(to: target, applicationName: "generate")
  let settings = try ProjectDirectory([:]).settings(target)
  let project = try await Generator(settings: settings, options: options)
    .generate(over: connection)
  await connection.close()
  return project
}

extension GeneratedProject {
  /// The files by their path from the project's directory.
  fileprivate var schemaFiles: [String: String] {
    Dictionary(files.map { ("schema/\($0.path)", $0.text) }, uniquingKeysWith: { $1 })
  }

  fileprivate var text: String {
    files.map { "# \($0.path)\n\($0.text)" }.joined() + omissions.map { "\($0)\n" }.joined()
  }
}

extension DiagnosticReport {
  fileprivate var words: String { sorted().map(\.text).joined(separator: "\n") }
}

/// The server of this file's tests, started with the first one.
private enum OwnServer {
  static let ephemeral = Mutex<EphemeralServer?>(nil)
  static let count = Atomic(0)
  static let started = Task<ConnectionString, any Error> {
    let server = try await EphemeralServer.start(settings: ["max_connections": "200"])
    ephemeral.withLock { $0 = server }
    atexit { OwnServer.ephemeral.withLock { $0?.stopNow() } }
    return server.connectionString
  }
}

private func withOwnDatabase<R>(
  isolation: isolated (any Actor)? = #isolation, _ body: (ConnectionString) async throws -> R
) async throws -> R {
  let server = try await OwnServer.started.value
  let name = "generate_\(OwnServer.count.add(1, ordering: .relaxed).newValue)"
  let administrator = try await Connection.connect(to: server, applicationName: "tests")
  try await administrator.execute("CREATE DATABASE \(name) TEMPLATE template0")
  await administrator.close()
  return try await body(server.withDatabase(name))
}
