import SQLText
public import SchemaCore

extension SequenceKind {
  /// A serial column's sequence is whatever the column has: its name follows no renaming of the
  /// table, and how it counts is not the project's to say.
  public static func normalized(
    _ sequence: NumberSequence, in context: NormalizationContext
  ) -> NumberSequence {
    guard sequence.isImplied, let owner = sequence.ownedBy,
      let name = context.live.object(owner, as: Column.self)?.ownedSequence
    else { return sequence }
    guard var live = context.live.object(NumberSequence.id(name), as: NumberSequence.self) else {
      var renamed = sequence
      renamed.name = name
      return renamed
    }
    live.isImplied = true
    return live
  }

  /// Leaves the sequences alone that go with a column, become its identity, or fill it without
  /// being declared.
  public static func isDropCandidate(_ live: NumberSequence, in context: PlanContext) -> Bool {
    if let owner = live.ownedBy {
      guard let column = context.declared.object(owner, as: Column.self) else { return false }
      if column.isSerial || isTakenOver(live, by: column, in: context) { return false }
    }
    return !context.declared.all(Column.self).contains { column in
      !column.defaultExpression.isEmpty && uses(column, live.name, in: context)
    }
  }

  /// Whether a serial column becomes an identity column, which goes on counting where its
  /// sequence stands.
  private static func isTakenOver(
    _ live: NumberSequence, by column: Column, in context: PlanContext
  ) -> Bool {
    guard column.identity != nil,
      let former = context.live.object(column.id, as: Column.self)
    else { return false }
    return former.isSerial && former.ownedSequence == live.name
  }

  private static func uses(
    _ column: Column, _ sequence: QualifiedName, in context: PlanContext
  ) -> Bool {
    SQLReferences(in: column.defaultExpression).relations.contains { name in
      guard name.name == sequence.name else { return false }
      return name.schema == sequence.schema
        || name.schema.isEmpty
          && context.searchPath(from: column.table.schema).contains(sequence.schema)
    }
  }
}
