public import SQLText
import SchemaCore
import SourceText

/// A function by its name and the types of its arguments.
public struct RoutineName: Hashable, Sendable {
  public var name: QualifiedName
  public var arguments: [TypeName]

  /// Creates a name.
  public init(_ name: QualifiedName, _ arguments: [TypeName]) {
    self.name = name
    self.arguments = arguments
  }

  /// The name as statements that need the argument types write it.
  var sql: String { "\(name.sql)(\(arguments.map(\.sql).joined(separator: ", ")))" }

  /// Reads `name`, or `name(type, ...)`; nil where the text is neither.
  init?(_ text: String, assuming arguments: [TypeName]) {
    let tokens = SQLLexer.tokens(of: text)
    guard let open = tokens.firstIndex(where: { $0.isPunctuation("(") }) else {
      guard let name = QualifiedName(text) else { return nil }
      self.init(name, arguments)
      return
    }
    guard tokens.last?.isPunctuation(")") == true,
      let name = QualifiedName(slice(of: text, through: tokens[..<open]))
    else { return nil }
    let list = slice(of: text, through: tokens[(open + 1)...].dropLast())
    self.init(name, listElements(list).map { TypeName($0).ofArgument })
  }

  /// Reads `format`-like output of `regprocedure` with an empty search_path.
  init(regprocedure text: String) {
    self.init(QualifiedName(schema: "", name: text), [])
    let tokens = SQLLexer.tokens(of: text)
    guard let open = tokens.firstIndex(where: { $0.isPunctuation("(") }) else { return }
    let parts = tokens[..<open].compactMap(\.name)
    guard let last = parts.last else { return }
    name = QualifiedName(schema: parts.count > 1 ? parts[0] : "pg_catalog", name: last)
    let list = slice(of: text, through: tokens[(open + 1)...].dropLast())
    arguments = listElements(list).map { TypeName(formatted: $0).ofArgument }
  }
}

/// Reads a function that a key names; nil where the key is absent.
///
/// - Parameter arguments: the types of its arguments where the text has none.
func readRoutine(
  _ key: String, assuming arguments: [TypeName], from reader: inout MappingReader,
  into report: inout DiagnosticReport
) -> RoutineName? {
  guard let text = reader.string(key, &report) else { return nil }
  if let name = RoutineName(text, assuming: arguments) { return name }
  report.error(
    "invalid-name", "'\(text)' is not the name of a function, or name(type, ...)",
    at: reader.range(of: key))
  return nil
}

extension NormalizationContext {
  /// Returns a function's name with the schemas of its types and its own: where the project or
  /// the database has it, else the one that the live object uses.
  func resolved(
    _ routine: RoutineName, following live: QualifiedName?, in schema: String
  ) -> RoutineName {
    var copy = routine
    copy.arguments = routine.arguments.map { resolved($0, in: schema) }
    guard routine.name.schema.isEmpty else { return copy }
    let function = Function(
      name: routine.name, arguments: copy.arguments.map { .init(name: "", type: $0) },
      result: TypeName("void"), language: "sql")
    for place in [schema, defaultSchema, "public"] where !place.isEmpty {
      var id = function.id
      id.schema = place
      if declared.contains(id) || self.live.contains(id) {
        copy.name.schema = place
        return copy
      }
    }
    copy.name = following(live, routine.name) ?? routine.name
    return copy
  }
}

extension ProjectDraft {
  /// Returns a function as a project names it; without arguments where they are the assumed ones.
  func routineText(
    _ routine: RoutineName, assuming arguments: [TypeName], from schema: String
  ) -> String {
    let isServers = routine.name.schema == "pg_catalog"
    if routine.arguments == arguments { return serverName(routine.name, from: schema) }
    let name =
      isServers ? quotedIdentifier(routine.name.name) : self.routine(routine.name, from: schema)
    let types = routine.arguments.map { type($0, from: schema) }
    return "\(name)(\(types.joined(separator: ", ")))"
  }
}
