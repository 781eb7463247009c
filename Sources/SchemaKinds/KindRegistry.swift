public import SchemaCore

/// The object kinds that the tool knows, one line each.
///
/// The order breaks ties between operations of one phase.
public enum KindRegistry {
  public static let all: [any ObjectKind.Type] = [
    SchemaKind.self,
    ExtensionKind.self,
    EnumTypeKind.self,
    DomainKind.self,
    DomainCheckKind.self,
    CompositeTypeKind.self,
    AttributeKind.self,
    RangeTypeKind.self,
    CollationKind.self,
    CastKind.self,
    OperatorKind.self,
    OperatorFamilyKind.self,
    OperatorClassKind.self,
    TextSearchDictionaryKind.self,
    TextSearchConfigurationKind.self,
    RoleKind.self,
    MembershipKind.self,
    // A server's document names its wrapper, so it is looked for first.
    ServerKind.self,
    ForeignDataWrapperKind.self,
    UserMappingKind.self,
    MaterializedViewKind.self,
    ViewKind.self,
    FunctionKind.self,
    ProcedureKind.self,
    AggregateKind.self,
    SequenceKind.self,
    TableKind.self,
    ColumnKind.self,
    ForeignColumnKind.self,
    PartitionColumnKind.self,
    PrimaryKeyKind.self,
    UniqueConstraintKind.self,
    CheckKind.self,
    ExclusionConstraintKind.self,
    PartitionSetKind.self,
    PartitionMaintenanceKind.self,
    IndexKind.self,
    ForeignKeyKind.self,
    ViewDefaultKind.self,
    TriggerKind.self,
    ExpansionKind.self,
    RuleKind.self,
    EventTriggerKind.self,
    PolicyKind.self,
    PublicationKind.self,
    OwnerKind.self,
    GrantKind.self,
    DefaultPrivilegeKind.self,
    CommentKind.self,
    SeedKind.self,
    PrecheckKind.self,
  ]

  /// The kinds as a set that finds them by identifier.
  public static let kinds = KindSet(all)
}
