public import SchemaCore

/// Returns the needs of which the condition holds.
private func needs(_ needs: (isNeeded: Bool, need: VersionNeed)...) -> [VersionNeed] {
  needs.filter(\.isNeeded).map(\.need)
}

extension Column {
  public var versionNeeds: [VersionNeed] {
    needs((isVirtual, VersionNeed(18, "a virtual generated column")))
  }
}

extension Check {
  public var versionNeeds: [VersionNeed] {
    needs((!isEnforced, VersionNeed(18, "a constraint that isn't enforced")))
  }
}

extension ForeignKey {
  public var versionNeeds: [VersionNeed] {
    needs(
      (!isEnforced, VersionNeed(18, "a constraint that isn't enforced")),
      (!columnsSetOnDelete.isEmpty, VersionNeed(15, "ON DELETE SET with a list of columns")))
  }
}

extension UniqueConstraint {
  public var versionNeeds: [VersionNeed] {
    needs((nullsNotDistinct, VersionNeed(15, "NULLS NOT DISTINCT")))
  }
}

extension Index {
  public var versionNeeds: [VersionNeed] {
    needs((nullsNotDistinct, VersionNeed(15, "NULLS NOT DISTINCT")))
  }
}

extension NumberSequence {
  public var versionNeeds: [VersionNeed] {
    needs((isUnlogged, VersionNeed(15, "an unlogged sequence")))
  }
}

extension View {
  public var versionNeeds: [VersionNeed] {
    needs((options.securityInvoker, VersionNeed(15, "'security_invoker'")))
  }
}

extension Collation {
  public var versionNeeds: [VersionNeed] {
    needs(
      (!rules.isEmpty, VersionNeed(16, "a collation with rules")),
      (provider == .builtin, VersionNeed(17, "a collation of provider builtin")))
  }
}

extension Publication {
  public var versionNeeds: [VersionNeed] {
    needs(
      (!schemas.isEmpty, VersionNeed(15, "publishing the tables of a schema")),
      (
        tables.contains { !$0.columns.isEmpty || !$0.filter.isEmpty },
        VersionNeed(15, "publishing some columns or rows of a table")
      ))
  }
}

extension Grant {
  public var versionNeeds: [VersionNeed] {
    needs((privileges.contains("MAINTAIN"), VersionNeed(17, "the privilege MAINTAIN")))
  }
}

extension DefaultPrivilege {
  public var versionNeeds: [VersionNeed] {
    needs((privileges.contains("MAINTAIN"), VersionNeed(17, "the privilege MAINTAIN")))
  }
}
