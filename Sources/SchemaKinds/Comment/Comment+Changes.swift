import SQLText
public import SchemaCore

extension OperationKind {
  static let setComment = OperationKind("set_comment", .comments)
}

extension CommentKind {
  /// Removes what nobody declares from declared objects.
  ///
  /// Schemas and extensions come with comments of their own, and roles are shared by projects.
  public static func isDropCandidate(_ live: Comment, in context: PlanContext) -> Bool {
    let shared: Set<KindID> = [.schema, .extension, .role]
    if shared.contains(live.target.kind) { return false }
    return context.declared.contains(live.describedObject) || isLeftByAttach(live, in: context)
  }

  /// A table that becomes a partition keeps the comments of its columns.
  private static func isLeftByAttach(_ live: Comment, in context: PlanContext) -> Bool {
    let table = live.target.qualifiedName
    return live.target.kind == .column && context.isAttached(table)
      && !context.declared.contains(
        Comment.id(on: PartitionColumn.id(live.target.member, of: table)))
  }

  public static func create(_ new: Comment, in context: PlanContext) -> [Operation] {
    [operation(on: new.target, from: nil, to: new.text, in: context)]
  }

  public static func alter(
    _ old: Comment, into new: Comment, in context: PlanContext
  ) -> [Operation] {
    [operation(on: new.target, from: old.text, to: new.text, in: context)]
  }

  public static func drop(_ old: Comment, in context: PlanContext) -> [Operation] {
    [operation(on: old.target, from: old.text, to: nil, in: context)]
  }

  private static func operation(
    on target: ObjectID, from old: String?, to new: String?, in context: PlanContext
  ) -> Operation {
    let id = Comment.id(on: target)
    return Operation(
      .setComment, id, [statement(target, new, in: context)], locks: locks(target, in: context),
      provides: new == nil ? [] : [id], releases: new == nil ? [id] : [],
      reversal: .statements([statement(target, old, in: context)]),
      summary: new == nil ? "removes the comment" : "on the \(target.kind)")
  }

  private static func statement(
    _ target: ObjectID, _ text: String?, in context: PlanContext
  ) -> SQLFragment {
    let value = text.map(quotedLiteral) ?? "NULL"
    if let table = (context.declared[target] ?? context.live[target]) as? Table {
      return SQLFragment("COMMENT ON \(table.noun) \(table.name.sql) IS \(value)")
    }
    return SQLFragment("COMMENT ON \(targetSQL(target, in: context)) IS \(value)")
  }

  private static func targetSQL(_ target: ObjectID, in context: PlanContext) -> String {
    let name = target.qualifiedName.sql
    let member = quotedIdentifier(target.member)
    switch target.kind {
    case .column, .attribute, .partitionColumn: return "COLUMN \(name).\(member)"
    case .view where !target.member.isEmpty, .materializedView where !target.member.isEmpty:
      return "COLUMN \(name).\(member)"
    case .domainCheck: return "CONSTRAINT \(member) ON DOMAIN \(name)"
    case .cast: return "CAST (\(target.name))"
    case .index:
      return "INDEX \(QualifiedName(schema: target.schema, name: target.member).sql)"
    case .trigger, .policy, .rule:
      return "\(target.kind.rawValue.uppercased()) \(member) ON \(name)"
    case .primaryKey, .uniqueConstraint, .check, .foreignKey, .exclusionConstraint:
      return "CONSTRAINT \(member) ON \(name)"
    default:
      guard let access = KindRegistry.kinds[target.kind]?.access else {
        preconditionFailure("\(target) has no form of COMMENT ON")
      }
      return context.sql(of: target, access)
    }
  }

  /// COMMENT ON takes SHARE UPDATE EXCLUSIVE on the relation that a part belongs to.
  private static func locks(_ target: ObjectID, in context: PlanContext) -> [RelationLock] {
    guard KindRegistry.kinds[target.kind]?.access != nil else {
      return context.locks(
        .shareUpdateExclusive, on: relation(of: target, in: context.declared))
    }
    return KindRegistry.kinds[target.kind]?.namespace == .relation
      ? context.locks(.shareUpdateExclusive, on: Comment(target: target, text: "").describedObject)
      : []
  }
}
