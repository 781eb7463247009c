public import SQLText

/// A project as `generate` puts it together: documents, and in them the mappings of their parts.
///
/// Kinds add to it in the registry's order, so a part finds its owner there. What a kind adds
/// to an owner that isn't there is an omission.
public struct ProjectDraft: Sendable {
  /// A mapping that belongs to an object, with lists of the mappings of its parts.
  struct Node: Sendable {
    var keyOrder: [String]
    var entries: [YAMLValue.Entry]
    var parts: [Part] = []
  }

  /// The mappings under a key of another mapping.
  struct Part: Sendable {
    var key: String
    var nodes: [Int]
    /// Whether a single one stands there without a list around it.
    var isBareAlone: Bool
  }

  /// An object, or an aspect of one, that the format has no words for.
  public struct Omission: Hashable, Sendable {
    public var object: ObjectID
    public var reason: String
  }

  /// The default schema, whose name isn't written.
  public var defaultSchema: String
  public private(set) var omissions: [Omission] = []
  private var nodes: [Node] = []
  private var places: [ObjectID: Int] = [:]
  private var documents: [(path: String, node: Int)] = []
  /// Objects that stand in for themselves where only parts of them are wanted; nil else.
  private var stubs: [ObjectID]?
  private var items: [Int] = []

  /// Creates an empty project.
  public init(defaultSchema: String) { self.defaultSchema = defaultSchema }

  /// Creates a draft that holds an object alone, with empty mappings for what it is part of.
  init(fragmentIn owners: [ObjectID], defaultSchema: String) {
    self.init(defaultSchema: defaultSchema)
    stubs = []
    for owner in owners { addStub(owner) }
  }

  /// Adds a document of its own.
  ///
  /// - Parameters:
  ///   - path: where it is written below the schema folder: `tables/orders.yaml`. Documents
  ///     of one path are written one after the other into one file.
  ///   - keyOrder: the order of the mapping's keys; others follow in the order of adding.
  public mutating func addDocument(
    _ id: ObjectID, path: String, keyOrder: [String], _ entries: [YAMLValue.Entry]
  ) {
    documents.append((path, nodes.count))
    place(id, keyOrder, entries)
  }

  /// Adds the mapping of a part to a list in its owner's mapping.
  ///
  /// - Parameter isBareAlone: whether the mapping stands under the key without a list while it
  ///   is the only one.
  public mutating func addItem(
    _ id: ObjectID, to key: String, of owner: ObjectID, keyOrder: [String],
    isBareAlone: Bool = false, _ entries: [YAMLValue.Entry]
  ) {
    if stubs != nil, places[owner] == nil { addStub(owner) }
    guard let place = places[owner] else { return omit(id, "\(owner) is not written") }
    if let list = nodes[place].parts.firstIndex(where: { $0.key == key }) {
      nodes[place].parts[list].nodes.append(nodes.count)
    } else {
      nodes[place].parts.append(
        Part(key: key, nodes: [nodes.count], isBareAlone: isBareAlone))
    }
    items.append(nodes.count)
    self.place(id, keyOrder, entries)
  }

  private mutating func addStub(_ id: ObjectID) {
    stubs?.append(id)
    place(id, [], [])
  }

  private mutating func place(
    _ id: ObjectID, _ keyOrder: [String], _ entries: [YAMLValue.Entry]
  ) {
    places[id] = nodes.count
    nodes.append(Node(keyOrder: keyOrder, entries: entries))
  }

  /// Sets a key in the mapping of an object; returns false where the object has none.
  @discardableResult
  public mutating func set(_ key: String, _ value: YAMLValue, on id: ObjectID) -> Bool {
    guard let place = places[id] else { return false }
    if let index = nodes[place].entries.firstIndex(where: { $0.key == key }) {
      nodes[place].entries[index].value = value
    } else {
      nodes[place].entries.append(.init(key, value))
    }
    return true
  }

  /// Adds a value to a list in the mapping of an object; returns false where it has none.
  @discardableResult
  public mutating func append(_ value: YAMLValue, to key: String, on id: ObjectID) -> Bool {
    guard let place = places[id] else { return false }
    guard case .list(var list)? = nodes[place].entries.first(where: { $0.key == key })?.value
    else { return set(key, .list([value]), on: id) }
    list.append(value)
    return set(key, .list(list), on: id)
  }

  /// Returns whether the mapping of an object has a key.
  public func hasKey(_ key: String, on id: ObjectID) -> Bool {
    guard let place = places[id] else { return false }
    return nodes[place].entries.contains { $0.key == key }
      || nodes[place].parts.contains { $0.key == key }
  }

