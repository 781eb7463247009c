public import Postgres
public import SchemaCore

/// What a failure means for the run: whether to try again, and what to tell the user.
public enum FailureClass: String, Sendable, Hashable, CaseIterable {
  /// The connection was lost after COMMIT was sent: done or not, nobody has said.
  case unknownOutcome = "unknown-outcome"
  case connection
  /// Another session held a lock, or the two can't both go on.
  case contention
  /// Two sessions changed the same catalog row.
  case catalogRace = "catalog-race"
  case capacity
  /// Something that the statement names is not there.
  case dependency
  /// An extension's files, version or preloading are missing.
  case `extension`
  /// The SQL itself is wrong.
  case definition
  /// What is to be made exists.
  case conflict
  case blockedByDependents = "blocked-by-dependents"
  /// Rows stand against the change.
  case data
  case privilege
  /// The statement needs a transaction of its own, or none.
  case sessionShape = "session-shape"
  case timeout
  case unsupported
  case `internal`
  /// A code that no class has, such as what a user's own function raises.
  case unclassified

  /// Whether the same run may succeed later without any change to the project.
  public var isTransient: Bool {
    self == .contention || self == .catalogRace || self == .connection
  }

  /// Whether the transaction is tried again over the same connection.
  var isRetried: Bool { self == .contention || self == .catalogRace }
}

/// Returns the class of a failure, by code, severity and error fields (FACTS.md, section 4).
///
/// - Parameters:
///   - afterCommitSent: whether the failure came while COMMIT was in progress.
///   - kind: the operation that failed, which tells an extension's failures from others.
public func classify(
  _ error: PostgresError, afterCommitSent: Bool = false, during kind: OperationKind? = nil
) -> FailureClass {
  if isUnknownOutcome(error, afterCommitSent: afterCommitSent) { return .unknownOutcome }
  guard let code = error.sqlState else {
    return error.isConnectionLoss ? .connection : .internal
  }
  if let found = classByFields(error, code, kind) ?? classesByCode[code.rawValue] { return found }
  if let found = classesByErrorClass[code.errorClass] { return found }
  return error.isConnectionLoss ? .connection : .unclassified
}

private func isUnknownOutcome(_ error: PostgresError, afterCommitSent: Bool) -> Bool {
  if error.sqlState == "08007" || error.sqlState == "40003" { return true }
  return afterCommitSent && error.isConnectionLoss
}

/// The codes that mean different things, told apart by other fields and the operation.
///
/// Message text is asked only where PostgreSQL gives nothing else; a translated one then falls
/// into the code's ordinary class.
private func classByFields(
  _ error: PostgresError, _ code: SQLState, _ kind: OperationKind?
) -> FailureClass? {
  let isExtension = kind?.name.hasSuffix("_extension") ?? false
  switch code.rawValue {
  // A healthy session reports so what another server refused (CREATE SUBSCRIPTION, dblink).
  case "08000", "08001", "08003", "08006":
    return error.isConnectionLoss ? .connection : .unclassified
  case "23505" where error.schemaName == "pg_catalog": return .catalogRace
  case "XX000":
    return error.message.contains("tuple concurrently") ? .catalogRace : .internal
  case "0A000":
    if isExtension || error.message.contains("is not available") { return .extension }
    let isUsed = error.message.contains("used by a") || error.message.contains("used in a policy")
    return isUsed ? .blockedByDependents : .unsupported
  case "22023" where isExtension || error.message.contains("has no installation script"):
    return .extension
  case "55000":
    return isExtension || error.message.contains("shared_preload_libraries") ? .extension : nil
  case "42704" where error.message.contains("configuration parameter"): return .extension
  default: return nil
  }
}

private let classesByCode: [String: FailureClass] = {
  let rows: [(FailureClass, [String])] = [
    (.connection, ["57P01", "57P02", "57P03", "57P05", "25P03", "25P04"]),
    (.contention, ["55P03", "40001", "40P01", "55006"]),
    (.capacity, ["53000", "53100", "53200", "53300", "53400", "58030"]),
    (
      .dependency,
      ["42P01", "42883", "42704", "42703", "3F000", "42P02", "42P10", "42830"]
    ),
    (.extension, ["58P01"]),
    (
      .definition,
      [
        "42601", "42804", "42846", "42P13", "42P16", "42P17", "42P18", "42P20", "42611", "42939",
        "22023", "42803", "428C9",
      ]
    ),
    (.conflict, ["42P07", "42P06", "42710", "42723", "42701", "42P04"]),
    (.blockedByDependents, ["2BP01"]),
    (.data, ["23502", "23503", "23505", "23514", "23P01"]),
    (.privilege, ["42501", "25006"]),
    (.sessionShape, ["25001", "55P04", "25P02"]),
    (.timeout, ["57014"]),
    (.internal, ["XX001", "XX002", "58000"]),
  ]
  return Dictionary(
    uniqueKeysWithValues: rows.flatMap { row in row.1.map { ($0, row.0) } })
}()

private let classesByErrorClass: [String: FailureClass] = [
  "22": .data, "28": .privilege, "54": .capacity,
]
