/// The objects of a schema at one moment, declared or live, in a fixed order.
public struct Snapshot: Sendable {
  /// The identities in the order of declaration or of the catalog query.
  public private(set) var ids: [ObjectID] = []
  private var values: [any SchemaObject] = []
  private var places: [ObjectID: Int] = [:]
  /// Objects that the declarations name by kind, declared or not: a role that gets a grant.
  public var mentioned: Set<ObjectID> = []
  private var parts: [ObjectID: [ObjectID]] = [:]

  /// Creates an empty snapshot.
  public init() {}

  public var count: Int { ids.count }

  /// The objects with their identities, in order.
  public var objects: Zip2Sequence<[ObjectID], [any SchemaObject]> { zip(ids, values) }

  /// Returns the object of an identity, nil where there is none.
  public subscript(id: ObjectID) -> (any SchemaObject)? { places[id].map { values[$0] } }

  /// Returns the object of an identity as its type, nil where there is none.
  public func object<Object: SchemaObject>(_ id: ObjectID, as type: Object.Type) -> Object? {
    self[id] as? Object
  }

  /// Returns whether the snapshot has an object.
  public func contains(_ id: ObjectID) -> Bool { places[id] != nil }

  /// Returns the parts of an object (columns of a table, grants on it) in order.
  public func parts(of owner: ObjectID) -> [ObjectID] { parts[owner] ?? [] }

  /// Returns the parts of an object that are of one type, in order.
  public func parts<Object: SchemaObject>(of owner: ObjectID, as type: Object.Type) -> [Object] {
    parts(of: owner).compactMap { self[$0] as? Object }
  }

  /// Returns all objects of one type, in order.
  public func all<Object: SchemaObject>(_ type: Object.Type) -> [Object] {
    values.compactMap { $0 as? Object }
  }

  /// Adds an object or puts it in the place of the one with its identity.
  ///
  /// - Returns: the object that had the identity before, nil where there was none.
  @discardableResult
  public mutating func insert(_ object: any SchemaObject) -> (any SchemaObject)? {
    let id = object.id
    if let place = places[id] {
      defer { values[place] = object }
      return values[place]
    }
    places[id] = ids.count
    ids.append(id)
    values.append(object)
    if let owner = object.owner { parts[owner, default: []].append(id) }
    return nil
  }

  /// Reserves room for a number of objects.
  public mutating func reserveCapacity(_ count: Int) {
    ids.reserveCapacity(count)
    values.reserveCapacity(count)
    places.reserveCapacity(count)
    parts.reserveCapacity(count / 4)
  }
}
