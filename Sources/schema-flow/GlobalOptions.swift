public import ArgumentParser
public import Planning
import SchemaFlow

/// The flags that every command takes (FORMAT.md, section 6).
struct GlobalOptions: ParsableArguments {
  @Option(
    name: [.customLong("connection-string"), .customLong("db")],
    help: "The database: a URI, or libpq's keyword=value form.")
  var connectionString: String?

  @Flag(
    name: .customLong("ephemeral"),
    help: "Use a throwaway server; --ephemeral=keep leaves it running.")
  var isEphemeral = false

  @Flag(name: .customLong("ephemeral-keep"), help: .hidden)
  var keepsEphemeral = false

  @Option(name: .customLong("dir"), help: "The schema directory (default: ./schema).")
  var directory: String?

  @Option(help: "The schema of what names none (default: public).")
  var schema: String?

  @Option(
    name: .customLong("env"), help: "The environment of the configuration file to use.")
  var environmentName: String?

  @Option(
    name: .customLong("config"),
    help: "The configuration file (default: schema-flow.config.yaml).")
  var configurationPath: String?

  @Flag(name: .customLong("allow-destructive"), help: "Allow what may lose data or objects.")
  var allowsDestructive = false

  @Flag(name: .customLong("dry-run"), help: "Change nothing; show what would be done.")
  var isDryRun = false

  @Flag(name: .customLong("skip-checks"), help: "Leave prechecks out.")
  var skipsChecks = false

  @Option(
    name: .customLong("lock-timeout"),
    help: "How long to wait for a strong lock, in milliseconds (default: 5000).")
  var lockTimeout: Int?

  @Option(
    name: .customLong("statement-timeout"),
    help: "How long a statement may run, in milliseconds (default: 30000; 0: no limit).")
  var statementTimeout: Int?

  @Option(
    name: .customLong("max-retries"),
    help: "How often a transaction is tried again (default: 3).")
  var maxRetries: Int?

  @Option(
    name: .customLong("per-tx-sql"), help: "An SQL file that runs first in every transaction.")
  var perTransactionSQLPath: String?

  @Option(
    help: "atomic: one transaction before and one after the indexes; per-table: short ones.")
  var transactions: TransactionMode?

  @Option(
    name: .customLong("lock-wait"),
    help: "How long to wait for another runner, in milliseconds (default: 0).")
  var lockWait: Int?

  @Flag(name: .long, help: "Show the SQL of each operation.")
  var verbose = false

  @Flag(name: .long, help: "Show only the last line.")
  var quiet = false

  @Flag(name: .customLong("json"), help: "Write one JSON document to standard output.")
  var isJSON = false

  func validate() throws {
    let numbers = [
      ("--lock-timeout", lockTimeout), ("--statement-timeout", statementTimeout),
      ("--max-retries", maxRetries), ("--lock-wait", lockWait),
    ]
    for (name, value) in numbers where (value ?? 0) < 0 {
      throw ValidationError("\(name) must not be negative")
    }
  }

  /// The flags as the library takes them.
  var flags: Flags {
    var flags = Flags()
    flags.connectionString = connectionString
    flags.directory = directory
    flags.schema = schema
    flags.environmentName = environmentName
    flags.configurationPath = configurationPath
    flags.allowsDestructive = allowsDestructive
    flags.isDryRun = isDryRun
    flags.skipsChecks = skipsChecks
    flags.lockTimeout = lockTimeout
    flags.statementTimeout = statementTimeout
    flags.maxRetries = maxRetries
    flags.perTransactionSQLPath = perTransactionSQLPath
    flags.transactions = transactions
    flags.lockWait = lockWait
    flags.isVerbose = verbose
    flags.isQuiet = quiet
    flags.isJSON = isJSON
    return flags
  }
}

extension TransactionMode: ExpressibleByArgument {}
