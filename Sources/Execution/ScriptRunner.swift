import Crypto
import Planning
import Postgres
import SourceText

/// Runs pre- and post-scripts, each in a transaction of its own that also records it.
public struct ScriptRunner: Sendable {
  private let executor: Executor
  private let state: StateSchema
  private let defaultSchema: String

  /// Creates a runner; the state schema must exist and use the executor's connection.
  public init(executor: Executor, state: StateSchema, defaultSchema: String) {
    self.executor = executor
    self.state = state
    self.defaultSchema = defaultSchema
  }

  /// Returns SHA-256 of a file's bytes in hexadecimal digits, as the history keeps it.
  public static func contentHash(of bytes: [UInt8]) -> String {
    var hash = SHA256()
    bytes.withUnsafeBytes { hash.update(bufferPointer: $0) }
    return hash.finalize().map { byte in
      let digits = String(byte, radix: 16)
      return digits.count == 1 ? "0" + digits : digits
    }.joined()
  }

  /// Runs a script and records it; contention is retried like that of any transaction.
  ///
  /// Afterwards all settings of the session are as they were when it was opened.
  ///
  /// - Throws: the failure with its line and column; the transaction is rolled back.
  public func run(text: String, path: String, phase: String) async throws(ExecutionFailure) {
    let script = ScriptStatements(text)
    if let control = script.statements.first(where: \.isTransactionControl) {
      throw refusal(of: control, in: script)
    }
    let hash = Self.contentHash(of: Array(text.utf8))
    let record = state.recording(
      filePath: path, schema: defaultSchema, hash: hash, phase: phase)
    let unit = unit(of: script, record: record)
    let firstStatement = unit.parts.count - script.statements.count - 1
    let outcome = await executor.driver().run([unit])
    if let failure = outcome.failure {
      let place = failure.part.map { $0 - firstStatement } ?? -1
      let statement =
        script.statements.indices.contains(place) ? script.statements[place] : nil
      throw self.failure(failure, at: statement, in: script)
    }
    // SET without LOCAL outlives the transaction, as a dump's empty search_path does.
    try? await executor.connection.execute("RESET SESSION AUTHORIZATION; RESET ROLE; RESET ALL")
  }

  private func unit(of script: ScriptStatements, record: UnitStatement) -> ExecutionUnit {
    let schemas = defaultSchema == "public" ? ["public"] : [defaultSchema, "public"]
    let assembly = UnitAssembly(plan: Plan(), options: executor.options)
    let opening =
      assembly.opening(isBootstrap: false)
      + [UnitStatement("SET LOCAL search_path = \(searchPath(schemas))")]
    let parts =
      assembly.parts(opening: opening, body: [])
      + script.statements.map { .script($0.text) } + [.statements([record])]
    return ExecutionUnit(form: .transaction, parts: parts)
  }

  // MARK: Failures

  private func failure(
    _ failure: ExecutionOutcome.Failure, at statement: ScriptStatements.Statement?,
    in script: ScriptStatements
  ) -> ExecutionFailure {
    var result = ExecutionFailure(failure, in: Plan())
    result.scriptPosition = statement.map {
      script.position(of: failure.cause.error.position, in: $0)
    }
    if failure.cause.error.sqlState == .activeTransaction, result.error.hint == nil {
      result.error.hint = """
        each script runs in one transaction: declare the index in YAML, which builds it \
        concurrently, or run the statement by hand
        """
    }
    return result
  }

  private func refusal(
    of statement: ScriptStatements.Statement, in script: ScriptStatements
  ) -> ExecutionFailure {
    let error = PostgresError(
      sqlState: .activeTransaction, message: "a script can't begin or end a transaction",
      hint: "remove the statement: each script runs in a transaction of its own",
      statement: statement.text)
    return ExecutionFailure(
      operation: nil, index: nil, statement: statement.text, error: error,
      failureClass: .sessionShape, blockers: [], attempts: 0,
      scriptPosition: script.position(of: nil, in: statement))
  }
}
