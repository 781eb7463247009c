public import OrderedCollections

/// The objects of a schema at one moment, declared or live, in a fixed order.
public struct Snapshot: Sendable {
  /// The objects by identity, in the order of declaration or of the catalog query.
  public private(set) var objects: OrderedDictionary<ObjectID, any SchemaObject> = [:]
  /// Objects that the declarations name by kind, declared or not: a role that gets a grant.
  public var mentioned: Set<ObjectID> = []
  private var parts: [ObjectID: [ObjectID]] = [:]

  /// Creates an empty snapshot.
  public init() {}

  /// Returns the object of an identity, nil where there is none.
  public subscript(id: ObjectID) -> (any SchemaObject)? { objects[id] }

  /// Returns the object of an identity as its type, nil where there is none.
  public func object<Object: SchemaObject>(_ id: ObjectID, as type: Object.Type) -> Object? {
    objects[id] as? Object
  }

  /// Returns whether the snapshot has an object.
  public func contains(_ id: ObjectID) -> Bool { objects.keys.contains(id) }

  /// Returns the parts of an object (columns of a table, grants on it) in order.
  public func parts(of owner: ObjectID) -> [ObjectID] { parts[owner] ?? [] }

  /// Returns the parts of an object that are of one type, in order.
  public func parts<Object: SchemaObject>(of owner: ObjectID, as type: Object.Type) -> [Object] {
    parts(of: owner).compactMap { objects[$0] as? Object }
  }

  /// Returns all objects of one type, in order.
  public func all<Object: SchemaObject>(_ type: Object.Type) -> [Object] {
    objects.values.compactMap { $0 as? Object }
  }

  /// Adds an object or puts it in the place of the one with its identity.
  ///
  /// - Returns: the object that had the identity before, nil where there was none.
  @discardableResult
  public mutating func insert(_ object: any SchemaObject) -> (any SchemaObject)? {
    let id = object.id
    let former = objects.updateValue(object, forKey: id)
    if former == nil, let owner = object.owner { parts[owner, default: []].append(id) }
    return former
  }

  /// Reserves room for a number of objects.
  public mutating func reserveCapacity(_ count: Int) {
    objects.reserveCapacity(count)
    parts.reserveCapacity(count / 4)
  }
}
