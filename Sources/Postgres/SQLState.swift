/// A five-character error code of the server, such as `42P01`.
public struct SQLState: RawRepresentable, Hashable, Sendable, ExpressibleByStringLiteral,
  CustomStringConvertible
{
  /// The code itself.
  public let rawValue: String

  /// Creates a code from its five characters.
  public init(rawValue: String) {
    self.rawValue = rawValue
  }

  /// Creates a code from its five characters.
  public init(stringLiteral value: String) {
    rawValue = value
  }

  /// The code itself.
  public var description: String {
    rawValue
  }

  /// The first two characters, which name the class of the error.
  public var errorClass: String {
    String(rawValue.prefix(2))
  }
}

/// The names are those of PostgreSQL's `errcodes.txt`.
extension SQLState {
  public static let successfulCompletion: SQLState = "00000"
  public static let warning: SQLState = "01000"

  public static let connectionException: SQLState = "08000"
  public static let unableToEstablishConnection: SQLState = "08001"
  public static let connectionDoesNotExist: SQLState = "08003"
  public static let connectionFailure: SQLState = "08006"
  public static let protocolViolation: SQLState = "08P01"

  public static let featureNotSupported: SQLState = "0A000"
  public static let characterNotInRepertoire: SQLState = "22021"
  public static let invalidParameterValue: SQLState = "22023"
  public static let invalidTextRepresentation: SQLState = "22P02"

  public static let integrityConstraintViolation: SQLState = "23000"
  public static let restrictViolation: SQLState = "23001"
  public static let notNullViolation: SQLState = "23502"
  public static let foreignKeyViolation: SQLState = "23503"
  public static let uniqueViolation: SQLState = "23505"
  public static let checkViolation: SQLState = "23514"
  public static let exclusionViolation: SQLState = "23P01"

  public static let activeTransaction: SQLState = "25001"
  public static let readOnlyTransaction: SQLState = "25006"
  public static let noActiveTransaction: SQLState = "25P01"
  public static let inFailedTransaction: SQLState = "25P02"
  public static let idleInTransactionSessionTimeout: SQLState = "25P03"

  public static let invalidAuthorizationSpecification: SQLState = "28000"
  public static let invalidPassword: SQLState = "28P01"
  public static let dependentObjectsStillExist: SQLState = "2BP01"
  public static let invalidCatalogName: SQLState = "3D000"
  public static let invalidSchemaName: SQLState = "3F000"

  public static let serializationFailure: SQLState = "40001"
  public static let deadlockDetected: SQLState = "40P01"

  public static let insufficientPrivilege: SQLState = "42501"
  public static let syntaxError: SQLState = "42601"
  public static let duplicateColumn: SQLState = "42701"
  public static let undefinedColumn: SQLState = "42703"
  public static let undefinedObject: SQLState = "42704"
  public static let duplicateObject: SQLState = "42710"
  public static let duplicateFunction: SQLState = "42723"
  public static let datatypeMismatch: SQLState = "42804"
  public static let wrongObjectType: SQLState = "42809"
  public static let undefinedFunction: SQLState = "42883"
  public static let undefinedTable: SQLState = "42P01"
  public static let duplicateDatabase: SQLState = "42P04"
  public static let duplicateSchema: SQLState = "42P06"
  public static let duplicateTable: SQLState = "42P07"
  public static let invalidTableDefinition: SQLState = "42P16"
  public static let invalidObjectDefinition: SQLState = "42P17"

  public static let diskFull: SQLState = "53100"
  public static let outOfMemory: SQLState = "53200"
  public static let tooManyConnections: SQLState = "53300"
  public static let objectNotInPrerequisiteState: SQLState = "55000"
  public static let objectInUse: SQLState = "55006"
  public static let lockNotAvailable: SQLState = "55P03"
  public static let unsafeNewEnumValueUsage: SQLState = "55P04"

  public static let queryCanceled: SQLState = "57014"
  public static let adminShutdown: SQLState = "57P01"
  public static let crashShutdown: SQLState = "57P02"
  public static let cannotConnectNow: SQLState = "57P03"
  public static let databaseDropped: SQLState = "57P04"
  public static let idleSessionTimeout: SQLState = "57P05"

  public static let raiseException: SQLState = "P0001"
  public static let internalError: SQLState = "XX000"
}
