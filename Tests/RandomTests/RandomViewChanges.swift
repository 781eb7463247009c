extension RandomProject {
  mutating func addView(_ generator: inout SeededGenerator) {
    let sources = keys.filter { !columns(of: $0).isEmpty }
    guard let source = generator.pick(sources), let sourceName = relationName(of: source)
    else { return }
    let name = name("v", &generator)
    let all = columns(of: source)
    var view = RandomView(
      name: name, source: source, sourceName: sourceName,
      columns: generator.some(all.map(\.name), atMost: 4),
      isMaterialized: generator.oneIn(4), isBarrier: generator.oneIn(4),
      hasCount: generator.oneIn(4))
    if generator.oneIn(2), let column = all.first(where: { view.columns.contains($0.name) }) {
      view.condition = condition(over: column, &generator)
    }
    for _ in 0..<2 { change(&view, &generator) }
    self[name.name] = .view(view)
  }

  private func relationName(of key: String) -> RandomName? {
    switch objects[key] {
    case .table(let table): table.name
    case .view(let view): view.name
    default: nil
    }
  }

  mutating func change(_ view: inout RandomView, _ generator: inout SeededGenerator) {
    let all = columns(of: view.source)
    switch generator.number(below: 9) {
    case 0: view.columns = generator.some(all.map(\.name), atMost: 5)
    case 1: view.hasCount.toggle()
    case 2: view.isBarrier.toggle()
    case 3: view.comment = view.comment.isEmpty ? "a view's comment" : ""
    case 4: view.grants = generator.some(roles, atMost: 2)
    case 5: changeDefaults(of: &view, &generator)
    case 6: changeTriggers(of: &view, &generator)
    case 7: view.check = generator.pick(["", "local", "cascaded"]) ?? ""
    default:
      view.condition = generator.pick(all).map { condition(over: $0, &generator) } ?? ""
    }
    let shown = Set(view.columns)
    view.defaults.removeAll { !shown.contains($0.column) }
    let mentioned = all.first { view.condition.contains(identifier($0.name)) }
    if let mentioned, !shown.contains(mentioned.name) { view.condition = "" }
    if !isUpdatable(view) { view.check = "" }
  }

  /// Whether a view's rows are those of its source, one by one.
  private func isUpdatable(_ view: RandomView) -> Bool {
    guard !view.isMaterialized, !view.hasCount else { return false }
    if case .view(let source)? = objects[view.source] { return !source.isMaterialized }
    return true
  }

  private func changeDefaults(of view: inout RandomView, _ generator: inout SeededGenerator) {
    guard !view.isMaterialized else { return }
    if !view.defaults.isEmpty, generator.oneIn(3) {
      view.defaults.remove(at: generator.number(below: view.defaults.count))
      return
    }
    let shown = columns(of: view.source).filter { view.columns.contains($0.name) }
    guard let found = generator.pick(shown) else { return }
    var column = RandomTable.Column(name: found.name, type: found.type)
    setDefault(of: &column, &generator)
    guard !column.expression.isEmpty else { return }
    view.defaults.removeAll { $0.column == column.name }
    view.defaults.append(
      .init(column: column.name, expression: column.expression, needs: column.needs))
  }

  private mutating func changeTriggers(
    of view: inout RandomView, _ generator: inout SeededGenerator
  ) {
    guard !view.isMaterialized, !takesAway(&view.triggers, &generator) else { return }
    let functions = keys(where: {
      if case .function(let function) = $0 { function.isTrigger } else { false }
    })
    guard let key = generator.pick(functions), case .function(let function)? = objects[key]
    else { return }
    let name = newName("g", &generator)
    let events = generator.some(["INSERT", "UPDATE", "DELETE"], atMost: 3)
    let isInstead = !generator.oneIn(3)
    var yaml = "\(named(name)), timing: \(isInstead ? "INSTEAD OF" : "AFTER")"
    yaml += ", events: [\(events.joined(separator: ", "))]"
    if !isInstead { yaml += ", for_each: STATEMENT" }
    yaml += ", function: \(quoted(function.name.reference))"
    if generator.oneIn(4) { yaml += ", comment: \"a view's trigger\"" }
    view.triggers.append(.init(name: name, columns: [], yaml: "{\(yaml)}", needs: key))
  }
}
