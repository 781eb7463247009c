import SQLText
public import SchemaCore

extension UniqueConstraintKind {
  public static func encode(
    _ object: UniqueConstraint, in context: PlanContext, into draft: inout ProjectDraft
  ) {
    let column = Column.id(object.columns[0], of: object.table)
    guard isPlain(object, in: context), draft.contains(column), !draft.hasKey("unique", on: column)
    else { return addIndex(object, to: &draft) }
    draft.set("unique", .bool(true), on: column)
    if !hasDefaultName(object) { draft.set("unique_name", .text(object.name), on: column) }
  }

  /// Whether the column says it all; a column has one constraint, and no place for a comment.
  private static func isPlain(_ object: UniqueConstraint, in context: PlanContext) -> Bool {
    let sameColumns = context.live.parts(of: Table.id(object.table), as: UniqueConstraint.self)
      .filter { $0.columns == object.columns }
    return object.columns.count == 1 && sameColumns.count == 1 && object.include.isEmpty
      && !object.nullsNotDistinct && object.storage.isEmpty && object.deferral == .notDeferrable
      && !context.live.contains(Comment.id(on: object.id))
  }

  private static func hasDefaultName(_ object: UniqueConstraint) -> Bool {
    object.name == UniqueConstraint(table: object.table, columns: object.columns).name
  }

  private static func addIndex(_ object: UniqueConstraint, to draft: inout ProjectDraft) {
    var entries: [YAMLValue.Entry] = []
    if !hasDefaultName(object) { entries.add("name", object.name) }
    entries.add("columns", .texts(object.columns))
    entries.add("as_constraint", true)
    entries.add("include", object.include)
    entries.add("nulls_not_distinct", object.nullsNotDistinct)
    entries.add("with", object.storage)
    switch object.deferral {
    case .notDeferrable: break
    case .initiallyImmediate: entries.add("deferrable", "initially_immediate")
    case .initiallyDeferred: entries.add("deferrable", "initially_deferred")
    }
    draft.addItem(
      object.id, to: "indexes", of: Table.id(object.table), keyOrder: IndexKind.keyOrder, entries)
  }
}
