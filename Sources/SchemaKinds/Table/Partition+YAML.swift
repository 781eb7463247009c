import SQLText
import SchemaCore
import SourceText

extension TableKind {
  static let boundKeys = ["from", "to", "in", "modulus", "remainder", "default"]

  /// Reads `partition_of`: the partitioned table, and the bounds.
  static func partition(
    from reader: inout MappingReader, in scope: DecodingScope,
    into declarations: inout Declarations
  ) -> Table.Partition? {
    guard let node = reader.value("partition_of"),
      var inner = MappingReader(
        node, noun: "table's partition_of", report: &declarations.report)
    else { return nil }
    let parent = scope.relationName("table", from: &inner, into: &declarations.report)
    let bound = bound(from: &inner, into: &declarations.report)
    inner.finish(&declarations.report)
    guard let parent, let bound else { return nil }
    return Table.Partition(of: parent, bound: bound)
  }

  /// Reads the keys that say which rows a partition takes.
  static func bound(
    from reader: inout MappingReader, into report: inout DiagnosticReport
  ) -> String? {
    let isDefault = reader.bool("default", &report) ?? false
    let lower = boundValues("from", &reader, into: &report)
    let upper = boundValues("to", &reader, into: &report)
    let values = boundValues("in", &reader, into: &report)
    let modulus = reader.int("modulus", &report)
    let remainder = reader.int("remainder", &report)
    var forms: [String] = []
    if isDefault { forms.append("DEFAULT") }
    if let lower, let upper {
      forms.append("FOR VALUES FROM (\(lower)) TO (\(upper))")
    } else if lower != nil || upper != nil {
      forms = []
    }
    if let values { forms.append("FOR VALUES IN (\(values))") }
    if let modulus, let remainder {
      forms.append("FOR VALUES WITH (modulus \(modulus), remainder \(remainder))")
    } else if modulus != nil || remainder != nil {
      forms = []
    }
    if forms.count == 1 { return forms[0] }
    report.error(
      "partition-bound",
      "a partition has 'from' and 'to', or 'in', or 'modulus' and 'remainder', or 'default: true'",
      at: reader.node.range)
    return nil
  }

  private static func boundValues(
    _ key: String, _ reader: inout MappingReader, into report: inout DiagnosticReport
  ) -> String? {
    guard let node = reader.value(key) else { return nil }
    let items = node.items ?? [node]
    if items.isEmpty {
      report.error("wrong-value", "'\(key)' of a partition gives a value", at: node.range)
      return nil
    }
    return items.map { boundValue($0, into: &report) }.joined(separator: ", ")
  }

  /// A value is a constant of the key's type, MINVALUE or MAXVALUE, or SQL.
  private static func boundValue(
    _ node: DocumentNode, into report: inout DiagnosticReport
  ) -> String {
    if node.isNull { return "NULL" }
    if let sql = node["__sql"]?.scalar { return sql }
    guard let text = node.scalar else {
      report.error(
        "wrong-type", "a partition's bound must be a text, not \(node.formDescription)",
        at: node.range)
      return ""
    }
    if node.tag == "!sql" || ["MINVALUE", "MAXVALUE"].contains(text.uppercased()) { return text }
    if let number = Int(text), String(number) == text { return text }
    return quotedLiteral(text)
  }

  /// Reads `partition_by`; returns the columns that it names, for the check of names.
  static func partitionKey(
    from reader: inout MappingReader, into report: inout DiagnosticReport
  ) -> (key: Table.PartitionKey?, columns: [(text: String, range: SourceRange)]) {
    guard let node = reader.value("partition_by"),
      var inner = MappingReader(node, noun: "table's partition_by", report: &report)
    else { return (nil, []) }
    for key in ["strategy", "key"] where inner.value(key) == nil {
      report.error("missing-key", "'partition_by' needs the key '\(key)'", at: node.range)
    }
    let strategy = inner.word("strategy", of: ["range", "list", "hash"], &report)
    let value = inner.value("key")
    inner.finish(&report)
    var parts: [Table.PartitionKey.Part] = []
    var columns: [(text: String, range: SourceRange)] = []
    for item in value?.items ?? value.map({ [$0] }) ?? [] {
      guard let part = keyPart(item, into: &report) else { continue }
      parts.append(part)
      if !part.column.isEmpty { columns.append((part.column, item.range)) }
    }
    if strategy == "list", parts.count > 1 {
      report.error(
        "wrong-value", "a list partition key is one column", at: inner.range(of: "key"))
    }
    guard let strategy, !parts.isEmpty else { return (nil, columns) }
    return (Table.PartitionKey(strategy: strategy, parts: parts), columns)
  }

  private static func keyPart(
    _ node: DocumentNode, into report: inout DiagnosticReport
  ) -> Table.PartitionKey.Part? {
    if let column = node.scalar, !node.isNull { return .init(column: column) }
    guard var reader = MappingReader(node, noun: "partition key", report: &report)
    else { return nil }
    let column = reader.string("column", &report)
    let expression = reader.string("expression", &report).map { trimmed($0) }
    let collation = reader.string("collation", &report)
    let operatorClass = reader.string("opclass", &report)
    reader.finish(&report)
    guard (column == nil) != (expression ?? "").isEmpty else {
      report.error(
        "wrong-value", "a partition key has either 'column' or 'expression'", at: node.range)
      return nil
    }
    var part = Table.PartitionKey.Part(column: column ?? "", expression: expression ?? "")
    part.collation = collation.map { QualifiedName($0)?.sql ?? quotedIdentifier($0) } ?? ""
    part.operatorClass = operatorClass ?? ""
    return part
  }
}
