import SQLText
public import SchemaCore

/// Adds the parts that differ from a declared one of the same owner in nothing but the name: an
/// index or constraint is renamed rather than built again.
///
/// - Parameter live: the live objects after the renames known so far.
public func addNamesakes(
  to renaming: inout Renaming, declared: Snapshot, live: Snapshot, formers: Snapshot,
  kinds: KindSet
) {
  var wanted: [ObjectID: [ObjectID]] = [:]
  for (id, object) in declared.objects where !live.contains(id) {
    guard let owner = object.owner, isPlainPart(id, kinds), live.contains(owner) else { continue }
    wanted[owner, default: []].append(id)
  }
  guard !wanted.isEmpty else { return }
  let back = renaming.reversed
  for (owner, ids) in wanted.sorted(by: { $0.key < $1.key }) {
    var open = live.parts(of: owner).filter { !declared.contains($0) && isPlainPart($0, kinds) }
    for id in ids {
      guard let new = declared[id],
        let place = open.firstIndex(where: { old in
          old.kind == id.kind && live[old].map { differsInNameOnly($0, new) } == true
        })
      else { continue }
      let old = open.remove(at: place)
      let former = back.id(old)
      guard formers.contains(former) else { continue }
      renaming.steps.append(.init(id, from: old.member))
      renaming.members[former] = id.member
      renaming.ids[former] = id
    }
  }
}

private func isPlainPart(_ id: ObjectID, _ kinds: KindSet) -> Bool {
  guard let kind = kinds[id.kind] else { return false }
  return kind.namespace == .none && kind.isRenamedByName
}

private func differsInNameOnly(_ old: any SchemaObject, _ new: any SchemaObject) -> Bool {
  var names = Renaming()
  names.members[old.id] = new.id.member
  var renamed = old.renamed(by: names)
  guard renamed.id == new.id, renamed.expressions.count == new.expressions.count,
    zip(renamed.expressions, new.expressions).allSatisfy({ lexicallyEqual($0, $1) })
  else { return false }
  renamed.expressions = new.expressions
  return AnyHashable(renamed) == AnyHashable(new)
}
