extension RandomProject {
  /// Gives an object or one of its parts another name.
  mutating func renameSomething(_ generator: inout SeededGenerator) {
    guard let key = generator.pick(keys), let object = objects[key] else { return }
    guard let name = generator.pick(renamable(of: object)) else { return }
    rename(name, &generator)
  }

  private func renamable(of object: RandomObject) -> [String] {
    switch object {
    case .enumeration(let name, let values): return [name.name] + values
    case .function(let function): return [function.name.name]
    case .view(let view): return [view.name.name] + view.triggers.map(\.name)
    // All databases of a server share the roles, and one of them has to see the former name.
    case .role: return []
    case .table(let table):
      let parts = table.indexes + table.checks + table.uniques + table.triggers + table.policies
      return [table.name.name, table.name.name] + table.columns.map(\.name) + parts.map(\.name)
        + table.foreignKeys.map(\.name)
    case .document(let document):
      let kind = RandomKind.all.first { $0.stem == document.kind }
      let parts = document.entries.map(\.name).filter { !$0.isEmpty }
      return (kind?.isRenamable ?? false ? [document.name.name] : []) + parts
    }
  }
}
