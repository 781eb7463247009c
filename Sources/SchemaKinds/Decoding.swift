import SQLText
import SchemaCore
import SourceText

extension DecodingScope {
  /// Reads a name as users write it (`invoices`, `billing.invoices`) with its schema filled in.
  ///
  /// Reports a text that is no name, or one that PostgreSQL would cut at 63 bytes.
  func qualifiedName(
    _ text: String, at range: SourceRange, into report: inout DiagnosticReport
  ) -> QualifiedName? {
    guard let name = QualifiedName(text) else {
      report.error("invalid-name", "'\(text)' is not a name or schema.name", at: range)
      return nil
    }
    guard checkLength(name.name, at: range, into: &report) else { return nil }
    return name.inSchema(schema(of: name.name))
  }

  /// Reads an object's own name from its key, and its schema from `schema:` or the default.
  func declaredName(
    _ key: String, from reader: inout MappingReader, into report: inout DiagnosticReport
  ) -> QualifiedName? {
    let schema = reader.string("schema", &report)
    guard let text = reader.requiredString(key, &report) else { return nil }
    guard var name = QualifiedName(text) else {
      report.error(
        "invalid-name", "'\(text)' is not a name or schema.name", at: reader.range(of: key))
      return nil
    }
    if let schema {
      if !name.schema.isEmpty, name.schema != schema {
        report.error(
          "invalid-name", "'\(text)' and 'schema: \(schema)' name two schemas",
          at: reader.range(of: key))
      }
      name.schema = schema
    }
    guard checkLength(name.name, at: reader.range(of: key), into: &report) else { return nil }
    return name.inSchema(defaultSchema)
  }
}

extension DecodingScope {
  /// Reads the relation that a mapping names by a key, with its schema in the name or beside it.
  func relationName(
    _ key: String, from reader: inout MappingReader, into report: inout DiagnosticReport
  ) -> QualifiedName? {
    let schema = reader.string("schema", &report)
    guard let text = reader.requiredString(key, &report) else { return nil }
    let range = reader.range(of: key)
    guard let written = QualifiedName(text), let schema else {
      return qualifiedName(text, at: range, into: &report)
    }
    if !written.schema.isEmpty, written.schema != schema {
      report.error(
        "invalid-name", "'\(text)' and 'schema: \(schema)' name two schemas", at: range)
    }
    guard checkLength(written.name, at: range, into: &report) else { return nil }
    return QualifiedName(schema: schema, name: written.name)
  }
}

/// Reports a name that PostgreSQL would cut silently; returns whether it fits.
func checkLength(
  _ name: String, at range: SourceRange, into report: inout DiagnosticReport
) -> Bool {
  guard name.utf8.count > 63 else { return true }
  report.error(
    "name-too-long", "name '\(name)' has \(name.utf8.count) bytes; PostgreSQL keeps 63",
    at: range)
  return false
}

/// Hands the values of a mapping's keys to the kinds that are written there.
func decodeMembers(
  of kind: KindID, owner: ObjectID, reader: inout MappingReader, in scope: DecodingScope,
  into declarations: inout Declarations
) {
  let members = scope.members[kind] ?? [:]
  let inside = scope.inside(owner)
  for entry in reader.node.entries ?? [] {
    guard let key = entry.key.scalar, let member = members[key],
      let value = reader.value(key)
    else { continue }
    member.decode(value, in: inside, into: &declarations)
  }
  reader.accept(members.keys)
}

/// Returns the items of a member key's value; anything but a list is reported.
func listItems(
  _ node: DocumentNode, noun: String, into report: inout DiagnosticReport
) -> [DocumentNode] {
  guard let items = node.items else {
    report.error(
      "wrong-type", "\(noun) must be a list, not \(node.formDescription)", at: node.range)
    return []
  }
  return items
}

extension Declarations {
  /// Declares an object's comment where one is written.
  mutating func declareComment(_ text: String?, on target: ObjectID, at range: SourceRange) {
    guard let text, !text.isEmpty else { return }
    declare(Comment(target: target, text: text), at: range)
  }
}
