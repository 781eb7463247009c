import SchemaCore
import SourceText

/// The grants of one list, merged by column and role.
struct DeclaredGrants {
  private var grants: [ObjectID: Grant] = [:]
  private var order: [(id: ObjectID, range: SourceRange, role: SourceRange)] = []

  /// Adds a grant to what its role has already.
  mutating func add(_ grant: Grant, at range: SourceRange, role: SourceRange) {
    if grants[grant.id] == nil {
      grants[grant.id] = grant
      order.append((grant.id, range, role))
    } else {
      grants[grant.id]?.privileges.formUnion(grant.privileges)
      grants[grant.id]?.grantable.formUnion(grant.grantable)
    }
  }

  /// Declares all grants, those of columns without what the role has on the whole object.
  func declare(into declarations: inout Declarations) {
    for (id, range, role) in order {
      guard var grant = grants[id] else { continue }
      if grant.column != nil {
        let whole = grants[Grant.id(on: grant.target, to: grant.grantee)]
        grant.leaveOut(whole)
        if grant.privileges.isEmpty { continue }
      }
      declarations.declare(grant, at: range)
      declarations.useRole(grant.grantee, by: id, at: role)
    }
  }
}

extension Grant {
  /// Removes the privileges that the role has on the whole object at least as strongly.
  mutating func leaveOut(_ whole: Grant?) {
    guard let whole else { return }
    func covers(_ set: Set<String>, _ privilege: String) -> Bool {
      set.contains(privilege) || set.contains(Privileges.all)
    }
    let kept = privileges.filter { privilege in
      !covers(whole.privileges, privilege)
        || (covers(grantable, privilege) && !covers(whole.grantable, privilege))
    }
    privileges = kept
    grantable = grantable.filter { covers(kept, $0) }
  }
}
