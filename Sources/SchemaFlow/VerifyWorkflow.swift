public import Postgres
import SchemaCore
public import Verification

/// What is compared with what.
public enum VerificationScope: Sendable {
  /// Two databases by their connection strings.
  case databases(ConnectionString, ConnectionString)
  /// Two schemas of the database that the settings name.
  case schemas(String, String)
  /// Pairs of columns of that database, as `table.column`; empty for all that are expanded.
  case pairs([String])

  /// Reads the arguments of the command.
  ///
  /// - Throws: `ProjectProblems` for arguments that are no two sides of one kind.
  public init(source: String?, target: String?, pairs: [String]) throws(ProjectProblems) {
    switch (source, target) {
    case (nil, nil) where !pairs.isEmpty: self = .pairs(pairs)
    case (let source?, let target?) where pairs.isEmpty:
      switch (Self.schema(source), Self.schema(target)) {
      case (let left?, let right?): self = .schemas(left, right)
      case (nil, nil):
        self = .databases(try Self.database(source), try Self.database(target))
      default:
        throw ProjectProblems(
          "unknown-side", "both sides are databases, or both are schemas: '\(source)', '\(target)'")
      }
    default:
      throw ProjectProblems(
        "unknown-side", "verify takes a source and a target, or --pair table.column")
    }
  }

  private static func schema(_ text: String) -> String? {
    guard text.hasPrefix("schema:") else { return nil }
    return String(text.dropFirst("schema:".count))
  }

  private static func database(_ text: String) throws(ProjectProblems) -> ConnectionString {
    guard text.contains("://") || text.contains("=") else {
      throw ProjectProblems(
        "unknown-side", "'\(text)' is no connection string and no 'schema:NAME'")
    }
    return ConnectionString(text)
  }
}

/// Compares rows: of two databases, of two schemas, or of the two columns of pairs.
public actor VerifyWorkflow {
  private let settings: Settings
  private let session: Session
  private let options: VerificationOptions
  private let progress: @Sendable (VerificationProgress) -> Void
  /// Of databases that the settings don't name.
  private var sessions: [Session] = []

  /// Creates a workflow; `session` leads to the database that the settings name.
  public init(
    settings: Settings, session: Session, options: VerificationOptions = VerificationOptions(),
    progress: @escaping @Sendable (VerificationProgress) -> Void = { _ in }
  ) {
    self.settings = settings
    self.session = session
    var options = options
    options.defaultSchema = settings.schema
    options.lockTimeout = settings.lockTimeout
    self.options = options
    self.progress = progress
  }

  /// Compares and returns what was found; a difference is no error.
  public func run(_ scope: VerificationScope) async throws(WorkflowError) -> VerificationResult {
    let outcome: Result<VerificationResult, WorkflowError>
    do throws(WorkflowError) {
      outcome = .success(try await compare(scope))
    } catch {
      outcome = .failure(error)
    }
    for session in sessions { await session.close() }
    return try outcome.get()
  }

  /// Interrupts what runs.
  public func cancel() async {
    for session in sessions + [session] { await session.cancel() }
  }

  private func compare(
    _ scope: VerificationScope
  ) async throws(WorkflowError) -> VerificationResult {
    let verification = Verification(options: options, progress: progress)
    var records: [ExpansionRecord] = []
    if case .pairs(let names) = scope { records = try await pairs(names) }
    do throws(VerificationError) {
      switch scope {
      case .databases(let source, let target):
        return try await verification.run(side(source), side(target))
      case .schemas(let source, let target):
        return try await verification.run(
          side(session, "schema \(source)", schema: source),
          side(session, "schema \(target)", schema: target), areInOneDatabase: true)
      case .pairs:
        return try await verification.run(records, in: side(session, "the database"))
      }
    } catch {
      throw WorkflowError(error)
    }
  }

  private func side(_ target: ConnectionString) -> VerificationSide {
    let session = Session(target)
    sessions.append(session)
    return side(session, "\(target)")
  }

  private func side(
    _ session: Session, _ name: String, schema: String? = nil
  ) -> VerificationSide {
    VerificationSide(name: name, schema: schema) { () async throws(PostgresError) in
      try await session.connect("verify")
    }
  }

  /// Returns the pairs by their new columns, or all that are expanded.
  private func pairs(_ names: [String]) async throws(WorkflowError) -> [ExpansionRecord] {
    var records: [ExpansionRecord] = []
    for name in names.isEmpty ? [nil] : names.map(Optional.some) {
      records += try await BackfillWorkflow(
        settings: settings, session: session, table: nil, column: name
      ).pairs()
    }
    let expanded = records.filter { $0.status == .expanded }
    if let ended = records.first(where: { $0.status != .expanded }), !names.isEmpty {
      throw .project(
        ProjectProblems(
          "unknown-expansion",
          "column '\(ended.table).\(ended.newColumn)' stands alone: its pair was contracted"))
    }
    return expanded
  }
}

extension WorkflowError {
  fileprivate init(_ error: VerificationError) {
    switch error {
    case .request(let code, let message): self = .project(ProjectProblems(code, message))
    case .database(let error, let activity): self = .database(error, doing: activity)
    }
  }
}
