public import Planning
public import Postgres
public import SchemaKinds
import SourceText
import SystemPackage
public import YAMLSource

/// What the command line says; nil is what it leaves to the configuration file.
public struct Flags: Sendable {
  public var connectionString: String?
  public var directory: String?
  public var schema: String?
  public var environmentName: String?
  public var configurationPath: String?
  public var allowsDestructive = false
  public var isDryRun = false
  public var skipsChecks = false
  /// In milliseconds.
  public var lockTimeout: Int?
  /// In milliseconds.
  public var statementTimeout: Int?
  public var maxRetries: Int?
  public var perTransactionSQLPath: String?
  public var transactions: TransactionMode?
  /// How long to wait for another runner, in milliseconds.
  public var lockWait: Int?
  public var isVerbose = false
  public var isQuiet = false
  public var isJSON = false

  /// The configuration keys that the flags make irrelevant.
  var givenKeys: Set<String> {
    var keys: Set<String> = []
    if connectionString != nil { keys.insert("connectionString") }
    if directory != nil { keys.insert("baseDir") }
    if schema != nil { keys.insert("pgSchema") }
    if perTransactionSQLPath != nil { keys.insert("perTxSqlPath") }
    return keys
  }

  /// Creates flags of which none is given.
  public init() {}
}

/// What a command works with: flags, then the configuration file, then the environment.
public struct Settings: Sendable {
  public var connection: ConnectionString
  public var directory: String
  public var schema: String
  public var imports: [ProjectImport]
  public var allowsDestructive: Bool
  public var isDryRun: Bool
  public var skipsChecks: Bool
  /// In milliseconds.
  public var lockTimeout: Int
  /// In milliseconds; 0 is none.
  public var statementTimeout: Int
  public var maxRetries: Int
  /// The text of `--per-tx-sql`, nil without.
  public var perTransactionSQL: String?
  public var bootstrapSession: [(name: String, value: String)]
  public var historyTable: String?
  /// How the schemas of views are called that show one shape of the tables each; nil for none.
  public var versions: VersionNaming?
  public var transactions: TransactionMode
  /// How long to wait for another runner, in milliseconds.
  public var lockWait: Int
  public var isVerbose: Bool
  public var isQuiet: Bool
  public var isJSON: Bool
  /// The process's environment, for the secrets that a project takes from it.
  public var environment: [String: String]
}

extension Settings {
  /// Resolves flags, configuration file and environment.
  ///
  /// - Throws: `ProjectProblems` for a faulty configuration or an unreadable file.
  public static func resolve(
    _ flags: Flags, environment: [String: String]
  ) throws(ProjectProblems) -> Settings {
    var report = DiagnosticReport()
    let configuration = loadConfiguration(
      path: flags.configurationPath, environmentName: flags.environmentName,
      environment: environment, overriddenKeys: flags.givenKeys, into: &report)
    let perTransactionSQL = readPerTransactionSQL(
      flags.perTransactionSQLPath ?? configuration.perTxSqlPath, into: &report)
    guard !report.hasErrors else { throw ProjectProblems(report) }
    let text =
      flags.connectionString ?? configuration.connectionString
      ?? environment["SCHEMA_FLOW_DATABASE_URL"] ?? environment["DATABASE_URL"] ?? ""
    return Settings(
      connection: ConnectionString(text),
      directory: flags.directory ?? configuration.baseDir ?? "./schema",
      schema: flags.schema ?? configuration.pgSchema ?? "public",
      imports: configuration.imports,
      allowsDestructive: flags.allowsDestructive || configuration.allowDestructive == true,
      isDryRun: flags.isDryRun || configuration.dryRun == true,
      skipsChecks: flags.skipsChecks || configuration.skipChecks == true,
      lockTimeout: flags.lockTimeout ?? configuration.lockTimeout ?? 5000,
      statementTimeout: flags.statementTimeout ?? configuration.statementTimeout ?? 30000,
      maxRetries: flags.maxRetries ?? configuration.maxRetries ?? 3,
      perTransactionSQL: perTransactionSQL,
      bootstrapSession: configuration.bootstrapSession,
      historyTable: configuration.historyTable,
      versions: configuration.versions.map { $0.isEmpty ? .hash : .name($0) },
      transactions: flags.transactions ?? .atomic,
      lockWait: flags.lockWait ?? 0,
      isVerbose: flags.isVerbose || configuration.verbose == true,
      isQuiet: flags.isQuiet || configuration.quiet == true,
      isJSON: flags.isJSON || configuration.json == true,
      environment: environment)
  }

  private static func readPerTransactionSQL(
    _ path: String?, into report: inout DiagnosticReport
  ) -> String? {
    guard let path else { return nil }
    do {
      return try String(decoding: readFile(path), as: UTF8.self)
    } catch {
      report.error("unreadable-file", "file '\(path)' of --per-tx-sql: \(error)", at: nil)
      return nil
    }
  }
}

/// Returns a file's bytes.
func readFile(_ path: String) throws(Errno) -> [UInt8] {
  do {
    let descriptor = try FileDescriptor.open(FilePath(path), .readOnly)
    return try descriptor.closeAfter {
      var bytes: [UInt8] = []
      var buffer = [UInt8](repeating: 0, count: 65536)
      while true {
        let count = try buffer.withUnsafeMutableBytes { try descriptor.read(into: $0) }
        if count == 0 { return bytes }
        bytes += buffer[..<count]
      }
    }
  } catch let error as Errno {
    throw error
  } catch {
    throw .ioError
  }
}
