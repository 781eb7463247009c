import SchemaCore
import Testing

@testable import SchemaKinds

@Suite struct PolicyTests {
  private func policy(_ document: TableDocument) throws -> Policy {
    try #require(RelationPart(PolicyKind.self, [document]).normalized(PolicyKind.self).first)
  }

  @Test func fillsDefaultsIn() throws {
    let open = try policy(["name": "p"])
    #expect(open.roles == ["PUBLIC"] && open.command == .all && open.isPermissive)
    let named = try policy(["name": "p", "to": "b, a, \"A, b\", current_user"])
    #expect(named.roles == ["A, b", "a", "b", "owner"])
    #expect(try policy(["name": "p", "to": ["a", "public"]]).roles == ["PUBLIC"])
  }

  @Test func writesEveryPart() throws {
    let object = try policy([
      "name": "p", "for": "update", "to": "Admin", "using": "a = 1", "check": "a > 0",
      "permissive": false,
    ])
    #expect(
      PolicyKind.create(object, in: .between(Snapshot(), Snapshot())).lines == [
        "create_policy: CREATE POLICY p ON app.orders AS RESTRICTIVE FOR UPDATE TO \"Admin\" "
          + "USING (a = 1) WITH CHECK (a > 0)"
      ])
  }

  @Test func altersOnlyWhatDiffers() throws {
    let old = try policy(["name": "p", "to": "a", "using": "a = 1", "check": "a > 0"])
    var new = old
    new.roles = ["b"]
    new.check = "a > 1"
    let context = PlanContext.between(Snapshot(), Snapshot())
    #expect(!PolicyKind.needsReplacement(old, by: new, in: context))
    #expect(
      PolicyKind.alter(old, into: new, in: context).lines == [
        "alter_policy: ALTER POLICY p ON app.orders TO b WITH CHECK (a > 1)"
      ])
    new.check = ""
    #expect(PolicyKind.needsReplacement(old, by: new, in: context))
  }

  @Test func knowsWhichConditionsThereAre() {
    #expect(
      RelationPart(PolicyKind.self, [["name": "p", "for": "INSERT", "using": "true"]]).problems
        == ["a policy for INSERT has 'check', not 'using'"])
    #expect(
      RelationPart(PolicyKind.self, [["name": "p", "for": "SELECT", "check": "true"]]).problems
        == ["a policy for SELECT has 'using', not 'check'"])
  }
}
