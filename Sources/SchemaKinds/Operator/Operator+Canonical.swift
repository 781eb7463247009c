import SQLText
public import SchemaCore

extension OperatorKind {
  public static func normalized(_ value: Operator, in context: NormalizationContext) -> Operator {
    var copy = value
    let schema = value.name.schema
    copy.left = value.left.map { context.resolved($0, in: schema) }
    copy.right = context.resolved(value.right, in: schema)
    let live = context.live.object(copy.id, as: Operator.self)
    let arguments = ([copy.left, copy.right] as [TypeName?]).compactMap { $0 }
    copy.function =
      context.resolved(
        RoutineName(value.function, arguments), following: live?.function, in: schema
      ).name
    copy.restrict = following(live?.restrict, value.restrict)
    copy.join = following(live?.join, value.join)
    copy.commutator = partner(
      of: copy, written: value.commutator, \.commutator, exchanged: true, context)
    copy.negator = partner(of: copy, written: value.negator, \.negator, exchanged: false, context)
    return copy
  }

  /// PostgreSQL writes a link into both operators, so either may declare it.
  ///
  /// - Parameter exchanged: whether the other operator's arguments stand the other way round.
  private static func partner(
    of value: Operator, written: QualifiedName?, _ link: KeyPath<Operator, QualifiedName?>,
    exchanged: Bool, _ context: NormalizationContext
  ) -> QualifiedName? {
    if let written { return written.inSchema(value.name.schema) }
    return context.declared.all(Operator.self).first { other in
      guard let name = other[keyPath: link], name.name == value.name.name,
        name.inSchema(other.name.schema).schema == value.name.schema
      else { return false }
      let left = other.left.map { context.resolved($0, in: other.name.schema) }
      let right = context.resolved(other.right, in: other.name.schema)
      return exchanged
        ? left == value.right && right == value.left : left == value.left && right == value.right
    }?.name
  }
}
