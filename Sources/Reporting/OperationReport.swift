public import SchemaCore
public import SourceText

/// An operation with everything that a report says about it.
public struct OperationReport: Sendable {
  /// A lock on a live relation with the relation's size.
  public struct Lock: Sendable, Hashable {
    public var relation: ObjectID
    public var mode: LockMode
    /// The size by the catalog's estimates, nil where the catalog has none.
    public var size: RelationSize?
  }

  /// Why an operation is left out.
  public struct Block: Sendable, Hashable {
    public var reason: String
    /// The flag that lets it in; nil where the project must change.
    public var flag: String?
  }

  public var operation: Operation
  /// The phase it runs in; for a blocked operation its kind's default.
  public var phase: Phase
  /// The independent object that the operation's object is a part of: the table of a column.
  public var group: ObjectID
  public var source: SourceRange?
  public var locks: [Lock]
  /// The number of its step from 1; nil for a blocked operation.
  public var transaction: Int?
  public var block: Block?
  /// The object for whose sake it runs in another phase than its kind's default.
  public var phaseCause: ObjectID?
}

extension OperationReport {
  /// The operation's type in words: `add foreign key`.
  public var words: String {
    String(operation.kind.name.map { $0 == "_" ? " " : $0 })
  }

  /// The statements as a script: each with its semicolon.
  public var sql: String {
    operation.statements.map { "\($0.sql);" }.joined(separator: "\n")
  }

  /// The operation in words with its object: `add index public.orders.idx_orders_total`.
  public var title: String { "\(words) \(operation.object.path)" }

  /// The JSON object of FORMAT.md, section 4, with what we add.
  public var json: JSONValue {
    var members = JSONValue.Members()
    members.add("type", operation.kind.name)
    members.add("phase", phase.rawValue)
    members.add("objectName", operation.object.objectName)
    members.add("sql", sql)
    members.add("destructive", .bool(operation.isDestructive))
    members.add("concurrent", .bool(operation.transactionality == .outside))
    members.add("blocked", .bool(block != nil))
    if let block {
      members.add("reason", block.reason)
      members.add("flag", JSONValue(block.flag))
    }
    members.add("schema", operation.object.schema)
    members.add("object", operation.object.json)
    members.add("source", source.json)
    members.add("locks", .array(locks.map(\.json)))
    members.add("dataEffect", operation.dataEffect.rawValue)
    members.add("reversible", .bool(isReversible))
    members.add("transaction", JSONValue(transaction))
    members.add("summary", operation.summary)
    return .object(members.all)
  }

  private var isReversible: Bool {
    if case .statements = operation.reversal { true } else { false }
  }
}

extension OperationReport.Lock {
  var json: JSONValue {
    [
      "relation": .string(relation.path), "mode": .string(mode.name),
      "rows": JSONValue(size?.rows), "bytes": JSONValue(size?.bytes),
    ]
  }
}

extension ObjectID {
  /// The schema, name and member, dotted: `public.orders.id`.
  var path: String { schema.isEmpty ? objectName : "\(schema).\(objectName)" }

  /// The kind and path: `table public.orders`.
  var title: String { "\(kind) \(path)" }

  var json: JSONValue {
    [
      "kind": .string(kind.rawValue), "schema": .string(schema), "name": .string(name),
      "member": .string(member), "qualifier": .string(qualifier),
    ]
  }
}

extension SourceRange? {
  /// The start as `{file, line, column}`, or null.
  var json: JSONValue {
    guard let self else { return .null }
    return [
      "file": .string(self.file.path), "line": .number(self.start.line),
      "column": .number(self.start.column),
    ]
  }
}

extension JSONValue {
  /// The members of an object while it is built.
  struct Members {
    private(set) var all: [Member] = []

    mutating func add(_ key: String, _ value: JSONValue) { all.append(Member(key, value)) }

    mutating func add(_ key: String, _ text: String) { add(key, .string(text)) }

    mutating func add(_ key: String, _ number: Int) { add(key, .number(number)) }
  }
}
