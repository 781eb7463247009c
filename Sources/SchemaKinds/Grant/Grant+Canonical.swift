public import SchemaCore

extension GrantKind {
  /// Writes `ALL` out and takes over what the live grant may have beyond the declared one.
  public static func normalized(_ object: Grant, in context: NormalizationContext) -> Grant {
    var grant = expanded(object, serverVersion: context.facts.serverVersion)
    if let sequence = context.declared.object(grant.target, as: NumberSequence.self) {
      // A serial column's sequence may have another name live.
      grant.target = SequenceKind.normalized(sequence, in: context).id
    }
    // An owner that lacks some of his own privileges isn't told by name.
    if isOwners(grant, in: context), grant.column == nil,
      context.live.contains(Grant.id(on: grant.target, to: ownRole))
    {
      grant.grantee = ownRole
    }
    let live = context.live.object(grant.id, as: Grant.self)
    if let live, grant.isPartial {
      grant.privileges.formUnion(live.privileges)
      // A schema's USAGE is declared without the option; nothing is said of a sequence's.
      grant.grantable.formUnion(
        grant.target.kind == .schema ? live.grantable.subtracting(["USAGE"]) : live.grantable)
    }
    if grant.column != nil,
      let declared = context.declared.object(
        Grant.id(on: grant.target, to: grant.grantee), as: Grant.self)
    {
      let whole = expanded(declared, serverVersion: context.facts.serverVersion)
      grant.leaveOut(whole)
      if let live {
        grant.privileges.formUnion(live.privileges.intersection(whole.privileges))
        grant.grantable.formUnion(live.grantable.intersection(whole.grantable))
      }
    }
    return grant
  }

  private static func expanded(_ object: Grant, serverVersion: Int) -> Grant {
    var grant = object
    func expanded(_ privileges: Set<String>) -> Set<String> {
      Privileges.expanded(
        privileges, on: object.target.kind, column: object.column, serverVersion: serverVersion)
    }
    grant.privileges = expanded(object.privileges)
    grant.grantable = expanded(object.grantable)
    return grant
  }

  /// Whether an undeclared live grant is the project's to revoke.
  ///
  /// Default privileges make grants that look like any other, so only roles that the project
  /// names lose something, and PUBLIC or the owner only on objects whose grants speak of them.
  public static func isDropCandidate(_ live: Grant, in context: PlanContext) -> Bool {
    guard live.grantor.isEmpty else { return false }
    let declared = context.declared
    if context.isWhole { return !isSubsumed(live, in: declared) }
    if live.target.isColumnSequence {
      return isSequenceDropCandidate(live, of: Table.id(live.target.qualifiedName), in: context)
    }
    if let sequence = declared.object(live.target, as: NumberSequence.self), sequence.isImplied,
      let column = sequence.ownedBy
    {
      return isSequenceDropCandidate(live, of: Table.id(column.qualifiedName), in: context)
    }
    if live.target.kind == .schema, !declared.mentioned.contains(exactGrants(on: live.target)) {
      return live.privileges.contains("USAGE")
        && isNamed(live.grantee, on: live.target, in: declared)
        && grantsSchemas(on: live.target, to: live.grantee, in: declared)
    }
    return declared.contains(live.target)
      && isNamed(live.grantee, on: live.target, in: declared)
      && !isSubsumed(live, in: declared)
      && (live.privileges.isEmpty || !isInherited(live, in: context))
  }

  /// Whether the role has no use for the sequence of a serial or an identity column any more.
  private static func isSequenceDropCandidate(
    _ live: Grant, of table: ObjectID, in context: PlanContext
  ) -> Bool {
    guard context.declared.contains(table),
      isNamed(live.grantee, on: live.target, in: context.declared)
    else { return false }
    if listsAllGrants(on: live.target, in: context.declared) { return true }
    return live.privileges.contains("USAGE") && losesInsert(live.grantee, on: table, in: context)
  }

  /// Stands for the fact that a project lists all grants on an object, where that isn't clear.
  static func exactGrants(on target: ObjectID) -> ObjectID {
    Grant.id(on: target, to: "")
  }

  /// Whether a project lists all grants on an object; a column does it for its sequence.
  static func listsAllGrants(on target: ObjectID, in declared: Snapshot) -> Bool {
    var target = target
    if let sequence = declared.object(target, as: NumberSequence.self), sequence.isImplied,
      let column = sequence.ownedBy
    {
      target = Grant.sequence(of: column)
    }
    return declared.mentioned.contains(exactGrants(on: target))
  }

  private static func isNamed(
    _ grantee: String, on target: ObjectID, in declared: Snapshot
  ) -> Bool {
    if grantee == publicRole || grantee == ownRole {
      return grants(on: target, in: declared).contains { $0.grantee == grantee }
    }
    let role = ObjectID(.role, grantee)
    return declared.contains(role) || declared.mentioned.contains(role)
  }

  /// Whether the project grants something on the schema, or schemas to the role.
  ///
  /// A project without schema grants leaves the privileges on schemas to others.
  private static func grantsSchemas(
    on schema: ObjectID, to grantee: String, in declared: Snapshot
  ) -> Bool {
    if !declared.parts(of: schema, as: Grant.self).isEmpty { return true }
    return declared.mentioned.contains { other in
      other.kind == .schema && declared.contains(Grant.id(on: other, to: grantee))
    }
  }

  private static func isSubsumed(_ live: Grant, in declared: Snapshot) -> Bool {
    guard live.column != nil,
      let whole = declared.object(Grant.id(on: live.target, to: live.grantee), as: Grant.self)
    else { return false }
    return live.privileges.isSubset(of: whole.privileges)
      && live.grantable.isSubset(of: whole.grantable)
  }

  /// Whether the role can insert now and is not declared to: then it needs no sequence.
  private static func losesInsert(
    _ grantee: String, on table: ObjectID, in context: PlanContext
  ) -> Bool {
    grants(on: table, in: context.live).contains {
      $0.grantee == grantee && $0.privileges.contains("INSERT")
    }
  }

  /// Whether the object is a sequence that a serial column declares.
  static func isOfSerialColumn(_ grant: Grant, in declared: Snapshot) -> Bool {
    declared.object(grant.target, as: NumberSequence.self)?.isImplied == true
  }

  /// Returns the grants on an object and on its columns.
  static func grants(on target: ObjectID, in snapshot: Snapshot) -> [Grant] {
    let owner =
      target.isColumnSequence
      ? Column.id(target.member, of: target.qualifiedName) : target
    return snapshot.parts(of: owner, as: Grant.self).filter { $0.target == target }
      + snapshot.parts(of: target, as: Column.self).flatMap { column in
        snapshot.parts(of: column.id, as: Grant.self).filter { $0.target == target }
      }
  }
}
