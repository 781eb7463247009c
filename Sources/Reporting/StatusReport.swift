/// What has run and what waits: the answer of `status`.
public struct StatusReport: Sendable, Hashable {
  /// A script in the history.
  public struct Entry: Sendable, Hashable {
    public var filePath: String
    public var phase: String
    /// When it ran, as the server writes a timestamptz.
    public var appliedAt: String

    /// Creates an entry.
    public init(filePath: String, phase: String, appliedAt: String) {
      self.filePath = filePath
      self.phase = phase
      self.appliedAt = appliedAt
    }
  }

  /// How many files have been applied.
  public var appliedFiles: Int
  /// How many operations and scripts a run would do now.
  public var pendingChanges: Int
  public var history: [Entry]

  /// Creates a report.
  public init(appliedFiles: Int, pendingChanges: Int, history: [Entry]) {
    self.appliedFiles = appliedFiles
    self.pendingChanges = pendingChanges
    self.history = history
  }

  /// The document of `status --json`.
  public var json: JSONValue {
    [
      "appliedFiles": .number(appliedFiles),
      "pendingChanges": .number(pendingChanges),
      "history": .array(
        history.map {
          [
            "filePath": .string($0.filePath), "phase": .string($0.phase),
            "appliedAt": .string($0.appliedAt),
          ]
        }),
    ]
  }

  /// Returns the history and the counts, with a line break at the end.
  public func text(_ options: TextOptions = TextOptions()) -> String {
    var text = ""
    if !options.isQuiet, !history.isEmpty {
      let phaseWidth = history.map { displayWidth($0.phase) }.max() ?? 0
      let pathWidth = history.map { displayWidth($0.filePath) }.max() ?? 0
      for entry in history {
        let phase = padded(printable(entry.phase), to: phaseWidth)
        let path = padded(printable(entry.filePath), to: pathWidth)
        let time = options.style.text(printable(entry.appliedAt), as: .dim)
        text += "\(phase)  \(path)  \(time)\n"
      }
      text += "\n"
    }
    let pending = pendingChanges == 0 ? "no change" : counted(pendingChanges, "change")
    let line = "\(counted(appliedFiles, "file")) applied, \(pending) pending."
    return text + options.style.text(line, as: .bold) + "\n"
  }
}

/// What `baseline` recorded as done without doing it.
public struct BaselineReport: Sendable, Hashable {
  public var filesRecorded: Int

  /// Creates a report.
  public init(filesRecorded: Int) { self.filesRecorded = filesRecorded }

  /// The document of `baseline --json`.
  public var json: JSONValue { ["filesRecorded": .number(filesRecorded)] }

  /// Returns the report as a line.
  public func text(_ options: TextOptions = TextOptions()) -> String {
    let line = "\(counted(filesRecorded, "file")) recorded as applied, nothing was run."
    return options.style.text(line, as: .bold) + "\n"
  }
}
