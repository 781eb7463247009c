/// A name that stays the same while the object is renamed: `⟦12⟧` in all texts of the model.
///
/// A letter behind the bracket says how the present name is to be written in its place.
enum NameForm: String {
  /// As YAML's double quotes have it.
  case plain = ""
  /// As an SQL identifier in quotes.
  case identifier = "i"
  /// As references want it: quoted where it would be taken apart.
  case written = "w"
  /// As an SQL string.
  case literal = "l"
  /// Nothing, or a line with the former name.
  case hintLine = "h"
  /// Nothing, or a further key of a mapping in braces with the former name.
  case hintKey = "f"
}

/// What an object is called now, and was before it was renamed.
struct NameHistory: Sendable {
  var current: String
  var former: String?

  func written(_ form: NameForm) -> String {
    switch form {
    case .plain: escaped(current)
    case .identifier: escaped(sqlQuoted(current, by: "\""))
    case .literal: escaped(sqlQuoted(current, by: "'"))
    case .written:
      current.contains(".") || current.contains("\"")
        ? escaped(sqlQuoted(current, by: "\"")) : escaped(current)
    case .hintLine: former.map { "\nrenamed_from: \"\(escaped($0))\"" } ?? ""
    case .hintKey: former.map { ", renamed_from: \"\(escaped($0))\"" } ?? ""
    }
  }
}

/// A name in a schema.
struct RandomName: Sendable {
  var schema: String
  var name: String

  func yaml(_ key: String) -> String {
    "\(key): \(quoted(written(name)))\(token(name, .hintLine))\nschema: \(quoted(schema))"
  }

  var sql: String { "\(identifier(schema)).\(identifier(name))" }

  /// As references in YAML write it.
  var reference: String { "\(written(schema)).\(written(name))" }
}

/// Returns a stable name with the form in which it is to be written; other names give nothing.
func token(_ name: String, _ form: NameForm) -> String {
  name.hasPrefix("⟦") ? "⟦\(form.rawValue)\(name.dropFirst())" : ""
}

/// Returns a text as YAML in double quotes.
func quoted(_ text: String) -> String { "\"\(escaped(text))\"" }

/// Returns the name of a part, as the first key of a mapping in braces.
func named(_ name: String, key: String = "name") -> String {
  "\(key): \(quoted(name))\(token(name, .hintKey))"
}

/// Returns a name as SQL quotes it.
func identifier(_ name: String) -> String {
  name.hasPrefix("⟦") ? token(name, .identifier) : sqlQuoted(name, by: "\"")
}

/// Returns a name as the format wants it: quoted where it would be taken apart.
func written(_ name: String) -> String {
  if name.hasPrefix("⟦") { return token(name, .written) }
  return name.contains(".") || name.contains("\"") ? identifier(name) : name
}

private func sqlQuoted(_ text: String, by quote: Character) -> String {
  let pieces = text.split(separator: quote, omittingEmptySubsequences: false)
  return "\(quote)\(pieces.joined(separator: "\(quote)\(quote)"))\(quote)"
}

private func escaped(_ text: String) -> String {
  text.unicodeScalars.map { scalar in
    switch scalar {
    case "\\": "\\\\"
    case "\"": "\\\""
    case "\n": "\\n"
    case "\t": "\\t"
    default: String(scalar)
    }
  }.joined()
}

extension RandomProject {
  /// Returns a text of the model with the present names in it; SQL has no use for YAML's escapes.
  func expanded(_ text: String, isSQL: Bool = false) -> String {
    let pieces = text.split(separator: "⟦", omittingEmptySubsequences: false)
    return pieces.dropFirst().reduce(into: String(pieces[0])) { result, piece in
      guard let end = piece.firstIndex(of: "⟧") else {
        result += piece
        return
      }
      let letters = piece[..<end].prefix { $0.isLetter }
      let key = "⟦\(piece[..<end].dropFirst(letters.count))⟧"
      let form = NameForm(rawValue: String(letters)) ?? .plain
      let name = names[key]?.written(form) ?? ""
      result += isSQL ? unescaped(name) : name
      result += piece[piece.index(after: end)...]
    }
  }

  private func unescaped(_ text: String) -> String {
    text.split(separator: "\\\"", omittingEmptySubsequences: false).joined(separator: "\"")
  }
}
