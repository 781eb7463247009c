import SQLText
import SchemaCore
import SourceText

/// How `PUBLIC`, which is no role of its own, is kept in the model.
let publicRole = "PUBLIC"

/// How the owner of an object, whoever that is, is kept in the model of its grants.
let ownRole = "<owner>"

/// How the owner is written in grants; a role of that name is written in quotes.
let ownerWord = "OWNER"

/// Words that stand for a role and are written without quotes.
private let roleKeywords: Set<String> = ["CURRENT_ROLE", "CURRENT_USER", "SESSION_USER"]

/// Returns whether a name stands for the session's own role.
func isRoleKeyword(_ name: String) -> Bool { roleKeywords.contains(name) }

/// Returns a role as GRANT and CREATE POLICY write it.
func roleSQL(_ name: String) -> String {
  name == publicRole || isRoleKeyword(name) ? name : quotedIdentifier(name)
}

/// Reads roles from a list or a text with commas; `PUBLIC` in any case is one of them.
///
/// - Parameter allowsOwner: whether `OWNER` means an object's owner.
func roleNames(
  _ key: String, allowsOwner: Bool = false, from reader: inout MappingReader,
  into report: inout DiagnosticReport
) -> [(text: String, range: SourceRange)]? {
  reader.strings(key, &report)?.flatMap { item in
    roles(in: item.text, at: item.range, allowsOwner: allowsOwner)
  }
}

/// Returns the roles of a text with commas.
func roles(
  in text: String, at range: SourceRange, allowsOwner: Bool = false
) -> [(text: String, range: SourceRange)] {
  commaSeparated(text).map { name in
    if allowsOwner, name == ownerWord { return (text: ownRole, range: range) }
    let upper = name.uppercased()
    let isKeyword = upper == publicRole || isRoleKeyword(upper)
    return (text: isKeyword ? upper : unquoted(name), range: range)
  }
}

/// Splits a text at commas outside double quotes, without white space around the pieces.
func commaSeparated(_ text: String) -> [String] {
  var pieces: [String] = []
  var current = ""
  var isQuoted = false
  for scalar in text.unicodeScalars {
    if scalar == "\"" { isQuoted.toggle() }
    if scalar == ",", !isQuoted {
      pieces.append(current)
      current = ""
    } else {
      current.unicodeScalars.append(scalar)
    }
  }
  return (pieces + [current]).map { trimmed($0) }.filter { !$0.isEmpty }
}

private func unquoted(_ name: String) -> String {
  guard name.hasPrefix("\""), name.hasSuffix("\""), name.utf8.count > 2 else { return name }
  var result = ""
  var wasQuote = false
  for scalar in name.unicodeScalars.dropFirst().dropLast() {
    wasQuote = scalar == "\"" && !wasQuote
    if !wasQuote { result.unicodeScalars.append(scalar) }
  }
  return result
}

extension Declarations {
  /// Notes that an object names a role.
  mutating func useRole(_ name: String, by origin: ObjectID, at range: SourceRange) {
    guard name != publicRole, name != ownRole, !isRoleKeyword(name) else { return }
    use(.object(ObjectID(.role, name)), as: "role", by: origin, at: range)
  }
}

/// Returns the identity of the relation that a part of a table or view hangs on.
func relation(of part: ObjectID, in snapshot: Snapshot) -> ObjectID {
  let kinds: [KindID] = [.table, .view, .materializedView]
  let candidates = kinds.map { ObjectID($0, schema: part.schema, part.name) }
  return candidates.first(where: snapshot.contains) ?? candidates[0]
}
