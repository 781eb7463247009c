import SchemaCore

/// Operations by the independent object that they are about, in order of first appearance.
struct OperationGroups {
  struct Group {
    var object: ObjectID
    var operations: [OperationReport]
  }

  private(set) var all: [Group] = []

  init(_ operations: some Sequence<OperationReport>) {
    var places: [ObjectID: Int] = [:]
    for report in operations {
      if let place = places[report.group] {
        all[place].operations.append(report)
      } else {
        places[report.group] = all.count
        all.append(Group(object: report.group, operations: [report]))
      }
    }
  }
}

extension OperationGroups.Group {
  /// Whether the group is one operation on the object itself, which fits on one line.
  var isSingle: Bool { operations.count == 1 && operations[0].operation.object == object }

  /// What happens to the whole object: made, dropped, or changed in its parts.
  var effect: OperationKind.Effect {
    let own = operations.filter {
      $0.operation.object == object && $0.operation.object.kind == object.kind
    }
    // What else is done to an object that is new, or that goes, doesn't make it a change.
    let effects = Set(own.filter(\.makesOrRemovesObject).map(\.operation.kind.effect))
    return effects.count == 1 ? effects.first ?? .change : .change
  }
}

extension OperationReport {
  /// Whether the object itself comes or goes, by what the operation provides and releases.
  fileprivate var makesOrRemovesObject: Bool {
    let id = operation.object
    switch operation.kind.effect {
    case .create: return operation.provides.contains(id) && operation.kind.name.hasPrefix("create")
    case .drop: return operation.releases.contains(id)
    case .change: return false
    }
  }

  /// The name of the object inside its group: the part's, nothing for the group's own object.
  var nameInGroup: String {
    let id = operation.object
    if id == group { return "" }
    if !id.member.isEmpty, !id.member.hasPrefix("(") { return id.member }
    if id.schema == group.schema, id.name == group.name {
      return operation.summary.isEmpty ? id.qualifier : ""
    }
    return id.path
  }

  /// The sign of what is done: create, change, drop, or only a look.
  var sign: String {
    if isCheck { return "?" }
    return switch operation.kind.effect {
    case .create: "+"
    case .change: "~"
    case .drop: "-"
    }
  }

  var role: Style.Role {
    if isCheck { return .note }
    return operation.kind.effect.role
  }
}

extension OperationKind.Effect {
  var role: Style.Role {
    switch self {
    case .create: .create
    case .change: .change
    case .drop: .drop
    }
  }
}
