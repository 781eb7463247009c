internal import SourceText

/// What a document adds to a table that is declared elsewhere.
struct TableExtension {
  var table: TableName
  /// The place that names the table.
  var range: SourceRange
  var parts: TableParts
  var mixins: [DocumentNode] = []
  /// The package whose mixins the names mean.
  var package: Int

  /// Reads an `extend:` document, or a document of the seeds folder that names a `table:`.
  init?(
    _ node: DocumentNode, key: String, package: Int, defaultSchema: String,
    _ report: inout DiagnosticReport
  ) {
    let isExtension = key == "extend"
    let noun = isExtension ? "table extension" : "seed file"
    guard var reader = MappingReader(node, noun: noun, report: &report),
      let name = reader.requiredString(key, &report)
    else { return nil }
    let schema = reader.string("schema", &report)
    reader.accept(["seeds"])
    if isExtension {
      reader.accept(TableParts.extensionLists + TableParts.flags)
      mixins = reader.value("mixins")?.names("mixins", of: "a \(noun)", &report) ?? []
    }
    reader.finish(&report)
    table = TableName(name, schema: schema, default: defaultSchema)
    range = reader.range(of: key)
    parts = TableParts(
      node, lists: isExtension ? TableParts.extensionLists : ["seeds"], noun: "a \(noun)",
      &report)
    self.package = package
  }

  /// Makes the rows of a CSV file an extension of its table.
  init(_ seeds: SeedTable, package: Int, defaultSchema: String) {
    table = TableName(seeds.table, schema: seeds.schema, default: defaultSchema)
    range = seeds.range
    let node = DocumentNode(
      .mapping([
        .init(
          key: DocumentNode(.scalar("seeds", .plain), range: seeds.range),
          value: DocumentNode(.sequence(seeds.rows), range: seeds.range))
      ]), range: seeds.range)
    var unused = DiagnosticReport()
    parts = TableParts(node, lists: ["seeds"], noun: "a seed file", &unused)
    self.package = package
  }
}
