public import SchemaCore
public import SourceText

/// Turns the documents of a project into declared objects, and reports all that is wrong.
///
/// - Parameters:
///   - documents: mappings with mixins and extensions already merged.
///   - defaultSchema: the schema of what names none (`--schema`).
public func decodeProject(
  _ documents: [DocumentNode], kinds: KindSet, defaultSchema: String
) -> Declarations {
  finished(
    decoded(
      documents[...], kinds: kinds,
      names: declaredNames(in: documents, defaultSchema: defaultSchema),
      defaultSchema: defaultSchema), kinds: kinds)
}

/// Turns the documents of a project into declared objects on two cores.
///
/// The result is that of the function above: documents are decoded apart from each other.
public func decodeProject(
  _ documents: [DocumentNode], kinds: KindSet, defaultSchema: String
) async -> Declarations {
  let names = declaredNames(in: documents, defaultSchema: defaultSchema)
  let middle = documents.count / 2
  async let second = decoded(
    documents[middle...], kinds: kinds, names: names, defaultSchema: defaultSchema)
  var declarations = decoded(
    documents[..<middle], kinds: kinds, names: names, defaultSchema: defaultSchema)
  declarations.merge(await second)
  return finished(declarations, kinds: kinds)
}

private func decoded(
  _ documents: ArraySlice<DocumentNode>, kinds: KindSet, names: [String: Set<String>],
  defaultSchema: String
) -> Declarations {
  var declarations = Declarations()
  let scope = DecodingScope(
    defaultSchema: defaultSchema, members: kinds.members, declaredNames: names)
  let places = documentPlaces(of: kinds)
  for document in documents {
    decode(document, places: places, in: scope, into: &declarations)
  }
  declarations.declareRenames(in: documents)
  return declarations
}

/// Lets the kinds check and add what goes across documents.
private func finished(_ declarations: Declarations, kinds: KindSet) -> Declarations {
  var declarations = declarations
  for kind in kinds.all { kind.complete(&declarations) }
  checkColumns(in: &declarations)
  return declarations
}

private typealias Place = (keys: [String], kind: any ObjectKind.Type, isPlain: Bool)

/// The places of documents; other kinds' documents may have the key `schemas` too.
private func documentPlaces(of kinds: KindSet) -> [Place] {
  let all = kinds.all.filter { $0.id != .schema } + kinds.all.filter { $0.id == .schema }
  return all.flatMap { kind in
    kind.places.compactMap { place -> Place? in
      switch place {
      case .document(let keys): (keys, kind, false)
      case .plainDocument(let key): ([key], kind, true)
      case .member: nil
      }
    }
  }
}

/// The schemas in which the project declares each name, before anything is decoded.
private func declaredNames(
  in documents: [DocumentNode], defaultSchema: String
) -> [String: Set<String>] {
  var names: [String: Set<String>] = [:]
  for document in documents {
    let key = ["table", "foreign_table", "name", "sequence"].first { document[$0] != nil }
    guard let name = key.flatMap({ document[$0]?.scalar }) else { continue }
    let parts = name.split(separator: ".", maxSplits: 1).map(String.init)
    let schema = document["schema"]?.scalar ?? (parts.count == 2 ? parts[0] : defaultSchema)
    names[parts.last ?? name, default: []].insert(schema)
  }
  return names
}

private func decode(
  _ document: DocumentNode, places: [Place], in scope: DecodingScope,
  into declarations: inout Declarations
) {
  guard let entries = document.entries else {
    declarations.report.error(
      "wrong-type", "a document must be a map of keys, not \(document.formDescription)",
      at: document.range)
    return
  }
  let keys = Set(entries.compactMap(\.key.scalar))
  let first = entries.first?.key.scalar
  let place =
    places.first { !$0.isPlain && keys.isSuperset(of: $0.keys) }
    ?? places.first { $0.isPlain && $0.keys.first == first }
  if let place {
    place.kind.decode(document, in: scope, into: &declarations)
    return
  }
  let forms = places.map { $0.keys.map { "'\($0)'" }.joined(separator: " and ") }
  var unique: [String] = []
  for form in forms where !unique.contains(form) { unique.append(form) }
  let known = Set(places.flatMap(\.keys))
  let near = entries.compactMap { entry -> Diagnostic.Note? in
    guard let key = entry.key.scalar, !known.contains(key),
      let suggestion = nearestSpelling(of: key, among: known)
    else { return nil }
    return .init("did you mean '\(suggestion)'?", at: entry.key.range)
  }
  declarations.report.error(
    "unknown-document", "the document's keys tell no kind of object", at: document.range,
    notes: near + [.init("a document has the keys \(unique.joined(separator: "; or "))")])
}

/// Reports every named column that its declared table doesn't have.
private func checkColumns(in declarations: inout Declarations) {
  var columns: [ObjectID: Set<String>] = [:]
  for use in declarations.columnUses where declarations.snapshot.contains(use.table) {
    guard
      let known = columns[use.table] ?? columnNames(of: use.table, in: declarations.snapshot)
    else { continue }
    columns[use.table] = known
    guard !known.contains(use.column) else { continue }
    let near = nearestSpelling(of: use.column, among: known)
    // In an expression a word may be more than the tool knows of: only a slip of a column's
    // name is reported here, all else by the server.
    guard use.isCertain || near != nil && use.column != use.table.name else { continue }
    declarations.report.error(
      "unknown-column",
      "\(use.noun) '\(use.column)' is not declared in table '\(use.table.qualifiedName)'",
      at: use.range, notes: near.map { [.init("did you mean '\($0)'?", at: use.range)] } ?? [])
  }
}

/// The declared columns of a table and those that it inherits; those of a partition are its
/// parent's, nil where the parent is declared nowhere.
private func columnNames(of table: ObjectID, in snapshot: Snapshot) -> Set<String>? {
  var place = table
  var seen: Set<ObjectID> = []
  while seen.insert(place).inserted, let parent = snapshot.parent(of: place.qualifiedName) {
    guard snapshot.contains(Table.id(parent)) else { return nil }
    place = Table.id(parent)
  }
  var names: Set<String> = []
  var waiting = [place]
  seen = []
  while let id = waiting.popLast() {
    guard seen.insert(id).inserted else { continue }
    names.formUnion(snapshot.parts(of: id, as: Column.self).map(\.name))
    waiting += (snapshot.object(id, as: Table.self)?.parents ?? []).map(Table.id)
  }
  return names
}
