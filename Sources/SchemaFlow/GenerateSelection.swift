import SchemaCore
import SchemaKinds

/// Which live objects `generate` writes.
struct GenerateSelection {
  private let live: Snapshot
  /// The schemas that are wanted; all where it is empty.
  private let schemas: Set<String>
  private let hasOwners: Bool
  /// The schemas of views that `versions` made: they follow from the tables.
  private let versions: Set<String>
  private var roles: Set<ObjectID> = []

  init(_ live: Snapshot, schemas: Set<String>, hasOwners: Bool = false) {
    self.live = live
    self.schemas = schemas
    self.hasOwners = hasOwners
    versions = VersionView.schemas(in: live)
    addNamedRoles()
  }

  func contains(_ id: ObjectID) -> Bool {
    if id.kind == .owner, !hasOwners { return false }
    let root = root(of: id)
    switch root.kind {
    case .role: return roles.contains(root)
    case .schema: return isWanted(root.name)
    default: return root.schema.isEmpty || isWanted(root.schema)
    }
  }

  private func isWanted(_ schema: String) -> Bool {
    !versions.contains(schema) && (schemas.isEmpty || schemas.contains(schema))
  }

  /// The object that a part, its comments and its grants go away with.
  private func root(of id: ObjectID) -> ObjectID {
    var id = id
    while let owner = live[id]?.owner { id = owner }
    return id
  }

  /// Roles are the cluster's: only those that the schema names are written, and those that they
  /// are members of.
  private mutating func addNamedRoles() {
    var open: [ObjectID] = []
    for (id, object) in live.objects where !isOfRole(id) && contains(id) {
      open += object.references.compactMap(role)
    }
    while let role = open.popLast() {
      guard live.contains(role), roles.insert(role).inserted else { continue }
      open += live.parts(of: role, as: Membership.self).map { ObjectID(.role, $0.parent) }
    }
  }

  private func isOfRole(_ id: ObjectID) -> Bool { root(of: id).kind == .role }

  private func role(_ reference: Reference) -> ObjectID? {
    guard case .object(let id) = reference, id.kind == .role else { return nil }
    return id
  }
}
