/// A random project: objects by key, in an order in which each finds what it needs before it.
struct RandomProject: Sendable {
  /// The keys in order of making; a key is a name that is never used twice.
  private(set) var keys: [String] = []
  private(set) var objects: [String: RandomObject] = [:]
  /// What the stable names of the model stand for.
  var names: [String: NameHistory] = [:]
  /// What is put before the names of roles, which all databases of a server share.
  let rolePrefix: String
  /// What is never removed: the tool leaves it where the project doesn't name it any more.
  var pinned: Set<String> = []
  private var made = 0

  init(rolePrefix: String) { self.rolePrefix = rolePrefix }

  /// The project as one YAML file.
  var yaml: String {
    expanded(keys.compactMap { objects[$0]?.yaml }.joined(separator: "\n---\n") + "\n")
  }

  subscript(key: String) -> RandomObject? {
    get { objects[key] }
    set {
      guard let newValue else { return }
      if objects.updateValue(newValue, forKey: key) == nil { keys.append(key) }
    }
  }

  /// The tables with their keys, in order.
  var tables: [(key: String, table: RandomTable)] {
    keys.compactMap { key in
      guard case .table(let table)? = objects[key] else { return nil }
      return (key, table)
    }
  }

  /// Returns the keys of objects that match.
  func keys(where matches: (RandomObject) -> Bool) -> [String] {
    keys.filter { objects[$0].map(matches) ?? false }
  }

  /// Returns a stable name for what no object was called before; some names need quotes.
  mutating func newName(_ stem: String, _ generator: inout SeededGenerator) -> String {
    let current = fresh(stem, &generator)
    let key = "⟦\(made)⟧"
    names[key] = NameHistory(current: current)
    return key
  }

  /// Gives an object or part another name, and says what it was.
  mutating func rename(_ key: String, _ generator: inout SeededGenerator) {
    guard let history = names[key] else { return }
    let stem = String(history.current.prefix { $0.isLetter && $0.isLowercase })
    names[key] = NameHistory(current: fresh(stem, &generator), former: history.current)
  }

  private mutating func fresh(_ stem: String, _ generator: inout SeededGenerator) -> String {
    made += 1
    let decoration = generator.pick(["", "", "", "", " Ü", "-x", "Case", "\"q"]) ?? ""
    return "\(stem)\(made)\(decoration)"
  }

  /// Removes an object, and from others what needs it; those that can't do without go too.
  mutating func remove(_ key: String) {
    let before = Set(tables.flatMap { entry in entry.table.columns.map { [entry.key, $0.name] } })
    guard objects.removeValue(forKey: key) != nil else { return }
    keys.removeAll { $0 == key }
    for other in keys {
      guard var object = objects[other] else { continue }
      if object.shed(key) { objects[other] = object } else { remove(other) }
    }
    forgetColumns(since: before)
  }

  /// Takes away what needs a column that went with its type or its source.
  private mutating func forgetColumns(since before: Set<[String]>) {
    let after = Set(tables.flatMap { entry in entry.table.columns.map { [entry.key, $0.name] } })
    for lost in before.subtracting(after).sorted(by: { $0[1] < $1[1] }) {
      for other in keys where other != lost[0] {
        guard var object = objects[other] else { continue }
        if object.shed(column: lost[1], of: lost[0]) {
          objects[other] = object
        } else {
          remove(other)
        }
      }
    }
  }

  /// Removes a column of a table and what mentions it.
  mutating func removeColumn(_ column: String, of key: String) {
    guard case .table(var table)? = objects[key] else { return }
    let before = Set(table.columns.map { [key, $0.name] })
    table.removeColumn(column)
    objects[key] = .table(table)
    let others = tables.filter { $0.key != key }.flatMap { entry in
      entry.table.columns.map { [entry.key, $0.name] }
    }
    forgetColumns(since: before.union(others))
  }
}

/// An object of a random project.
enum RandomObject: Sendable {
  case enumeration(RandomName, values: [String])
  case function(RandomFunction)
  case table(RandomTable)
  case view(RandomView)
  case role(RandomRole)
  case document(RandomDocument)

  /// Takes away what needs another object; false where nothing would be left.
  mutating func shed(_ key: String) -> Bool {
    switch self {
    case .enumeration, .function: return true
    case .role(var role):
      role.parents?.removeAll { $0 == key }
      self = .role(role)
      return true
    case .table(var table):
      table.shed(key)
      self = .table(table)
      return !table.columns.isEmpty
    case .view(var view):
      view.shed(key)
      self = .view(view)
      return view.source != key
    case .document(var document):
      let stays = document.shed(key)
      self = .document(document)
      return stays
    }
  }

  /// Takes away what needs a column; false where nothing would be left.
  mutating func shed(column: String, of key: String) -> Bool {
    switch self {
    case .table(var table):
      table.foreignKeys.removeAll { $0.target == key && $0.targetColumns.contains(column) }
      self = .table(table)
      return true
    case .view(let view): return view.source != key || !view.columns.contains(column)
    case .document(var document):
      let stays = document.shed(column)
      self = .document(document)
      return stays
    case .enumeration, .role, .function: return true
    }
  }

  /// Whether it names a role, as somebody with privileges or as its owner.
  func uses(role: String) -> Bool {
    switch self {
    case .table(let table):
      (table.grants + table.policies).contains { $0.needs == role }
        || table.options.contains { $0.needs == role }
    case .view(let view): view.grants.contains(role)
    case .document(let document): document.uses(role)
    case .role(let member): member.parents?.contains(role) ?? false
    case .enumeration, .function: false
    }
  }

  var yaml: String {
    switch self {
    case .enumeration(let name, let values):
      "\(name.yaml("name"))\nvalues: [\(values.map { "{\(named($0, key: "value"))}" }.joined(separator: ", "))]"
    case .function(let function): function.yaml
    case .table(let table): table.yaml
    case .view(let view): view.yaml
    case .document(let document): document.yaml
    case .role(let role): role.yaml
    }
  }
}
