public import SchemaCore

/// How a live database differs from its project.
public struct DriftReport: Sendable, Hashable {
  /// On which side an object is missing.
  public enum Status: String, Sendable, Hashable {
    /// The project declares it, and the database has none.
    case missingInDatabase = "missing_in_db"
    /// The database has it, and the project declares none.
    case missingInProject = "missing_in_yaml"
    case different
  }

  /// One object that isn't the same on both sides.
  public struct Item: Sendable, Hashable {
    public var id: ObjectID
    /// The kind's word in reports: `constraint` for every kind of constraint.
    public var type: String
    /// `table`, `table.child`, `table:role`; with the schema where it isn't the default one.
    public var object: String
    public var status: Status
    /// The definition that the project declares, as YAML; nil where there is none.
    public var expected: String?
    /// The definition in the database, as YAML; nil where there is none.
    public var actual: String?
    /// What differs, by the keys' names with commas; nil where one side is missing.
    public var detail: String?

    /// Creates an item.
    public init(
      id: ObjectID, type: String, object: String, status: Status, expected: String? = nil,
      actual: String? = nil, detail: String? = nil
    ) {
      self.id = id
      self.type = type
      self.object = object
      self.status = status
      self.expected = expected
      self.actual = actual
      self.detail = detail
    }
  }

  public var items: [Item]
  /// What the tool doesn't know; nil where nobody has asked for it.
  public var unmanaged: [UnmanagedItem]?

  /// Creates a report.
  public init(items: [Item], unmanaged: [UnmanagedItem]? = nil) {
    self.items = items
    self.unmanaged = unmanaged
  }

  /// Whether nothing differs.
  public var isEmpty: Bool { items.isEmpty }

  /// Returns the document of `drift --apply --json`: the drift as found, and the run after it.
  public func json(applied run: RunReport) -> JSONValue {
    json.adding("applied", run.json)
  }

  /// The document of `drift --json`.
  public var json: JSONValue {
    var counts: [String: Int] = [:]
    for item in items { counts[item.type, default: 0] += 1 }
    let document: JSONValue = [
      "items": .array(items.map(\.json)),
      "summary": [
        "total": .number(items.count),
        "byType": .object(counts.sorted { $0.key < $1.key }.map { .init($0, .number($1)) }),
      ],
    ]
    return document.adding(unmanaged: unmanaged)
  }
}

extension DriftReport.Item {
  var json: JSONValue {
    [
      "type": .string(type), "object": .string(object), "status": .string(status.rawValue),
      "expected": JSONValue(expected), "actual": JSONValue(actual), "detail": JSONValue(detail),
    ]
  }
}
