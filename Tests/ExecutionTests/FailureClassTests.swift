import Postgres
import SchemaCore
import Testing

@testable import Execution

/// Each row of FACTS.md, section 4.
struct FailureClassTests {
  struct Row: Sendable, CustomTestStringConvertible {
    var failureClass: FailureClass
    var codes: [String]
    var severity = "ERROR"
    var afterCommitSent = false
    var testDescription: String { "\(failureClass.rawValue) \(codes) \(severity)" }
  }

  static let rows = [
    Row(failureClass: .unknownOutcome, codes: ["08007", "40003"]),
    Row(
      failureClass: .unknownOutcome, codes: ["08006", "57P01", "57P02"], severity: "FATAL",
      afterCommitSent: true),
    Row(
      failureClass: .connection,
      codes: [
        "08000", "08001", "08003", "08006", "57P01", "57P02", "57P03", "57P05", "25P03",
        "25P04", "57P04",
      ], severity: "FATAL"),
    // CREATE SUBSCRIPTION to a dead publisher, on a healthy session.
    Row(failureClass: .unclassified, codes: ["08006", "08001"]),
    Row(failureClass: .contention, codes: ["55P03", "40001", "40P01", "55006"]),
    Row(failureClass: .contention, codes: ["40001", "40P01"], afterCommitSent: true),
    Row(
      failureClass: .capacity,
      codes: ["53000", "53100", "53200", "53300", "53400", "54000", "54011", "58030"]),
    Row(failureClass: .capacity, codes: ["53300"], severity: "FATAL"),
    Row(
      failureClass: .dependency,
      codes: ["42P01", "42883", "42704", "42703", "3F000", "42P02", "42P10", "42830"]),
    Row(failureClass: .extension, codes: ["58P01"]),
    Row(
      failureClass: .definition,
      codes: [
        "42601", "42804", "42846", "42P13", "42P16", "42P17", "42P18", "42P20", "42611", "42939",
        "22023", "42803", "428C9",
      ]),
    Row(
      failureClass: .conflict, codes: ["42P07", "42P06", "42710", "42723", "42701", "42P04"]),
    Row(failureClass: .blockedByDependents, codes: ["2BP01"]),
    Row(
      failureClass: .data,
      codes: ["22001", "22P02", "23502", "23503", "23505", "23514", "23P01"]),
    Row(failureClass: .data, codes: ["23503"], afterCommitSent: true),
    Row(failureClass: .privilege, codes: ["42501", "25006"]),
    Row(failureClass: .privilege, codes: ["28000", "28P01"], severity: "FATAL"),
    Row(failureClass: .sessionShape, codes: ["25001", "55P04", "25P02"]),
    Row(failureClass: .timeout, codes: ["57014"]),
    Row(failureClass: .unsupported, codes: ["0A000"]),
    Row(failureClass: .internal, codes: ["XX000", "XX001", "XX002", "58000"]),
    Row(failureClass: .unclassified, codes: ["P0001", "55000"]),
  ]

  @Test(arguments: rows) func classifiesByCode(_ row: Row) {
    for code in row.codes {
      let error = PostgresError(
        severity: row.severity, sqlState: SQLState(rawValue: code), message: "-")
      #expect(
        classify(error, afterCommitSent: row.afterCommitSent) == row.failureClass, "\(code)")
    }
  }

  @Test func classifiesALostSocket() {
    let error = PostgresError(severity: "FATAL", message: "server closed the connection")
    #expect(classify(error) == .connection)
    #expect(classify(error, afterCommitSent: true) == .unknownOutcome)
  }

  @Test func classifiesCatalogRaces() {
    var duplicate = PostgresError(sqlState: "23505", message: "duplicate key")
    #expect(classify(duplicate) == .data)
    duplicate.schemaName = "pg_catalog"
    #expect(classify(duplicate) == .catalogRace)
    let race = PostgresError(sqlState: "XX000", message: "tuple concurrently updated")
    #expect(classify(race) == .catalogRace)
  }

  @Test func tellsExtensionsByTheirOperation() {
    let kind = OperationKind("create_extension", .extensions)
    for code in ["0A000", "22023", "58P01", "55000"] {
      let error = PostgresError(sqlState: SQLState(rawValue: code), message: "nicht verfügbar")
      #expect(classify(error, during: kind) == .extension)
    }
    let missing = PostgresError(
      sqlState: "0A000", message: "extension \"postgis\" is not available")
    #expect(classify(missing) == .extension)
    let parameter = PostgresError(
      sqlState: "42704", message: "unrecognized configuration parameter \"cron.x\"")
    #expect(classify(parameter) == .extension)
  }

  @Test func tellsWhatDependsFromWhatIsUnsupported() {
    let error = PostgresError(
      sqlState: "0A000", message: "cannot alter type of a column used by a view or rule")
    #expect(classify(error) == .blockedByDependents)
  }

  @Test func knowsWhatMayPass() {
    #expect(
      FailureClass.allCases.filter(\.isTransient) == [.connection, .contention, .catalogRace])
  }
}
