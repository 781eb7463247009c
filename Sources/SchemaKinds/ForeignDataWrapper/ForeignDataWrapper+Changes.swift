import SQLText
public import SchemaCore

extension OperationKind {
  static let createForeignDataWrapper = OperationKind("create_foreign_data_wrapper", .types)
  static let alterForeignDataWrapper = OperationKind("alter_foreign_data_wrapper", .types)
  static let dropForeignDataWrapper = OperationKind("drop_foreign_data_wrapper", .types)
}

extension ForeignDataWrapperKind {
  /// Wrappers belong to the database: only a project that has some says that others are too
  /// many.
  public static func isDropCandidate(
    _ live: ForeignDataWrapper, in context: PlanContext
  ) -> Bool {
    context.declared.ids.contains { $0.kind == .foreignDataWrapper }
  }

  public static func create(
    _ new: ForeignDataWrapper, in context: PlanContext
  ) -> [Operation] {
    [
      Operation(
        .createForeignDataWrapper, new.id, [creation(of: new)], provides: [new.id],
        reversal: .statements([removal(of: new)]))
    ]
  }

  public static func alter(
    _ old: ForeignDataWrapper, into new: ForeignDataWrapper, in context: PlanContext
  ) -> [Operation] {
    [
      Operation(
        .alterForeignDataWrapper, new.id, [change(from: old, to: new)], provides: [new.id],
        reversal: .statements([change(from: new, to: old)]))
    ]
  }

  public static func drop(_ old: ForeignDataWrapper, in context: PlanContext) -> [Operation] {
    [
      Operation(
        .dropForeignDataWrapper, old.id, [removal(of: old)], isDestructive: true,
        releases: [old.id], reversal: .statements([creation(of: old)]))
    ]
  }

  private static func creation(of wrapper: ForeignDataWrapper) -> SQLFragment {
    var text = "CREATE FOREIGN DATA WRAPPER \(quotedIdentifier(wrapper.name))"
    if let handler = wrapper.handler { text += " HANDLER \(handler.sql)" }
    if let validator = wrapper.validator { text += " VALIDATOR \(validator.sql)" }
    return SQLFragment(text + wrapper.options.creation)
  }

  private static func change(
    from old: ForeignDataWrapper, to new: ForeignDataWrapper
  ) -> SQLFragment {
    var text = "ALTER FOREIGN DATA WRAPPER \(quotedIdentifier(new.name))"
    func function(_ word: String, _ old: QualifiedName?, _ new: QualifiedName?) {
      if old != new { text += new.map { " \(word) \($0.sql)" } ?? " NO \(word)" }
    }
    function("HANDLER", old.handler, new.handler)
    function("VALIDATOR", old.validator, new.validator)
    return SQLFragment(text + new.options.change(from: old.options))
  }

  private static func removal(of wrapper: ForeignDataWrapper) -> SQLFragment {
    SQLFragment("DROP FOREIGN DATA WRAPPER \(quotedIdentifier(wrapper.name))")
  }
}
