public import SQLText
public import SchemaCore

/// A trigger of a table or view.
public struct Trigger: SchemaObject {
  /// When the function runs.
  public enum Timing: String, Hashable, Sendable, CaseIterable {
    case before = "BEFORE"
    case after = "AFTER"
    case insteadOf = "INSTEAD OF"
  }

  /// What the function runs for.
  public enum Event: String, Hashable, Sendable, CaseIterable {
    case insert = "INSERT"
    case update = "UPDATE"
    case delete = "DELETE"
    case truncate = "TRUNCATE"
  }

  /// The table or view.
  public var relation: ObjectID
  public var name: String
  public var timing: Timing
  public var events: Set<Event>
  private var updatedColumns: Set<String> = []
  private var columnOrder = Incidental<[String]>([])
  /// The function; its schema is empty until normalized where none was written.
  public var function: QualifiedName
  public var arguments: [String] = []
  public var isForEachRow = true
  /// The condition of WHEN; empty without one.
  public var condition = ""
  /// The transition tables of REFERENCING; empty without them.
  public var oldTable = ""
  public var newTable = ""
  /// Whether it was made by CREATE CONSTRAINT TRIGGER.
  public var isConstraint = false
  public var deferral = Deferral.notDeferrable
  /// The other table of a constraint trigger's FROM; nil without.
  public var otherTable: QualifiedName?
  public var state = FiringState.origin

  /// Creates a trigger.
  public init(
    relation: ObjectID, name: String, timing: Timing, events: Set<Event>, function: QualifiedName
  ) {
    self.relation = relation
    self.name = name
    self.timing = timing
    self.events = events
    self.function = function
  }

  /// The columns of `UPDATE OF` as they were written, in an order that means nothing; empty for
  /// all.
  public var updateColumns: [String] {
    get { columnOrder.value }
    set {
      columnOrder.value = newValue
      updatedColumns = Set(newValue)
    }
  }

  public var id: ObjectID { Trigger.id(name, of: relation) }
  public var owner: ObjectID? { relation }
  public var references: [Reference] {
    var references: [Reference] = [.object(relation), .routine(function)]
    if relation.kind == .table {
      let table = relation.qualifiedName
      references += updateColumns.map { .object(Column.id($0, of: table)) }
    }
    if let otherTable { references.append(.relation(otherTable)) }
    return references + Reference.found(in: condition)
  }
  public var expressions: [String] {
    get { [condition] }
    set { condition = newValue[0] }
  }

  /// Returns the identity of a trigger.
  public static func id(_ name: String, of relation: ObjectID) -> ObjectID {
    ObjectID(.trigger, schema: relation.schema, relation.name, member: name)
  }
}
