public import Postgres

/// A database, or one of its schemas, whose rows are compared with another's.
public struct VerificationSide: Sendable {
  /// What reports call it; without secrets.
  public var name: String
  /// The schema whose tables are meant; nil for the tables of all schemas, by their full names.
  public var schema: String?
  let open: @Sendable () async throws(PostgresError) -> Connection

  /// Creates a side from what opens a connection to it.
  public init(
    name: String, schema: String? = nil,
    open: @escaping @Sendable () async throws(PostgresError) -> Connection
  ) {
    self.name = name
    self.schema = schema
    self.open = open
  }
}

/// Which of the two sides something is about.
public enum SideName: String, Sendable, Hashable, CaseIterable {
  case source, target
}

/// What keeps a verification from coming to an answer.
public enum VerificationError: Error, Sendable {
  /// What was asked for can't be: the code of a diagnostic, and the message.
  case request(code: String, message: String)
  case database(PostgresError, doing: String)
}
