internal import SourceText

/// The documents of all packages, on the way to tables that stand for themselves.
struct ProjectAssembly {
  private struct Package {
    var name: String?
    var mixins: [String: Mixin] = [:]
    var documents: [DocumentNode] = []
  }

  let defaultSchema: String
  /// Whether all files could be read: what a broken file declares is not reported as missing.
  let isComplete: Bool
  private var packages: [Package] = []
  private var tableExtensions: [TableExtension] = []

  init(defaultSchema: String, isComplete: Bool) {
    self.defaultSchema = defaultSchema
    self.isComplete = isComplete
  }

  /// Adds the documents of a package: its params are resolved, its mixins and extensions kept.
  mutating func add(
    _ source: PackageSource, files: some Sequence<LoadedFile>, _ report: inout DiagnosticReport
  ) {
    var package = Package(name: source.origin?.name)
    let files = Array(files)
    var parameters = PackageParameters(origin: source.origin)
    for document in files.lazy.flatMap(\.documents) where document["mixin"] != nil {
      if let node = document["params"], !node.isNull { parameters.declare(node, &report) }
    }
    parameters.checkImport(&report)
    let index = packages.count
    for file in files {
      for document in file.documents {
        add(document, in: file.item.role, of: index, parameters, to: &package, &report)
      }
      if let rows = file.rows {
        tableExtensions.append(
          TableExtension(rows, package: index, defaultSchema: defaultSchema))
      }
    }
    packages.append(package)
  }

  private mutating func add(
    _ document: DocumentNode, in role: ProjectFile.Role, of index: Int,
    _ parameters: PackageParameters, to package: inout Package,
    _ report: inout DiagnosticReport
  ) {
    if document["mixin"] != nil {
      guard let mixin = Mixin(parameters.resolve(withoutParameters(document), &report), &report)
      else { return }
      let name = mixin.name.scalar ?? ""
      if let other = package.mixins[name] {
        report.error(
          "duplicate-mixin", "mixin '\(name)' is declared twice", at: mixin.name.range,
          notes: [.init("mixin '\(name)' is first declared here", at: other.name.range)])
      } else {
        package.mixins[name] = mixin
      }
      return
    }
    let document = parameters.isEmpty ? document : parameters.resolve(document, &report)
    var isSeeds = false
    if case .seeds = role { isSeeds = document["table"] != nil && document["columns"] == nil }
    guard isSeeds || document["extend"] != nil else {
      package.documents.append(document)
      return
    }
    let read = TableExtension(
      document, key: isSeeds ? "table" : "extend", package: index,
      defaultSchema: defaultSchema, &report)
    if let read { tableExtensions.append(read) }
  }

  /// The defaults of params are not resolved themselves.
  private func withoutParameters(_ document: DocumentNode) -> DocumentNode {
    guard let entries = document.entries, document["params"] != nil else { return document }
    var copy = document
    copy.content = .mapping(entries.filter { $0.key.scalar != "params" })
    return copy
  }

  /// Returns all documents with mixins and extensions merged into the tables.
  func documents(_ report: inout DiagnosticReport) -> [DocumentNode] {
    var slots: [DocumentNode?] = []
    var drafts: [(slot: Int, draft: TableDraft)] = []
    var indexes: [TableName: Int] = [:]
    for (index, package) in packages.enumerated() {
      for document in package.documents {
        if let name = tableName(of: document) {
          var draft = TableDraft(document, table: name, package: index, &report)
          var applied: Set<String> = []
          draft.prepend(mixins(draft.mixins, of: index, once: &applied, &report))
          if indexes[name] == nil { indexes[name] = drafts.count }
          drafts.append((slots.count, draft))
        }
        slots.append(document)
      }
    }
    for tableExtension in tableExtensions {
      guard let index = indexes[tableExtension.table] else {
        reportMissing(tableExtension, among: drafts.map(\.draft), &report)
        continue
      }
      var applied = Set(drafts[index].draft.mixins.compactMap(\.scalar))
      let mixed = mixins(
        tableExtension.mixins, of: tableExtension.package, once: &applied, &report)
      drafts[index].draft.append(mixins: mixed, besides: tableExtension.parts)
      drafts[index].draft.append(tableExtension.parts, &report)
    }
    for (slot, draft) in drafts { slots[slot] = draft.merged }
    return slots.compactMap { $0 }
  }

  private func tableName(of document: DocumentNode) -> TableName? {
    guard let node = document["table"], let text = node.scalar, !node.isNull else { return nil }
    return TableName(text, schema: document["schema"]?.scalar, default: defaultSchema)
  }

  /// Returns the mixins of a package's table by their names, each once.
  private func mixins(
    _ names: [DocumentNode], of package: Int, once applied: inout Set<String>,
    _ report: inout DiagnosticReport
  ) -> [Mixin] {
    var found: [Mixin] = []
    for node in names {
      guard let name = node.scalar, applied.insert(name).inserted else { continue }
      if let mixin = packages[package].mixins[name] {
        found.append(mixin)
        continue
      }
      let others = packages[..<package].compactMap { $0.mixins[name] }
      if others.count > 1 {
        report.error(
          "duplicate-mixin", "mixin '\(name)' is declared by several imports", at: node.range,
          notes: others.map { .init("declared here", at: $0.name.range) })
      } else if let mixin = others.first {
        found.append(mixin)
      } else if isComplete {
        let known = packages[...package].flatMap(\.mixins.keys)
        let near = nearestSpelling(of: name, among: known)
        report.error(
          "unknown-mixin", "mixin '\(name)' is not declared", at: node.range,
          notes: near.map { [.init("did you mean '\($0)'?", at: node.range)] } ?? [])
      }
    }
    return found
  }

  private func reportMissing(
    _ missing: TableExtension, among drafts: [TableDraft], _ report: inout DiagnosticReport
  ) {
    guard isComplete else { return }
    func shown(_ table: TableName) -> String {
      table.schema == defaultSchema ? table.name : table.description
    }
    let wanted = shown(missing.table)
    var places: [String: SourceRange] = [:]
    for draft in drafts { places[shown(draft.table)] = draft.range }
    let elsewhere = drafts.first { $0.table.name == missing.table.name }.map { shown($0.table) }
    let near = elsewhere ?? nearestSpelling(of: wanted, among: places.keys)
    report.error(
      "unknown-table", "table '\(wanted)' is not declared, so nothing can be added to it",
      at: missing.range,
      notes: near.map { [.init("did you mean '\($0)'?", at: places[$0])] } ?? [])
  }
}
