public import SQLText
public import SchemaCore

/// A trigger of the whole database that fires for DDL.
public struct EventTrigger: SchemaObject {
  public var name: String
  /// `ddl_command_start`, `sql_drop` and others; not a list of ours, since servers add to them.
  public var event: String
  /// The command tags in upper case, sorted; empty for all.
  public var tags: [String] = []
  /// The function; its schema is empty until normalized where none was written.
  public var function: QualifiedName
  public var state = FiringState.origin

  /// Creates an event trigger.
  public init(name: String, event: String, function: QualifiedName) {
    self.name = name
    self.event = event
    self.function = function
  }

  public var id: ObjectID { EventTrigger.id(name) }
  public var references: [Reference] { [.routine(function)] }

  /// Returns the identity of an event trigger.
  public static func id(_ name: String) -> ObjectID { ObjectID(.eventTrigger, name) }
}
