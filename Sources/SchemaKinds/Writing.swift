import SQLText
import SchemaCore

extension ProjectDraft {
  /// Returns a type as an object of a schema names it, without the default schema.
  func type(_ type: TypeName, from schema: String) -> String {
    guard type.schema == defaultSchema, schema == defaultSchema else { return type.sql }
    var short = type
    short.schema = ""
    // A user's type may be called like one of SQL's own, or in words of several.
    let read = TypeName(short.sql)
    return read == short ? short.sql : type.sql
  }

  /// Returns a name in the form in which arguments in parentheses may follow.
  func routine(_ name: QualifiedName, from schema: String) -> String {
    func part(_ text: String) -> String {
      let isWord = text.unicodeScalars.allSatisfy {
        $0.properties.isAlphabetic || ("0"..."9").contains($0) || $0 == "_"
      }
      return isWord && !text.isEmpty ? text : QualifiedName.quoted(text)
    }
    // A name that nobody made has no schema.
    let isShort = name.schema.isEmpty || name.schema == defaultSchema && schema == defaultSchema
    return isShort ? part(name.name) : "\(part(name.schema)).\(part(name.name))"
  }
}

extension QualifiedName {
  /// Returns a part of a name in double quotes, whatever it is.
  static func quoted(_ text: String) -> String {
    "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
      + "\""
  }
}

/// Returns a role in a form that `roleNames` reads as this role.
func writtenRole(_ name: String) -> String {
  if name == ownRole { return ownerWord }
  guard name != publicRole, !isRoleKeyword(name) else { return name }
  let upper = name.uppercased()
  let isPlain =
    upper != publicRole && name != ownerWord && !isRoleKeyword(upper) && trimmed(name) == name
    && !name.unicodeScalars.contains { $0 == "," || $0 == "\"" }
  return isPlain ? name : QualifiedName.quoted(name)
}
