/// What became of old columns: the answer of `contract`.
public struct ContractReport: Sendable, Hashable {
  /// One pair of columns.
  public struct Item: Sendable, Hashable {
    /// `schema.table`.
    public var table: String
    public var newColumn: String
    public var oldColumn: String
    /// Rows whose new column isn't what the old one gives.
    public var rowsDiverged: Int
    /// Some of these rows as `id=3: '10' → '99'`.
    public var samples: [String]
    /// Objects that used the old column and were made again without it.
    public var dependents: [String]
    /// Why it was left as it is; empty where it wasn't.
    public var reasons: [String]

    /// Creates an item.
    public init(
      table: String, newColumn: String, oldColumn: String, rowsDiverged: Int = 0,
      samples: [String] = [], dependents: [String] = [], reasons: [String] = []
    ) {
      self.table = table
      self.newColumn = newColumn
      self.oldColumn = oldColumn
      self.rowsDiverged = rowsDiverged
      self.samples = samples
      self.dependents = dependents
      self.reasons = reasons
    }

    var json: JSONValue {
      [
        "table_name": .string(table), "new_column": .string(newColumn),
        "old_column": .string(oldColumn), "rowsDiverged": .number(rowsDiverged),
        "samples": .array(samples.map(JSONValue.string)),
        "dependents": .array(dependents.map(JSONValue.string)),
        "reasons": .array(reasons.map(JSONValue.string)),
      ]
    }
  }

  public var contracted: [Item]
  public var skipped: [Item]
  /// Pairs whose old column was kept long enough and is gone now.
  public var purged: [Item]
  /// What was done to the old columns: `dropped`, `put aside`, `brought back`.
  public var deed: String
  public var isDryRun: Bool

  /// Creates a report.
  public init(
    contracted: [Item], skipped: [Item], purged: [Item] = [], deed: String, isDryRun: Bool = false
  ) {
    self.contracted = contracted
    self.skipped = skipped
    self.purged = purged
    self.deed = deed
    self.isDryRun = isDryRun
  }

  /// The document of `contract --json`.
  public var json: JSONValue {
    [
      "contracted": .array(contracted.map(\.json)), "skipped": .array(skipped.map(\.json)),
      "purged": .array(purged.map(\.json)),
      "dryRun": .bool(isDryRun),
    ]
  }

  /// Returns the report as text, with a line break at the end.
  public func text(_ options: TextOptions = TextOptions()) -> String {
    if contracted.isEmpty, skipped.isEmpty, purged.isEmpty { return "no column is concerned\n" }
    var text = ""
    for item in purged {
      text += "\(name(item)): column '\(printable(item.oldColumn))' was kept long enough\n"
    }
    let verb = isDryRun ? "would be \(deed)" : deed
    for item in contracted {
      let change = options.style.text("✓", as: .create)
      text += "\(change) \(name(item)): column '\(printable(item.oldColumn))' \(verb)\n"
      for dependent in item.dependents { text += "    \(printable(dependent)) made again\n" }
      if item.rowsDiverged > 0 {
        text += "    \(counted(item.rowsDiverged, "row")) differed and lost the old value\n"
      }
    }
    for item in skipped {
      let sign = options.style.text("!", as: .change)
      text += "\(sign) \(name(item)): left as it is\n"
      for reason in item.reasons { text += "    \(printable(reason))\n" }
      for sample in item.samples { text += "      \(printable(sample))\n" }
    }
    return text
  }

  private func name(_ item: Item) -> String { printable("\(item.table).\(item.newColumn)") }
}
