/// A random object whose keys come and go one by one.
struct RandomDocument: Sendable {
  /// One key with its value, or one item of the list under a key.
  struct Entry: Sendable {
    var key: String
    var yaml: String
    var isItem = false
    /// Whether it stays once it is written.
    var isKept = false
    /// Objects and columns without which it goes.
    var needs: [String] = []
    /// The name of an item that can be renamed.
    var name = ""
  }

  var kind: String
  var name: RandomName
  /// The lines that say what it is; those with its name and schema by default.
  var head: String
  /// Objects and columns without which it goes.
  var needs: [String] = []
  var entries: [Entry] = []
  /// The type that columns can be of.
  var type: RandomType?

  init(_ kind: String, _ name: RandomName, key: String) {
    (self.kind, self.name) = (kind, name)
    head = name.yaml(key)
  }

  /// Whether the object or what is in it needs another one.
  func uses(_ key: String) -> Bool {
    needs.contains(key) || entries.contains { $0.needs.contains(key) }
  }

  func has(_ key: String) -> Bool { entries.contains { $0.key == key } }

  /// Writes a key that stands once; an item of a list is added to the others.
  mutating func set(_ entry: Entry) {
    if !entry.isItem { entries.removeAll { $0.key == entry.key } }
    entries.append(entry)
  }

  /// Takes away what needs another object or column; false where nothing would be left.
  mutating func shed(_ key: String) -> Bool {
    if needs.contains(key) || entries.contains(where: { $0.isKept && $0.needs.contains(key) }) {
      return false
    }
    entries.removeAll { $0.needs.contains(key) }
    return true
  }

  var yaml: String {
    var lines = [head]
    var written: Set<String> = []
    for entry in entries where written.insert(entry.key).inserted {
      if entry.isItem {
        lines.append("\(entry.key):")
        lines += entries.filter { $0.key == entry.key }.map { "  - \($0.yaml)" }
      } else {
        lines.append("\(entry.key): \(entry.yaml)")
      }
    }
    return lines.joined(separator: "\n")
  }
}

/// How objects of one kind are made and changed; `RandomKind.all` lists them.
struct RandomKind: Sendable {
  typealias Entry = RandomDocument.Entry

  /// The start of its objects' names.
  var stem: String
  var privileges: [String] = []
  var hasOwner = false
  var hasComment = true
  /// Whether `renamed_from` is for it.
  var isRenamable = true
  /// Returns an object of the kind; nil where the project has not what it takes.
  var make: @Sendable (RandomName, inout RandomProject, inout SeededGenerator) -> RandomDocument?
  /// Returns a key, or an item of a list, that the object may have.
  var entry: @Sendable (RandomDocument, inout RandomProject, inout SeededGenerator) -> Entry? = {
    _, _, _ in
    nil
  }

  /// Takes something away from an object, or gives it something.
  func change(
    _ document: inout RandomDocument, in project: inout RandomProject,
    _ generator: inout SeededGenerator
  ) {
    let optional = document.entries.indices.filter { !document.entries[$0].isKept }
    if generator.oneIn(4), let index = generator.pick(optional) {
      document.entries.remove(at: index)
    } else if generator.oneIn(4) {
      if let entry = common(document, project, &generator) { document.set(entry) }
    } else if let entry = entry(document, &project, &generator) {
      document.set(entry)
    }
  }

  /// What most kinds have: a comment, grants, an owner.
  private func common(
    _ document: RandomDocument, _ project: RandomProject, _ generator: inout SeededGenerator
  ) -> Entry? {
    let named = document.entries.filter { ["grants", "owner"].contains($0.key) }.flatMap(\.needs)
    // An owner's own grants are PostgreSQL's to make.
    let role = generator.pick(project.roles.filter { !named.contains($0) })
    switch generator.number(below: 3) {
    case 0 where hasComment:
      return Entry(key: "comment", yaml: quoted("it's \"\(generator.number(below: 100))\"\n"))
    case 1 where !privileges.isEmpty:
      guard let role else { return nil }
      let list = generator.some(privileges, atMost: 3).joined(separator: ", ")
      let option = generator.oneIn(4) ? ", with_grant_option: true" : ""
      return Entry(
        key: "grants", yaml: "{to: [\(quoted(role))], privileges: [\(list)]\(option)}",
        isItem: true, needs: [role])
    case 2 where hasOwner:
      guard let role else { return nil }
      // An owner that is not written any more stays the owner.
      return Entry(key: "owner", yaml: quoted(role), isKept: true, needs: [role])
    default: return nil
    }
  }
}

extension RandomProject {
  var roles: [String] {
    keys(where: { if case .role = $0 { true } else { false } })
  }

  /// The schemas beside `public`.
  var schemas: [String] {
    documents.filter { $0.document.kind == "Sch" }.map(\.key)
  }

  /// The documents with their keys, in order.
  var documents: [(key: String, document: RandomDocument)] {
    keys.compactMap { key in
      guard case .document(let document)? = objects[key] else { return nil }
      return (key, document)
    }
  }

  /// Makes an object of one of the listed kinds.
  mutating func addDocument(_ generator: inout SeededGenerator) {
    guard let kind = generator.pick(RandomKind.all) else { return }
    add(kind, &generator)
  }

  /// Makes an object of a kind and returns its key.
  @discardableResult mutating func add(
    _ kind: RandomKind, _ generator: inout SeededGenerator
  ) -> String? {
    let name = name(kind.stem, &generator)
    guard var document = kind.make(name, &self, &generator) else { return nil }
    for _ in 0..<2 { kind.change(&document, in: &self, &generator) }
    self[name.name] = .document(document)
    return name.name
  }

  mutating func change(_ document: inout RandomDocument, _ generator: inout SeededGenerator) {
    RandomKind.all.first { $0.stem == document.kind }?.change(&document, in: &self, &generator)
  }
}
