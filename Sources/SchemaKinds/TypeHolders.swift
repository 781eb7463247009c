import SQLText
import SchemaCore

extension PlanContext {
  /// Returns the live columns whose values are of a type, also inside other types, and stay so.
  func holders(of type: ObjectID) -> [ObjectID] {
    var holders: Set<ObjectID> = []
    forEachColumn(under: type) { column, used in
      if keepsUsing(used, column: column) { holders.insert(column) }
    }
    return holders.sorted()
  }

  /// Returns the live columns that hold a type inside another type, and stay so.
  func nestedHolders(of type: ObjectID) -> [ObjectID] {
    var holders: Set<ObjectID> = []
    forEachColumn(under: type) { column, used in
      if used != type, keepsUsing(used, column: column) { holders.insert(column) }
    }
    return holders.sorted()
  }

  /// Returns why a type can't be made anew, nil where no column holds it.
  ///
  /// - Parameter change: what PostgreSQL can't do in place, as a sentence's beginning.
  func replacementRefusal(of type: ObjectID, change: String) -> String? {
    let holders = holders(of: type)
    guard !holders.isEmpty else { return nil }
    let names = holders.map(\.description).joined(separator: ", ")
    return """
      \(change), and it can't be made anew while it is used by \(names): declare a new one and \
      let the columns change to it
      """
  }

  private static let containerKinds: Set<KindID> = [
    .domain, .compositeType, .rangeType, .textSearchConfiguration,
  ]

  /// Calls a function with each live column under a type, and the type that the column is of.
  private func forEachColumn(
    under type: ObjectID, _ body: (_ column: ObjectID, _ used: ObjectID) -> Void
  ) {
    var waiting = [type]
    var visited: Set<ObjectID> = [type]
    while let used = waiting.popLast() {
      for dependent in (facts.dependents[used] ?? []).sorted() {
        if dependent.kind == .column {
          body(dependent, used)
        } else if PlanContext.containerKinds.contains(dependent.kind),
          visited.insert(dependent).inserted
        {
          waiting.append(dependent)
        }
      }
    }
  }

  /// Whether a declared column still uses what its live twin uses.
  ///
  /// A use that neither names (a collation) goes on.
  private func keepsUsing(_ used: ObjectID, column id: ObjectID) -> Bool {
    guard let column = declared[id], let former = live[id] else { return false }
    func isUsed(by object: any SchemaObject) -> Bool {
      object.references.contains { names(used, $0) }
    }
    return isUsed(by: column) || !isUsed(by: former)
  }

  private func names(_ used: ObjectID, _ reference: Reference) -> Bool {
    if reference == .type(used.qualifiedName) || reference == .object(used) { return true }
    return live[used]?.brings.contains(reference) ?? false
  }
}
