import SQLText
public import SchemaCore
public import SourceText

/// Owners: `owner` of every kind whose objects have one.
public enum OwnerKind: ObjectKind {
  public typealias Object = Owner
  public static var id: KindID { .owner }

  /// A kind that says that its objects have owners gets the key by saying so.
  public static var places: [YAMLPlace] {
    KindRegistry.all.filter { $0.access?.hasOwner == true }.map {
      .member(of: $0.id, key: "owner")
    }
  }

  public static func decode(
    _ node: DocumentNode, in scope: DecodingScope, into declarations: inout Declarations
  ) {
    guard let target = scope.owner, !node.isNull else { return }
    guard let role = node.scalar else {
      declarations.report.error(
        "wrong-type", "'owner' of a \(target.kind) must be a text, not \(node.formDescription)",
        at: node.range)
      return
    }
    guard checkLength(role, at: node.range, into: &declarations.report) else { return }
    let owner = Owner(of: target, role: role)
    declarations.declare(owner, at: node.range)
    declarations.useRole(role, by: owner.id, at: node.range)
  }

  /// Writes a key of the object's own mapping.
  public static func encode(
    _ object: Owner, in context: PlanContext, into draft: inout ProjectDraft
  ) {
    guard !isInitial(object) else { return }
    // The sequence of a serial column has its table's owner.
    if object.target.kind == .sequence, !draft.contains(object.target) { return }
    if draft.set("owner", .text(object.role), on: object.target) { return }
    if !draft.omissions.contains(where: { $0.object == object.target }) {
      draft.omit(object.id, "its object has no place for an owner")
    }
  }

  /// Whether initdb made it so.
  static func isInitial(_ owner: Owner) -> Bool {
    owner.target == Schema.id("public") && owner.role == "pg_database_owner"
  }
}
