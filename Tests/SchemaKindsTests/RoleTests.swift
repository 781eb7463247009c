import SQLText
import SchemaCore
import SourceText
import Testing

@testable import SchemaKinds

@Suite struct RoleTests {
  @Test func leavesUnwrittenKeysAsTheyAre() throws {
    let declarations = RoutineDocument.declarations(["role": "app", "login": false])
    let role = try #require(declarations.snapshot.all(Role.self).first)
    #expect(role.createdb == .leftAsIs && !role.managesMemberships)
    var live = Role(name: "app")
    for attribute in Role.attributes { live[keyPath: attribute.path] = .set(true) }
    live.connectionLimit = .set(7)
    let context = NormalizationContext(
      facts: LiveFacts(), declared: declarations.snapshot, live: Snapshot(live),
      defaultSchema: "public", declaredTypes: [:])
    let normalized = RoleKind.normalized(role, in: context)
    let changes = RoleKind.alter(
      live, into: normalized, in: .between(Snapshot(live), Snapshot(normalized)))
    #expect(changes.map(\.texts) == [["ALTER ROLE app NOLOGIN"]])
    #expect(changes[0].reversal == .statements(["ALTER ROLE app LOGIN"]))
  }

  @Test func createsWithWhatIsWritten() throws {
    let declarations = RoutineDocument.declarations([
      "role": "App", "login": true, "inherit": false, "connection_limit": "3",
      "in": ["parent", "pg_monitor"], "comment": "c",
    ])
    let context = PlanContext.between(Snapshot(), declarations.snapshot)
    let role = try #require(declarations.snapshot.all(Role.self).first)
    #expect(
      RoleKind.create(role, in: context)[0].texts
        == ["CREATE ROLE \"App\" LOGIN NOINHERIT CONNECTION LIMIT 3"])
    let memberships = declarations.snapshot.all(Membership.self)
    #expect(
      memberships.map { MembershipKind.create($0, in: context)[0].texts[0] }
        == ["GRANT parent TO \"App\"", "GRANT pg_monitor TO \"App\""])
  }

  @Test func revokesOnlyFromRolesThatListTheirMemberships() {
    let live = Membership(member: "a", parent: "b")
    for (document, isDropped) in [
      (["role": "a", "member_of": []] as TableDocument, true), (["role": "a"], false),
    ] {
      let declared = RoutineDocument.declarations(document).snapshot
      let context = PlanContext.between(Snapshot(live), declared)
      #expect(MembershipKind.isDropCandidate(live, in: context) == isDropped)
    }
  }

  @Test func namesTheGrantorWhereItCounts() {
    var live = Membership(member: "a", parent: "b")
    live.grantors = ["x", "y"]
    var context = PlanContext.between(Snapshot(live), Snapshot())
    #expect(MembershipKind.drop(live, in: context)[0].texts == ["REVOKE b FROM a"])
    context.facts.serverVersion = 160_000
    #expect(
      MembershipKind.drop(live, in: context)[0].texts
        == ["REVOKE b FROM a GRANTED BY x", "REVOKE b FROM a GRANTED BY y"])
  }

  @Test func reportsCyclesAndReservedNames() {
    #expect(
      RoutineDocument.problems(
        ["role": "a", "member_of": "b, c"], ["role": "b", "member_of": ["c"]],
        ["role": "c", "member_of": ["a"]], ["role": "pg_x"], ["role": "d", "in": ["PUBLIC"]])
        == [
          "invalid-name: role name 'pg_x' is reserved by PostgreSQL",
          "wrong-value: a role is a member of named roles, not of PUBLIC",
          "membership-cycle: role memberships form a cycle: 'a' → 'b' → 'c' → 'a'",
        ])
  }
}
