/// All object kinds that a run knows, in the registry's order.
public struct KindSet: Sendable {
  public let all: [any ObjectKind.Type]
  private let byID: [KindID: any ObjectKind.Type]
  private let ranks: [KindID: Int]

  /// Creates a set from the registry's list.
  public init(_ all: [any ObjectKind.Type]) {
    self.all = all
    byID = Dictionary(uniqueKeysWithValues: all.map { ($0.id, $0) })
    ranks = Dictionary(uniqueKeysWithValues: all.enumerated().map { ($1.id, $0) })
  }

  /// Returns the kind of an identifier, nil for one that the run doesn't know.
  public subscript(id: KindID) -> (any ObjectKind.Type)? { byID[id] }

  /// Returns the kind's place in the registry, which orders operations of one phase.
  public func rank(of id: KindID) -> Int { ranks[id] ?? all.count }

  /// Returns what stands for an object's name among the kinds that share a name space; nil for
  /// kinds with names of their own.
  ///
  /// Relations have row types, so that they share their names with types.
  public func sharedName(of id: ObjectID) -> ObjectID? {
    switch self[id.kind]?.namespace ?? .none {
    case .none, .column, .schema, .role, .collation, .searchConfiguration, .searchDictionary: nil
    case .relation, .type: ObjectID("name", schema: id.schema, id.name)
    case .routine: ObjectID("routine", schema: id.schema, id.name, member: id.member)
    }
  }

  /// The kinds written under keys of another kind, by that kind and key.
  public var members: [KindID: [String: any ObjectKind.Type]] {
    var members: [KindID: [String: any ObjectKind.Type]] = [:]
    for kind in all {
      for case .member(let owner, let key) in kind.places {
        members[owner, default: [:]][key] = kind
      }
    }
    return members
  }
}
