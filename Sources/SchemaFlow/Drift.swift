import Planning
public import Reporting
import SchemaCore
import SchemaKinds
import YAMLSource

extension PreparedPlan {
  /// The same differences as the plan's, seen from the project.
  public var driftReport: DriftReport {
    let differences =
      drift(by: changes, in: context, kinds: Planner.kinds)
      + undeclaredRoles.map { Difference($0, .onlyLive) } + renames
    let declared = canonicalDeclared(differences)
    return DriftReport(
      items: differences.sorted { $0.id < $1.id }.map { item($0, declared: declared) },
      unmanaged: unmanaged)
  }

  /// What the database calls otherwise.
  private var renames: [Difference] {
    let others = Set(changes.altered)
    return Set(context.renaming.steps.map(\.object)).subtracting(others)
      .map { Difference($0, .different) }
  }

  private func formerName(of id: ObjectID) -> String? {
    context.renaming.steps.first { $0.object == id && $0.value == nil }?.former
  }

  /// The declared objects in the server's spelling, so that only what differs looks different.
  private func canonicalDeclared(_ differences: [Difference]) -> Snapshot {
    var snapshot = context.declared
    for difference in differences where difference.side == .different {
      guard var object = snapshot[difference.id], let expressions = canonical[difference.id],
        expressions.count == object.expressions.count
      else { continue }
      object.expressions = expressions
      snapshot.insert(object)
    }
    return snapshot
  }

  private func item(_ difference: Difference, declared: Snapshot) -> DriftReport.Item {
    let id = difference.id
    let hasParts = difference.side != .different
    let expected =
      difference.side == .onlyLive ? nil : written(id, in: declared, hasParts)
    let actual = difference.side == .onlyDeclared ? nil : written(id, in: context.live, hasParts)
    var item = DriftReport.Item(
      id: id, type: Planner.kinds[id.kind]?.driftType ?? id.kind.rawValue, object: path(of: id),
      status: status(difference.side), expected: expected.map { text(of: $0) },
      actual: actual.map { text(of: $0) })
    if difference.side == .different { item.detail = detail(of: id, expected, actual) }
    if let former = formerName(of: id) { item.detail = "called '\(former)' in the database" }
    return item
  }

  private func status(_ side: Difference.Side) -> DriftReport.Status {
    switch side {
    case .onlyDeclared: .missingInDatabase
    case .onlyLive: .missingInProject
    case .different: .different
    }
  }

  private func written(
    _ id: ObjectID, in snapshot: Snapshot, _ hasParts: Bool
  ) -> YAMLValue? {
    definition(
      of: id, in: snapshot, hasParts: hasParts, context: context, kinds: Planner.kinds)
  }

  /// The name as FORMAT spells it, with the schema where it isn't the default one.
  private func path(of id: ObjectID) -> String {
    let name =
      id.schema.isEmpty || id.schema == context.defaultSchema
      ? id.objectName : "\(id.schema).\(id.objectName)"
    guard let grant = (context.declared[id] ?? context.live[id]) as? Grant else { return name }
    return "\(name):\(grant.granteeText)"
  }

  /// Roles that the objects of a project with roles name, and that none of its documents declares.
  private var undeclaredRoles: [ObjectID] {
    guard context.declared.ids.contains(where: { $0.kind == .role }) else { return [] }
    return context.declared.mentioned.filter {
      $0.kind == .role && !context.declared.contains($0) && context.live.contains($0)
    }
  }
}

// MARK: What differs

extension PreparedPlan {
  /// The keys that differ, else the properties that YAML has no words for.
  private func detail(
    of id: ObjectID, _ expected: YAMLValue?, _ actual: YAMLValue?
  ) -> String? {
    guard let declared = context.declared[id], let live = context.live[id] else { return nil }
    let properties = Properties(declared, live)
    let keys = differingKeys(expected, actual)
    let named = keys.filter { !properties.equal.contains($0) }
    // `serial` beside `bigserial` is a difference of the sequence where the column's type is one.
    let others = properties.different.filter { word in !named.contains(where: word.hasSuffix) }
    let words = named.isEmpty || named.count < keys.count ? named + others : named
    return words.isEmpty ? nil : words.joined(separator: ", ")
  }

  private func differingKeys(_ expected: YAMLValue?, _ actual: YAMLValue?) -> [String] {
    let (left, right) = (entries(of: expected), entries(of: actual))
    let keys = left.map(\.key) + right.map(\.key).filter { key in !left.contains { $0.key == key } }
    return keys.filter { key in
      left.first { $0.key == key }?.value != right.first { $0.key == key }?.value
    }
  }

  private func entries(of value: YAMLValue?) -> [YAMLValue.Entry] {
    if case .mapping(let entries)? = value { entries } else { [] }
  }
}

/// The stored properties of two objects of one type by their names in words.
private struct Properties {
  var equal: Set<String> = []
  var different: [String] = []

  init(_ first: any SchemaObject, _ second: any SchemaObject) {
    let pairs = zip(Mirror(reflecting: first).children, Mirror(reflecting: second).children)
    for (left, right) in pairs {
      guard let label = left.label, let value = left.value as? any Hashable,
        let other = right.value as? any Hashable
      else { continue }
      if AnyHashable(value) == AnyHashable(other) {
        equal.insert(words(label))
      } else {
        different.append(words(label))
      }
    }
  }

  /// `sequenceType` as `sequence type`.
  private func words(_ label: String) -> String {
    label.reduce(into: "") { text, character in
      text += character.isUppercase ? " \(character.lowercased())" : String(character)
    }
  }
}

private func text(of value: YAMLValue) -> String { emitYAML(value.emitted) }
