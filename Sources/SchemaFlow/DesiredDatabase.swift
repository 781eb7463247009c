import Catalog
import Planning
public import Postgres
import SchemaCore
import SchemaKinds

extension DeclaredProject {
  /// Reads another database's state, to be the desired one in place of files.
  ///
  /// Scripts, seeds and prechecks don't exist there. Of the cluster's roles only those count
  /// that an object names, and what these are members of.
  ///
  /// - Throws: `WorkflowError.database` when the server fails.
  public static func reading(
    _ connection: Connection
  ) async throws(WorkflowError) -> DeclaredProject {
    do {
      let reader = CatalogReader(connection: connection, kinds: Planner.kinds)
      return DeclaredProject(desired: try await reader.read())
    } catch {
      throw .database(error, doing: "reading the catalog of the desired database")
    }
  }

  init(desired reading: LiveReading) {
    self.init(scripts: [], declarations: Declarations(), isDatabase: true)
    let roles = namedRoles(in: reading.snapshot)
    let context = PlanContext(
      declared: Snapshot(), live: reading.snapshot, facts: reading.facts, defaultSchema: "public")
    var leftOut: Set<ObjectID> = []
    for (id, object) in reading.snapshot.objects {
      guard let wanted = desired(object, roles: roles),
        object.owner.map(leftOut.contains) != true
      else {
        leftOut.insert(id)
        continue
      }
      declarations.snapshot.insert(SequenceKind.desired(wanted, in: context))
    }
    declarations.snapshot.mentioned = mentioned(in: declarations.snapshot)
    declarations.declaresExtensions = true
  }
}

/// Returns the object as the other side is to have it; nil for what is no part of a schema.
private func desired(
  _ object: any SchemaObject, roles: Set<String>
) -> (any SchemaObject)? {
  switch object {
  case var role as Role:
    role.managesMemberships = true
    return roles.contains(role.name) ? role : nil
  case let membership as Membership: return roles.contains(membership.member) ? membership : nil
  default: return object
  }
}

/// The roles that a schema's objects name, and those that these are members of.
private func namedRoles(in snapshot: Snapshot) -> Set<String> {
  var waiting = mentioned(in: snapshot, besides: [.role, .membership]).compactMap {
    $0.kind == .role ? $0.name : nil
  }
  var named = Set(waiting)
  while let role = waiting.popLast() {
    for membership in snapshot.parts(of: Role.id(role), as: Membership.self)
    where named.insert(membership.parent).inserted { waiting.append(membership.parent) }
  }
  return named
}

/// Returns what objects name by kind.
func mentioned(in snapshot: Snapshot, besides kinds: Set<KindID> = []) -> Set<ObjectID> {
  var found: Set<ObjectID> = []
  for (id, object) in snapshot.objects where !kinds.contains(id.kind) {
    for case .object(let other) in object.references { found.insert(other) }
  }
  return found
}

extension Planner {
  /// Returns another database's objects as they compare with this one's.
  func adopted(_ desired: Snapshot, live: Snapshot, facts: LiveFacts) -> NormalizedDeclarations {
    var snapshot = Snapshot()
    for (id, object) in desired.objects {
      switch object {
      case var grant as Grant where !grant.grantor.isEmpty:
        // Who handed privileges on there need not be here: then they come from the owner.
        if live.contains(id) {
          snapshot.insert(grant)
          continue
        }
        grant.grantor = ""
        snapshot.insert(snapshot[grant.id].flatMap { grant.joined(with: $0) } ?? grant)
      case is UserMapping:
        // Its options may be secrets, which stay where they are.
        if let own = live[id] { snapshot.insert(own) }
      case let owner as Owner
      where owner.role == facts.currentRole && !live.contains(id) && live.contains(owner.target):
        // What the connection's own role owns has no owner in the model.
        continue
      default:
        if let grant = object as? Grant, let other = snapshot[id] {
          snapshot.insert(grant.joined(with: other) ?? grant)
        } else {
          snapshot.insert(object)
        }
      }
    }
    // What either side names is compared: the live side's grants to others are revoked.
    snapshot.mentioned = desired.mentioned.union(mentioned(in: live))
    return NormalizedDeclarations(snapshot: snapshot)
  }
}
