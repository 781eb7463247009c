/// A random project: objects by key, in an order in which each finds what it needs before it.
struct RandomProject: Sendable {
  /// The keys in order of making; a key is a name that is never used twice.
  private(set) var keys: [String] = []
  private(set) var objects: [String: RandomObject] = [:]
  /// What is put before the names of roles, which all databases of a server share.
  let rolePrefix: String
  private var made = 0

  init(rolePrefix: String) { self.rolePrefix = rolePrefix }

  /// The project as one YAML file.
  var yaml: String {
    keys.compactMap { objects[$0]?.yaml }.joined(separator: "\n---\n") + "\n"
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

  /// Returns a name that no object had before; some need quotes.
  mutating func newName(_ stem: String, _ generator: inout SeededGenerator) -> String {
    made += 1
    let decoration = generator.pick(["", "", "", "", " Ü", "-x", "Case", "\"q"]) ?? ""
    return "\(stem)\(made)\(decoration)"
  }

  /// Removes an object, and from others what needs it; those that can't do without go too.
  mutating func remove(_ key: String) {
    guard objects.removeValue(forKey: key) != nil else { return }
    keys.removeAll { $0 == key }
    for other in keys {
      guard var object = objects[other] else { continue }
      if object.shed(key) { objects[other] = object } else { remove(other) }
    }
  }

  /// Removes a column of a table and what mentions it.
  mutating func removeColumn(_ column: String, of key: String) {
    guard case .table(var table)? = objects[key] else { return }
    table.removeColumn(column)
    objects[key] = .table(table)
    for other in keys where other != key {
      guard var object = objects[other] else { continue }
      if object.shed(column: column, of: key) { objects[other] = object } else { remove(other) }
    }
  }
}

/// An object of a random project.
enum RandomObject: Sendable {
  case enumeration(RandomName, values: [String])
  case function(RandomFunction)
  case table(RandomTable)
  case view(RandomView)
  case role(name: String, comment: String)

  /// Takes away what needs another object; false where nothing would be left.
  mutating func shed(_ key: String) -> Bool {
    switch self {
    case .enumeration, .role, .function: return true
    case .table(var table):
      table.shed(key)
      self = .table(table)
      return !table.columns.isEmpty
    case .view(var view):
      view.grants.removeAll { $0 == key }
      self = .view(view)
      return view.source != key
    }
  }

  /// Takes away what needs a column; false where nothing would be left.
  mutating func shed(column: String, of key: String) -> Bool {
    switch self {
    case .table(var table):
      table.foreignKeys.removeAll { $0.target == key && $0.targetColumn == column }
      self = .table(table)
      return true
    case .view(let view): return view.source != key || !view.columns.contains(column)
    case .enumeration, .role, .function: return true
    }
  }

  var yaml: String {
    switch self {
    case .enumeration(let name, let values):
      "\(name.yaml("name"))\nvalues: [\(values.map(quoted).joined(separator: ", "))]"
    case .function(let function): function.yaml
    case .table(let table): table.yaml
    case .view(let view): view.yaml
    case .role(let name, let comment): "role: \(quoted(name))\ncomment: \(quoted(comment))"
    }
  }
}

/// A name in a schema.
struct RandomName: Sendable {
  var schema: String
  var name: String

  func yaml(_ key: String) -> String {
    "\(key): \(quoted(written(name)))\nschema: \(quoted(schema))"
  }

  var sql: String { "\(identifier(schema)).\(identifier(name))" }

  /// As references in YAML write it.
  var reference: String { "\(written(schema)).\(written(name))" }
}

/// Returns a text as YAML in double quotes.
func quoted(_ text: String) -> String {
  let escaped = text.unicodeScalars.map { scalar in
    switch scalar {
    case "\\": "\\\\"
    case "\"": "\\\""
    case "\n": "\\n"
    case "\t": "\\t"
    default: String(scalar)
    }
  }
  return "\"\(escaped.joined())\""
}

/// Returns a name as SQL quotes it.
func identifier(_ name: String) -> String {
  "\"" + name.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
    + "\""
}

/// Returns a name as the format wants it: quoted where it would be taken apart.
func written(_ name: String) -> String {
  name.contains(".") || name.contains("\"") ? identifier(name) : name
}
