import SQLText
public import SchemaCore

/// A rewrite rule of a table or view, beside the one that a view is.
public struct Rule: SchemaObject {
  /// The statement that it is applied to.
  public enum Event: String, Hashable, Sendable, CaseIterable {
    case insert = "INSERT"
    case update = "UPDATE"
    case delete = "DELETE"
  }

  /// The table or view.
  public var relation: ObjectID
  public var name: String
  public var event: Event
  /// Condition and commands as they stand behind the relation: `WHERE (...) DO INSTEAD ...`.
  public var action: String
  public var state = FiringState.origin

  /// Creates a rule.
  public init(relation: ObjectID, name: String, event: Event, action: String) {
    self.relation = relation
    self.name = name
    self.event = event
    self.action = action
  }

  public var id: ObjectID {
    ObjectID(.rule, schema: relation.schema, relation.name, member: name)
  }
  public var owner: ObjectID? { relation }
  public var references: [Reference] { [.object(relation)] + Reference.found(in: action) }
  public var expressions: [String] {
    get { [action] }
    set { action = newValue[0] }
  }
}

/// In which sessions a trigger or rule fires (`session_replication_role`).
public enum FiringState: String, Hashable, Sendable, CaseIterable {
  case origin, replica, always, disabled

  /// Creates a state from `tgenabled`, `ev_enabled` or `evtenabled`.
  init(catalog letter: String) {
    switch letter {
    case "R": self = .replica
    case "A": self = .always
    case "D": self = .disabled
    default: self = .origin
    }
  }

  /// What ALTER TABLE writes before TRIGGER or RULE, ALTER EVENT TRIGGER behind the name.
  var verb: String {
    switch self {
    case .origin: "ENABLE"
    case .replica: "ENABLE REPLICA"
    case .always: "ENABLE ALWAYS"
    case .disabled: "DISABLE"
    }
  }
}
