import SchemaCore

/// Objects that are put into a snapshot, or taken out of it with all their parts.
struct SnapshotEdit {
  private var added: [ObjectID: any SchemaObject] = [:]
  private var order: [ObjectID] = []
  private var removed: Set<ObjectID> = []

  /// Returns an object that was put.
  subscript(_ id: ObjectID) -> (any SchemaObject)? { added[id] }

  mutating func put(_ object: any SchemaObject) {
    if added.updateValue(object, forKey: object.id) == nil { order.append(object.id) }
  }

  mutating func remove(_ id: ObjectID) {
    removed.insert(id)
    added[id] = nil
  }

  func applied(to snapshot: Snapshot) -> Snapshot {
    var result = Snapshot()
    result.reserveCapacity(snapshot.count)
    result.mentioned = snapshot.mentioned
    for (id, object) in snapshot.objects where !isRemoved(id, in: snapshot) {
      result.insert(added[id] ?? object)
    }
    for id in order where !result.contains(id) {
      if let object = added[id] { result.insert(object) }
    }
    return result
  }

  private func isRemoved(_ id: ObjectID, in snapshot: Snapshot) -> Bool {
    if removed.contains(id) { return true }
    return snapshot[id]?.owner.map { isRemoved($0, in: snapshot) } ?? false
  }
}
