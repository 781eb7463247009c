import SQLText
public import SchemaCore

extension SequenceKind {
  /// Returns a live object as a project would declare it, to be another database's desired state.
  ///
  /// A serial column makes its sequence itself where nothing more is to be said of it; else the
  /// sequence is an object of its own, and the column's default asks it for the next number.
  public static func desired(
    _ live: any SchemaObject, in context: PlanContext
  ) -> any SchemaObject {
    switch live {
    case var sequence as NumberSequence:
      sequence.isImplied = isPlainSerial(sequence, in: context)
      return sequence
    case var column as Column where column.isSerial:
      let id = NumberSequence.id(column.sequenceName)
      let sequence = context.live.object(id, as: NumberSequence.self)
      if sequence.map({ isPlainSerial($0, in: context) }) == true { return column }
      column.isSerial = false
      column.sequenceType = nil
      column.defaultExpression = "nextval(\(quotedLiteral(column.sequenceName.sql))::regclass)"
      return column
    default: return live
    }
  }
}
