import SQLText
public import SchemaCore

extension SequenceKind {
  public static func encode(
    _ object: NumberSequence, in context: PlanContext, into draft: inout ProjectDraft
  ) {
    if isPlainSerial(object, in: context) { return }
    var entries = draft.nameEntries("sequence", object.name)
    entries.add("type", object.type.sql, unless: "bigint")
    entries += object.options.entries(of: object.type)
    if let owner = object.ownedBy {
      if context.live.contains(owner) {
        let table = draft.reference(owner.qualifiedName, from: object.name.schema)
        entries.add("owned_by", "\(table).\(owner.member.asWrittenName)")
      } else {
        draft.omit(object.id, "\(owner), which owns it, is not written")
      }
    }
    entries.add("unlogged", object.isUnlogged)
    draft.addDocument(
      object.id, path: "sequences/\(draft.fileName(of: object.name))",
      keyOrder: ["sequence", "schema", "comment"], entries)
  }

  /// Whether `serial` of its column says all there is to say about a live sequence.
  static func isPlainSerial(_ live: NumberSequence, in context: PlanContext) -> Bool {
    if live.isImplied { return true }
    guard let owner = live.ownedBy,
      let column = context.live.object(owner, as: Column.self), column.isSerial,
      !column.isNullable, column.ownedSequence == live.name
    else { return false }
    var plain = NumberSequence(name: column.defaultSequenceName, type: column.type)
    plain.ownedBy = owner
    plain.isUnlogged =
      context.live.object(Table.id(column.table), as: Table.self)?.isUnlogged ?? false
    return plain == live && !context.live.contains(Comment.id(on: live.id))
  }
}
