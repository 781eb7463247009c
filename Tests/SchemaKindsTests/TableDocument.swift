import SchemaCore
import SchemaKinds
import SourceText

/// A document written as a Swift literal, for tests of kinds under a table.
indirect enum TableDocument {
  case scalar(String)
  case list([TableDocument])
  case map([(String, TableDocument)])

  /// The document as decoders read it, all in one made-up place.
  var node: DocumentNode {
    let file = SourceFile(path: "table.yaml", text: "")
    let start = SourcePosition(line: 1, column: 1)
    let range = SourceRange(file: file, start: start, end: start)
    switch self {
    case .scalar(let text): return DocumentNode(.scalar(text, .plain), range: range)
    case .list(let items): return DocumentNode(.sequence(items.map(\.node)), range: range)
    case .map(let entries):
      return DocumentNode(
        .mapping(
          entries.map { .init(key: TableDocument.scalar($0.0).node, value: $0.1.node) }),
        range: range)
    }
  }

  /// The objects and problems of one document.
  var declarations: Declarations {
    let kinds = KindSet([
      TableKind.self, ColumnKind.self, ExpansionKind.self, IndexKind.self,
    ])
    return decodeProject([node], kinds: kinds, defaultSchema: "public")
  }

  /// The messages of the problems with their codes.
  var problems: [String] {
    declarations.report.diagnostics.map { "\($0.code): \($0.message)" }
  }
}

extension TableDocument: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral,
  ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  init(stringLiteral value: String) { self = .scalar(value) }
  init(booleanLiteral value: Bool) { self = .scalar(value ? "true" : "false") }
  init(arrayLiteral elements: TableDocument...) { self = .list(elements) }
  init(dictionaryLiteral elements: (String, TableDocument)...) { self = .map(elements) }
}

extension PlanContext {
  /// A context in which live objects are known and the rest of the declared ones is created.
  static func between(_ live: Snapshot, _ declared: Snapshot) -> PlanContext {
    var context = PlanContext(
      declared: declared, live: live, facts: LiveFacts(), defaultSchema: "public")
    context.facts.serverVersion = 150_000
    context.created = Set(declared.ids.filter { !live.contains($0) })
    context.dropped = Set(live.ids.filter { !declared.contains($0) })
    return context
  }
}
