import SQLText
import SchemaCore

/// Finds the object that a reference means, by the name spaces of the kinds.
struct NameIndex {
  /// An object under one of its names: the schema is the name's.
  private typealias Entry = (schema: String, id: ObjectID)

  private var relations: [String: [Entry]] = [:]
  private var routines: [String: [Entry]] = [:]
  private var types: [String: [Entry]] = [:]
  private let defaultSchema: String

  init(_ snapshot: Snapshot, kinds: KindSet, defaultSchema: String) {
    self.defaultSchema = defaultSchema
    for id in snapshot.ids {
      switch kinds[id.kind]?.namespace ?? .none {
      case .none, .column, .schema, .role, .collation, .searchConfiguration, .searchDictionary:
        break
      case .relation:
        relations[id.name, default: []].append((id.schema, id))
        types[id.name, default: []].append((id.schema, id))
      case .routine: routines[id.name, default: []].append((id.schema, id))
      case .type:
        types[id.name, default: []].append((id.schema, id))
        for name in snapshot[id]?.brings ?? [] { add(name, of: id) }
      }
    }
  }

  /// Adds a name under which an object is found beside its own.
  private mutating func add(_ name: Reference, of id: ObjectID) {
    switch name {
    case .object: break
    case .relation(let name): relations[name.name, default: []].append((name.schema, id))
    case .routine(let name): routines[name.name, default: []].append((name.schema, id))
    case .type(let name): types[name.name, default: []].append((name.schema, id))
    }
  }

  /// Returns the objects that a reference may mean, none for one that isn't in the snapshot.
  func objects(for reference: Reference, from schema: String) -> [ObjectID] {
    switch reference {
    case .object(let id): [id]
    case .relation(let name): found(name, in: relations, from: schema)
    case .routine(let name): found(name, in: routines, from: schema)
    case .type(let name): found(name, in: types, from: schema)
    }
  }

  private func found(
    _ name: QualifiedName, in index: [String: [Entry]], from schema: String
  ) -> [ObjectID] {
    guard let candidates = index[name.name] else { return [] }
    if !name.schema.isEmpty {
      return candidates.filter { $0.schema == name.schema }.map(\.id)
    }
    for place in [schema, defaultSchema, "public"] {
      let here = candidates.filter { $0.schema == place }
      if !here.isEmpty { return here.map(\.id) }
    }
    return []
  }
}
