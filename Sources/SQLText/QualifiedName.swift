/// A name with the schema that holds it; the schema is empty where none was written.
public struct QualifiedName: Hashable, Sendable, Comparable {
  public var schema: String
  public var name: String

  /// Creates a name in a schema.
  public init(schema: String, name: String) {
    self.schema = schema
    self.name = name
  }

  /// Reads `name`, `schema.name` and their quoted forms; nil where the text is no such name.
  ///
  /// Names are taken as they are written: a project names things, it doesn't write SQL, so
  /// `Orders` is the table "Orders".
  public init?(_ text: String) {
    guard let parts = nameParts(text), (1...2).contains(parts.count) else { return nil }
    self.init(schema: parts.count == 2 ? parts[0] : "", name: parts[parts.count - 1])
  }

  /// Returns the name with a schema in place of an empty one.
  public func inSchema(_ fallback: String) -> QualifiedName {
    schema.isEmpty ? QualifiedName(schema: fallback, name: name) : self
  }

  /// The name as SQL writes it.
  public var sql: String {
    schema.isEmpty
      ? quotedIdentifier(name) : "\(quotedIdentifier(schema)).\(quotedIdentifier(name))"
  }

  public static func < (left: QualifiedName, right: QualifiedName) -> Bool {
    (left.schema, left.name) < (right.schema, right.name)
  }
}

extension String {
  /// The name as a project writes it: in quotes only where it would be taken apart.
  public var asWrittenName: String {
    let bytes = utf8
    guard isEmpty || bytes.contains(UInt8(ascii: ".")) || bytes.contains(UInt8(ascii: "\""))
    else { return self }
    return "\"" + split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
      + "\""
  }
}

extension QualifiedName: CustomStringConvertible {
  /// The name as messages show it: `schema.name`.
  public var description: String { schema.isEmpty ? name : "\(schema).\(name)" }
}

/// Splits a dotted name at dots outside double quotes and takes the quotes off.
public func nameParts(_ text: String) -> [String]? {
  var parts: [String] = []
  var current = ""
  var scalars = text.unicodeScalars[...]
  while let scalar = scalars.popFirst() {
    switch scalar {
    case "\"" where current.isEmpty:
      guard let inner = quotedPart(&scalars) else { return nil }
      current = inner
      if let next = scalars.first, next != "." { return nil }
    case ".":
      if current.isEmpty { return nil }
      parts.append(current)
      current = ""
    default: current.unicodeScalars.append(scalar)
    }
  }
  if current.isEmpty { return nil }
  return parts + [current]
}

private func quotedPart(_ scalars: inout Substring.UnicodeScalarView) -> String? {
  var inner = ""
  while let scalar = scalars.popFirst() {
    guard scalar == "\"" else {
      inner.unicodeScalars.append(scalar)
      continue
    }
    guard scalars.first == "\"" else { return inner }
    scalars.removeFirst()
    inner.unicodeScalars.append("\"")
  }
  return nil
}
