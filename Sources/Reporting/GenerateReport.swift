/// What `generate` wrote and what it left out.
public struct GenerateReport: Sendable, Hashable {
  /// An object that could not be written, and why.
  public struct Omission: Sendable, Hashable {
    public var object: String
    public var reason: String

    /// Creates an omission.
    public init(object: String, reason: String) {
      self.object = object
      self.reason = reason
    }
  }

  public var directory: String
  /// The paths below the directory.
  public var files: [String]
  public var objectCount: Int
  public var omitted: [Omission]
  /// What the tool doesn't know.
  public var unmanaged: [UnmanagedItem]
  /// The default schema that commands on the project must be given, nil where they have it.
  public var defaultSchema: String?

  /// Creates a report.
  public init(
    directory: String, files: [String], objectCount: Int, omitted: [Omission],
    unmanaged: [UnmanagedItem] = [], defaultSchema: String? = nil
  ) {
    self.directory = directory
    self.files = files
    self.objectCount = objectCount
    self.omitted = omitted
    self.unmanaged = unmanaged
    self.defaultSchema = defaultSchema
  }

  /// The document of `generate --json`.
  public var json: JSONValue {
    [
      "directory": .string(directory), "files": .array(files.map(JSONValue.string)),
      "objects": .number(objectCount),
      "omitted": .array(
        omitted.map { ["object": .string($0.object), "reason": .string($0.reason)] }),
      "unmanaged": .array(unmanaged.map(\.json)),
      "schema": JSONValue(defaultSchema),
    ]
  }

  /// Returns what was written as a line, with the files before it where all is wanted.
  public func text(_ options: TextOptions = TextOptions()) -> String {
    var text = ""
    if options.isVerbose { for file in files { text += "\(printable(file))\n" } }
    let line =
      "\(counted(objectCount, "object")) written to \(counted(files.count, "file")) in "
      + "\(printable(directory))."
    text += options.style.text(line, as: .bold) + "\n"
    guard let defaultSchema else { return text }
    return text
      + "Without the default schema: plan and run it with '--schema \(printable(defaultSchema))'.\n"
  }

  /// A line for each object that could not be written or isn't known.
  public var omissionText: String {
    omitted.map { "not written: \(printable($0.object)): \($0.reason)\n" }.joined()
      + unmanaged.map { "unmanaged: \($0.line)\n" }.joined()
  }
}
