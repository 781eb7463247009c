import SQLText
public import SourceText

/// What decoding a project gives: objects, and beside them their places and problems.
public struct Declarations: Sendable {
  /// A use of a name that must be declared or live, with its place.
  public struct Use: Sendable {
    public var reference: Reference
    public var origin: ObjectID
    public var range: SourceRange
    /// What the name is used as, for messages: `trigger function`, `role`.
    public var noun: String
  }

  /// A use of a column's name, with its place.
  public struct ColumnUse: Sendable {
    public var table: ObjectID
    public var column: String
    public var range: SourceRange
    /// What the column is used as, for messages: `column`, `key column`.
    public var noun: String
    /// Whether nothing but a column can be meant; else only a near miss is reported.
    public var isCertain = true
  }

  /// What an object was called before, with its place (`renamed_from`).
  public struct Rename: Sendable {
    /// The object under its new name.
    public var object: ObjectID
    /// The own name before, without a schema.
    public var former: String
    /// The enum value that is renamed, where the object is its type and keeps its own name.
    public var value: String?
    public var range: SourceRange

    /// Creates a rename.
    public init(
      _ object: ObjectID, from former: String, value: String? = nil, at range: SourceRange
    ) {
      self.object = object
      self.former = former
      self.value = value
      self.range = range
    }
  }

  public var snapshot = Snapshot()
  public var renames: [Rename] = []
  /// Where each object was declared.
  public var positions: [ObjectID: SourceRange] = [:]
  public var uses: [Use] = []
  public var report = DiagnosticReport()
  /// Tables of which a column was named, to be checked against their declared columns.
  public var columnUses: [ColumnUse] = []
  /// Whether the project says which extensions there are.
  public var declaresExtensions = false
  /// Tables that are made and seeded before all others.
  public var bootstrap: Set<ObjectID> = []

  /// Creates empty declarations.
  public init() {}

  /// Adds an object with its place; a second object of the same identity is an error.
  public mutating func declare(_ object: some SchemaObject, at range: SourceRange) {
    if let union = snapshot[object.id]?.joined(with: object) {
      snapshot.insert(union)
      return
    }
    if snapshot.contains(object.id) {
      let first = positions[object.id].map { [Diagnostic.Note("first declared here", at: $0)] }
      report.error(
        "duplicate-object", "\(object.id) is declared twice", at: range, notes: first ?? [])
      return
    }
    snapshot.insert(object)
    positions[object.id] = range
  }

  /// Adds what was decoded apart; an object that is here already is declared twice.
  public mutating func merge(_ other: Declarations) {
    snapshot.reserveCapacity(snapshot.count + other.snapshot.count)
    for (id, object) in other.snapshot.objects {
      guard let range = other.positions[id] else { continue }
      declare(object, at: range)
    }
    snapshot.mentioned.formUnion(other.snapshot.mentioned)
    uses += other.uses
    renames += other.renames
    columnUses += other.columnUses
    report.merge(other.report)
    declaresExtensions = declaresExtensions || other.declaresExtensions
    bootstrap.formUnion(other.bootstrap)
  }

  /// Notes that an object uses a name that somebody must have made.
  public mutating func use(
    _ reference: Reference, as noun: String, by origin: ObjectID, at range: SourceRange
  ) {
    uses.append(Use(reference: reference, origin: origin, range: range, noun: noun))
    if case .object(let id) = reference { snapshot.mentioned.insert(id) }
  }

  /// Notes that a column of a table was named.
  public mutating func useColumn(
    _ column: String, of table: ObjectID, as noun: String, at range: SourceRange
  ) {
    columnUses.append(ColumnUse(table: table, column: column, range: range, noun: noun))
  }
}

extension Declarations {
  /// Notes the columns that an expression over one table names.
  ///
  /// - Parameter node: the scalar with the expression; nil where the key isn't written.
  public mutating func useColumns(in node: DocumentNode?, of table: ObjectID) {
    guard let node, let text = node.scalar else { return }
    for mention in ColumnMention.found(in: text) {
      let isRow = mention.qualifier == "new" || mention.qualifier == "old"
      guard mention.qualifier.isEmpty || isRow || mention.qualifier == table.name else { continue }
      var use = ColumnUse(
        table: table, column: mention.name, range: node.range(ofBytes: mention.range),
        noun: "column")
      use.isCertain = isRow
      columnUses.append(use)
    }
  }
}

/// Where a decoder stands: the schema for unqualified names and the object around the node.
public struct DecodingScope: Sendable {
  /// `--schema`.
  public var defaultSchema: String
  /// The object that the node is written under: the table of an index.
  public var owner: ObjectID?
  /// The kinds written under a kind's keys, by owner kind and key.
  public var members: [KindID: [String: any ObjectKind.Type]]
  /// The schemas in which the project declares a name.
  public var declaredNames: [String: Set<String>]

  /// Creates a scope.
  public init(
    defaultSchema: String, owner: ObjectID? = nil,
    members: [KindID: [String: any ObjectKind.Type]] = [:],
    declaredNames: [String: Set<String>] = [:]
  ) {
    self.defaultSchema = defaultSchema
    self.owner = owner
    self.members = members
    self.declaredNames = declaredNames
  }

  /// The schema in which unqualified names of the surrounding object are looked up first.
  public var schema: String {
    guard let owner, !owner.schema.isEmpty else { return defaultSchema }
    return owner.schema
  }

  /// Returns the scope inside an object.
  public func inside(_ owner: ObjectID) -> DecodingScope {
    var scope = self
    scope.owner = owner
    return scope
  }

  /// Returns the schema that an unqualified name means: the surrounding object's where the
  /// project declares the name there, else the default.
  public func schema(of name: String) -> String {
    declaredNames[name]?.contains(schema) == true ? schema : defaultSchema
  }
}

/// Where in YAML a kind is written.
public enum YAMLPlace: Sendable, Hashable {
  /// A document that has all of these keys, tried in the registry's order.
  case document(keys: [String])
  /// A document that starts with this key and has none by which another kind is told.
  case plainDocument(key: String)
  /// The value of a key in another kind's mapping: `indexes` of a table.
  case member(of: KindID, key: String)
}
