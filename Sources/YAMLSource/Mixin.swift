internal import SourceText

/// A fragment that tables take in by its name.
struct Mixin {
  var name: DocumentNode
  var parts: TableParts

  /// Reads a `mixin:` document whose params are resolved, or reports why it is none.
  init?(_ node: DocumentNode, _ report: inout DiagnosticReport) {
    guard var reader = MappingReader(node, noun: "mixin", report: &report),
      reader.requiredString("mixin", &report) != nil, let name = node["mixin"]
    else { return nil }
    reader.accept(TableParts.mixinLists + TableParts.flags)
    reader.accept(["params", "comment", "description"])
    reader.finish(&report)
    self.name = name
    parts = TableParts(node, lists: TableParts.mixinLists, noun: "a mixin", &report)
  }
}

/// The name of a table with its schema.
struct TableName: Hashable, CustomStringConvertible {
  var schema: String
  var name: String

  var description: String { "\(schema).\(name)" }

  /// Creates the name from `t` or `schema.t` and the text of a `schema:` key.
  init(_ text: String, schema: String?, default standard: String) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    if parts.count == 2, schema == nil {
      self.schema = String(parts[0])
      name = String(parts[1])
    } else {
      self.schema = schema ?? standard
      name = parts.count == 2 && parts[0] == schema ?? "" ? String(parts[1]) : text
    }
  }
}
