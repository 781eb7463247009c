import SQLText

/// Settings that hold during a call (`SET name = value`), as `proconfig` keeps them.
enum FunctionConfiguration {
  /// Settings whose value is a list of names, each quoted where it needs to be.
  private static let lists: Set<String> = [
    "search_path", "temp_tablespaces", "session_preload_libraries", "local_preload_libraries",
  ]

  /// Returns a value in the one form in which declared and live ones compare.
  static func canonical(_ value: String, of name: String) -> String {
    guard lists.contains(name) else { return value }
    return list(of: commaSeparated(value).map(element))
  }

  /// Returns a list that YAML wrote as one: its elements are names as they stand.
  static func canonical(elements: [String], of name: String) -> String {
    lists.contains(name) ? list(of: elements) : elements.joined(separator: ", ")
  }

  private static func list(of names: [String]) -> String {
    names.isEmpty ? "''" : names.map(quotedElement).joined(separator: ", ")
  }

  /// Reads `proconfig`: `{"search_path=public, pg_temp"}`.
  static func settings(_ entries: [String]) -> [String: String] {
    var settings: [String: String] = [:]
    for entry in entries {
      guard let equals = entry.utf8.firstIndex(of: UInt8(ascii: "=")) else { continue }
      let name = entry[..<equals].lowercased()
      settings[name] = canonical(String(entry[entry.utf8.index(after: equals)...]), of: name)
    }
    return settings
  }

  /// Returns the clause of CREATE FUNCTION; the value must be canonical.
  static func clause(_ name: String, _ value: String) -> String {
    let path = name.split(separator: ".").map { quotedIdentifier(String($0)) }
    let text = lists.contains(name) ? value : quotedLiteral(value)
    return "SET \(path.joined(separator: ".")) = \(text)"
  }

  /// The name that an element of a list means: unquoted ones are folded, as SQL does.
  private static func element(_ text: String) -> String {
    let tokens = SQLLexer.tokens(of: text)
    guard tokens.count == 1, let token = tokens.first else { return text.lowercased() }
    return token.name ?? (token.kind == .string ? token.text : text.lowercased())
  }

  /// SQL has no quoted identifier without characters, but takes a constant in its place.
  private static func quotedElement(_ name: String) -> String {
    name.isEmpty ? "''" : quotedIdentifier(name)
  }
}
