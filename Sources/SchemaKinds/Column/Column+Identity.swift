import SQLText
import SchemaCore
import SourceText

extension Column {
  /// How an identity column is filled by a sequence of its own.
  public struct Identity: Hashable, Sendable {
    /// Whether a row may bring a value of its own (`pg_attribute.attidentity`).
    public enum Generation: String, Hashable, Sendable, CaseIterable {
      case always = "a"
      case byDefault = "d"

      /// The word of YAML.
      var word: String { self == .always ? "always" : "by_default" }

      /// The words of SQL.
      var sql: String { self == .always ? "ALWAYS" : "BY DEFAULT" }
    }

    public var generation: Generation
    public var options: SequenceOptions
    /// The sequence's name, in the schema of the table.
    public var sequenceName: String
    /// Whether the project names the sequence; otherwise the live name is taken over.
    public var isNamed: Bool
    private var follows = Incidental(false)

    init(
      generation: Generation, options: SequenceOptions, sequenceName: String, isNamed: Bool
    ) {
      self.generation = generation
      self.options = options
      self.sequenceName = sequenceName
      self.isNamed = isNamed
    }

    /// Whether the live sequence is still named after what the plan gives another name.
    public var followsColumn: Bool {
      get { follows.value }
      set { follows.value = newValue }
    }
  }
}

extension Column.Identity {
  /// The clause of a column's definition, without what PostgreSQL chooses by itself.
  func clause(of column: Column) -> String {
    var words = options.clauses(of: column.type)
    if sequenceName != column.defaultSequenceName.name {
      words.insert("SEQUENCE NAME \(sequence(of: column).sql)", at: 0)
    }
    let list = words.isEmpty ? "" : " (\(words.joined(separator: " ")))"
    return "GENERATED \(generation.sql) AS IDENTITY\(list)"
  }

  /// The sequence that fills a column.
  func sequence(of column: Column) -> QualifiedName {
    QualifiedName(schema: column.table.schema, name: sequenceName)
  }

  /// The value of the key `identity`.
  func value(of column: Column) -> YAMLValue {
    var entries: [YAMLValue.Entry] = [.init("generation", .text(generation.word))]
    entries += options.entries(of: column.type)
    entries.add("sequence_name", sequenceName, unless: column.defaultSequenceName.name)
    return entries.count == 1 ? .text(generation.word) : .mapping(entries)
  }
}

extension Column {
  /// The sequence that goes with an identity column, whose name is free once the column is gone.
  var identitySequence: ObjectID? { identity.map { NumberSequence.id($0.sequence(of: self)) } }
}

extension ColumnKind {
  /// Reads `identity`: `always`, `by_default`, or a map with the sequence's options.
  static func readIdentity(
    into column: inout Column, from reader: inout MappingReader,
    _ report: inout DiagnosticReport
  ) {
    guard let node = reader.value("identity") else { return }
    let words = Column.Identity.Generation.allCases.map(\.word)
    var generation: String?
    var options = SequenceOptions(of: column.type)
    var name: String?
    if node.entries == nil {
      generation = reader.word("identity", of: words, &report)
    } else if var inner = MappingReader(node, noun: "column's identity", report: &report) {
      generation = inner.word("generation", of: words, &report)
      if !inner.has("generation") {
        report.error("missing-key", "'identity' needs the key 'generation'", at: node.range)
      }
      options = SequenceOptions(of: column.type, from: &inner, into: &report)
      name = inner.string("sequence_name", &report)
      if let name { _ = checkLength(name, at: inner.range(of: "sequence_name"), into: &report) }
      inner.finish(&report)
    }
    guard let generation else { return }
    column.identity = Column.Identity(
      generation: generation == words[0] ? .always : .byDefault, options: options,
      sequenceName: name ?? column.defaultSequenceName.name, isNamed: name != nil)
    checkIdentity(of: column, reader, into: &report)
    column.isNullable = false
  }

  private static func checkIdentity(
    of column: Column, _ reader: MappingReader, into report: inout DiagnosticReport
  ) {
    let range = reader.range(of: "identity")
    if column.isSerial || !SequenceOptions.types.contains(column.type.name) || column.type.isArray {
      report.error(
        "wrong-value", "an identity column is of type smallint, integer or bigint", at: range)
    }
    if !column.defaultExpression.isEmpty || !column.generatedExpression.isEmpty {
      report.error(
        "wrong-value", "an identity column has no default and is not generated", at: range)
    }
    if let node = reader.node["nullable"], isTrue(node) {
      report.error("wrong-value", "an identity column is never nullable", at: node.range)
    }
  }
}
