import SQLText
import SchemaCore

extension TableComparison {
  /// Compares a pair's new column with what its transform makes of the row.
  init(
    _ pair: ExpansionRecord, in contents: SideContents, defaultSchema: String
  ) throws(VerificationError) {
    guard let table = contents.tables[pair.table], let new = table.columns[pair.shadowColumn] else {
      throw .request(
        code: "unknown-expansion",
        message: "table '\(pair.table)' has no column '\(pair.shadowColumn)'")
    }
    var source = table
    // Rows that the source table has nothing for belong to nobody.
    if let other = pair.source { source.join = " JOIN \(other.table.sql) ON (\(other.condition))" }
    var path = [pair.table.schema]
    for schema in [defaultSchema, "public"] where !path.contains(schema) { path.append(schema) }
    source.searchPath = path.map(quotedIdentifier).joined(separator: ", ")
    let keys = table.keys.filter { !$0.contains(pair.shadowColumn) }.prefix(1)
    source.keys = Array(keys)
    source.columns = table.columns.filter { keys.first?.contains($0.key) ?? false }
    var target = source
    target.columns[pair.newColumn] = new
    var expected = new
    expected.value = "(\(pair.transform))::\(new.typeName)"
    source.columns[pair.newColumn] = expected
    self.init(name: "\(pair.table).\(pair.newColumn)", source: source, target: target)
  }
}
