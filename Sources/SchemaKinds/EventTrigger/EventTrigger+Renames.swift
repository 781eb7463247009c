public import SchemaCore

extension OperationKind {
  static let renameEventTrigger = OperationKind("rename_event_trigger", .renames)
}

extension EventTrigger {
  public func renamed(by names: Renaming) -> EventTrigger {
    var copy = self
    copy.name = names.name(id)
    copy.function = names.routine(function)
    return copy
  }
}

extension EventTriggerKind {
  public static func rename(
    _ object: EventTrigger, from former: String, in context: PlanContext
  ) -> Operation? {
    renaming(.renameEventTrigger, object.id, from: former, to: object.name) {
      "ALTER EVENT TRIGGER \($0) RENAME TO \($1)"
    }
  }
}
