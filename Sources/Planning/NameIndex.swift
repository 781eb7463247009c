import SQLText
import SchemaCore

/// Finds the object that a reference means, by the name spaces of the kinds.
struct NameIndex {
  private var relations: [String: [ObjectID]] = [:]
  private var routines: [String: [ObjectID]] = [:]
  private var types: [String: [ObjectID]] = [:]
  private let defaultSchema: String

  init(_ snapshot: Snapshot, kinds: KindSet, defaultSchema: String) {
    self.defaultSchema = defaultSchema
    for id in snapshot.ids {
      switch kinds[id.kind]?.namespace ?? .none {
      case .none: break
      case .relation:
        relations[id.name, default: []].append(id)
        types[id.name, default: []].append(id)
      case .routine: routines[id.name, default: []].append(id)
      case .type: types[id.name, default: []].append(id)
      }
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
    _ name: QualifiedName, in index: [String: [ObjectID]], from schema: String
  ) -> [ObjectID] {
    guard let candidates = index[name.name] else { return [] }
    if !name.schema.isEmpty { return candidates.filter { $0.schema == name.schema } }
    for place in [schema, defaultSchema, "public"] {
      let here = candidates.filter { $0.schema == place }
      if !here.isEmpty { return here }
    }
    return []
  }
}
