public import SchemaCore
import SourceText

extension RoleKind {
  /// Reports declared memberships that lead from a role back to itself.
  public static func complete(_ declarations: inout Declarations) {
    checkCycles(in: &declarations)
  }

  /// Reports a circle for each membership that closes one, by its roles.
  public static func checkCycles(in declarations: inout Declarations) {
    var parents: [String: [Membership]] = [:]
    for membership in declarations.snapshot.all(Membership.self) {
      parents[membership.member, default: []].append(membership)
    }
    var search = CycleSearch(parents: parents)
    for role in parents.keys.sorted() { search.visit(role) }
    for (path, closing) in search.cycles {
      declarations.report.error(
        "membership-cycle",
        "role memberships form a cycle: \(path.map { "'\($0)'" }.joined(separator: " → "))",
        at: declarations.positions[closing])
    }
  }
}

/// A depth-first search through memberships that remembers the way it came.
private struct CycleSearch {
  let parents: [String: [Membership]]
  /// The roles of each circle, the first again at the end, and the membership that closes it.
  private(set) var cycles: [(path: [String], closing: ObjectID)] = []
  private var finished: Set<String> = []
  private var path: [String] = []

  init(parents: [String: [Membership]]) { self.parents = parents }

  mutating func visit(_ role: String) {
    guard !finished.contains(role) else { return }
    path.append(role)
    for membership in parents[role] ?? [] {
      if let start = path.firstIndex(of: membership.parent) {
        cycles.append((path[start...] + [membership.parent], membership.id))
      } else {
        visit(membership.parent)
      }
    }
    path.removeLast()
    finished.insert(role)
  }
}