  /// Returns whether an object has a mapping.
  public func contains(_ id: ObjectID) -> Bool { places[id] != nil }

  /// Notes what could not be written, and why.
  public mutating func omit(_ id: ObjectID, _ reason: String) {
    omissions.append(Omission(object: id, reason: reason))
  }

  /// Returns the entries for an object's name: the key, and `schema` where it isn't the default.
  public func nameEntries(_ key: String, _ name: QualifiedName) -> [YAMLValue.Entry] {
    var entries: [YAMLValue.Entry] = [.init(key, .text(name.name.asWrittenName))]
    entries.add("schema", name.schema, unless: defaultSchema)
    return entries
  }

  /// Returns a name as references write it: qualified unless it is of the default schema.
  public func reference(_ name: QualifiedName) -> String {
    name.schema == defaultSchema || name.schema.isEmpty
      ? name.name.asWrittenName
      : "\(name.schema.asWrittenName).\(name.name.asWrittenName)"
  }

  /// Returns a name as an object of a schema refers to it.
  ///
  /// Without a schema a name is looked up beside the object first, so only objects of the
  /// default schema may leave it out.
  public func reference(_ name: QualifiedName, from schema: String) -> String {
    schema == defaultSchema || schema.isEmpty
      ? reference(name) : "\(name.schema.asWrittenName).\(name.name.asWrittenName)"
  }

  /// Returns the name of an object's file: `orders.yaml`, `billing.invoices.yaml`.
  ///
  /// Bytes that some file system refuses become `_`, so two objects may share a file.
  public func fileName(of name: QualifiedName) -> String {
    let isBare = name.schema == defaultSchema || name.schema.isEmpty
    let path = isBare ? name.name : "\(name.schema).\(name.name)"
    let kept = path.unicodeScalars.map { scalar in
      let isPlain =
        scalar.value > 127 || scalar.properties.isAlphabetic
        || ("0"..."9").contains(scalar) || "_-.".unicodeScalars.contains(scalar)
      return isPlain ? Character(scalar) : "_"
    }
    return String(kept) + ".yaml"
  }

  /// The files in path order, each with the documents written into it.
  public var files: [(path: String, documents: [YAMLValue])] {
    var found: [String: [YAMLValue]] = [:]
    for (path, node) in documents { found[path, default: []].append(mapping(of: node)) }
    return found.sorted { Array($0.key.utf8).lexicographicallyPrecedes(Array($1.key.utf8)) }
      .map { ($0.key, $0.value) }
  }

  /// Returns what was written of one object: its own mapping, else what others got by it.
  func fragment(of id: ObjectID) -> YAMLValue? {
    if let place = places[id] { return withoutEmptyLists(mapping(of: place)) }
    if items.count == 1, (stubs ?? []).allSatisfy({ nodes[places[$0] ?? 0].entries.isEmpty }) {
      return mapping(of: items[0])
    }
    let roots = (stubs ?? []).compactMap { places[$0] } + documents.map(\.node)
    let entries = roots.flatMap { root -> [YAMLValue.Entry] in
      if case .mapping(let entries) = withoutEmptyLists(mapping(of: root)) { entries } else { [] }
    }
    return entries.isEmpty ? nil : .mapping(entries)
  }

  /// Leaves out lists whose items are other objects', which aren't here.
  private func withoutEmptyLists(_ value: YAMLValue) -> YAMLValue {
    guard case .mapping(let entries) = value else { return value }
    return .mapping(entries.filter { $0.value != .list([]) })
  }

  private func mapping(of index: Int) -> YAMLValue {
    let node = nodes[index]
    var entries = node.entries
    for part in node.parts {
      let items = part.nodes.map(mapping)
      if let place = entries.firstIndex(where: { $0.key == part.key }),
        case .list(let before) = entries[place].value
      {
        entries[place].value = .list(before + items)
      } else {
        let isBare = part.isBareAlone && items.count == 1
        entries.append(.init(part.key, isBare ? items[0] : .list(items)))
      }
    }
    let rank = Dictionary(
      node.keyOrder.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    let ordered = entries.enumerated().sorted {
      let left = rank[$0.element.key] ?? node.keyOrder.count
      let right = rank[$1.element.key] ?? node.keyOrder.count
      return (left, $0.offset) < (right, $1.offset)
    }
    return .mapping(ordered.map(\.element))
  }
}
