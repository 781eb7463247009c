internal import SourceText

/// What the configuration file says for one environment; nil is what it leaves open.
public struct Configuration: Sendable {
  public var connectionString: String?
  public var baseDir: String?
  public var pgSchema: String?
  public var dryRun: Bool?
  public var allowDestructive: Bool?
  public var skipChecks: Bool?
  public var verbose: Bool?
  public var quiet: Bool?
  public var json: Bool?
  /// In milliseconds.
  public var lockTimeout: Int?
  /// In milliseconds.
  public var statementTimeout: Int?
  public var maxRetries: Int?
  public var perTxSqlPath: String?
  /// The settings of the bootstrap transaction, in the order of the file.
  public var bootstrapSession: [(name: String, value: String)] = []
  public var historyTable: String?
  public var imports: [ProjectImport] = []
  /// Whether each shape of the tables has a schema of views: a name for it, or empty for a hash.
  public var versions: String?
  /// The file that was read, nil where there is none.
  public var path: String?

  /// Creates a configuration that says nothing.
  public init() {}

  /// The keys of an environment; they may stand at the top level too.
  static let keys = [
    "connectionString", "baseDir", "pgSchema", "dryRun", "allowDestructive", "skipChecks",
    "verbose", "quiet", "json", "lockTimeout", "statementTimeout", "maxRetries", "perTxSqlPath",
    "bootstrapSession", "historyTable", "imports", "versions",
  ]
}

extension Configuration {
  /// Takes the keys of the merged sections, and reports those of a wrong type.
  mutating func read(_ reader: inout MappingReader, _ report: inout DiagnosticReport) {
    connectionString = reader.string("connectionString", &report)
    baseDir = reader.string("baseDir", &report)
    pgSchema = reader.string("pgSchema", &report)
    dryRun = reader.bool("dryRun", &report)
    allowDestructive = reader.bool("allowDestructive", &report)
    skipChecks = reader.bool("skipChecks", &report)
    verbose = reader.bool("verbose", &report)
    quiet = reader.bool("quiet", &report)
    json = reader.bool("json", &report)
    lockTimeout = Self.count("lockTimeout", &reader, &report)
    statementTimeout = Self.count("statementTimeout", &reader, &report)
    maxRetries = Self.count("maxRetries", &reader, &report)
    perTxSqlPath = reader.string("perTxSqlPath", &report)
    historyTable = reader.string("historyTable", &report)
    if let session = reader.value("bootstrapSession") {
      bootstrapSession = Self.texts(session, "'bootstrapSession' of a configuration", &report)
    }
    versions = Self.versions(&reader, &report)
    imports = reader.list("imports", &report).compactMap { ProjectImport($0, &report) }
  }

  /// Reads `versions`: true, false, or a name that ends the names of the schemas.
  private static func versions(
    _ reader: inout MappingReader, _ report: inout DiagnosticReport
  ) -> String? {
    guard let node = reader.value("versions") else { return nil }
    switch node.scalar {
    case "true": return ""
    case "false": return nil
    case let name? where !node.isNull && !name.isEmpty && name.utf8.count <= 40: return name
    default:
      report.error(
        "wrong-value",
        "'versions' of a configuration must be true, false or a name of at most 40 bytes",
        at: node.range)
      return nil
    }
  }

  private static func count(
    _ key: String, _ reader: inout MappingReader, _ report: inout DiagnosticReport
  ) -> Int? {
    guard let number = reader.int(key, &report) else { return nil }
    guard number >= 0 else {
      report.error(
        "wrong-value", "'\(key)' of a configuration must not be negative",
        at: reader.range(of: key))
      return nil
    }
    return number
  }

  /// Returns the entries of a map of texts, and reports other forms.
  static func texts(
    _ node: DocumentNode, _ noun: String, _ report: inout DiagnosticReport
  ) -> [(name: String, value: String)] {
    guard let entries = node.entries else {
      report.error(
        "wrong-type", "\(noun) must be a map of texts, not \(node.formDescription)",
        at: node.range)
      return []
    }
    return entries.compactMap { entry in
      guard let name = entry.key.scalar, let value = entry.value.scalar, !entry.value.isNull
      else {
        report.error(
          "wrong-type", "\(noun) must be a map of texts, not of \(entry.value.formDescription)",
          at: entry.value.range)
        return nil
      }
      return (name, value)
    }
  }
}

extension ProjectImport {
  /// Reads an item of `imports`: a name, or a map with `package` or `path`, and `params`.
  init?(_ node: DocumentNode, _ report: inout DiagnosticReport) {
    if let text = node.scalar, !node.isNull {
      // A name never starts with a dot, so './shared' can only be a directory.
      let isPath = text.hasPrefix(".") || text.hasPrefix("/")
      self.init(package: isPath ? nil : text, path: isPath ? text : nil, range: node.range)
      return
    }
    guard var reader = MappingReader(node, noun: "import", report: &report) else { return nil }
    let package = reader.string("package", &report)
    let path = reader.string("path", &report)
    let params = reader.value("params").map {
      Configuration.texts($0, "'params' of an import", &report)
    }
    reader.finish(&report)
    guard (package == nil) != (path == nil) else {
      report.error(
        "wrong-value", "an import needs either 'package' or 'path'", at: node.range)
      return nil
    }
    self.init(
      package: package, path: path,
      parameters: Dictionary((params ?? []).map { ($0.name, $0.value) }) { _, last in last },
      range: reader.range(of: package == nil ? "path" : "package"))
  }
}
