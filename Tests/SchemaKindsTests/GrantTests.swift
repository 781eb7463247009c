import SQLText
import SchemaCore
import Testing

@testable import SchemaKinds

@Suite struct GrantTests {
  private let table = RelationPart.table

  private func grants(_ document: TableDocument) -> [Grant] {
    RelationPart(GrantKind.self, document).normalized(GrantKind.self)
  }

  private func snapshot(_ grants: [Grant]) -> Snapshot {
    var snapshot = Snapshot()
    snapshot.insert(Table(name: table.qualifiedName))
    for grant in grants { snapshot.insert(grant) }
    return snapshot
  }

  @Test func mergesEntriesOfOneRole() {
    let merged = grants([
      ["to": "a, b", "privileges": "select"],
      ["to": ["a"], "privileges": ["INSERT"], "with_grant_option": true],
    ])
    #expect(merged.map(\.grantee) == ["a", "b"])
    #expect(merged[0].privileges == ["SELECT", "INSERT"] && merged[0].grantable == ["INSERT"])
  }

  @Test func tableSubsumesColumns() {
    let columns: TableDocument = ["to": "a", "privileges": "SELECT, UPDATE", "columns": "x, y"]
    #expect(
      grants([["to": "a", "privileges": "SELECT"], columns]).map(\.privileges) == [
        ["SELECT"], ["UPDATE"], ["UPDATE"],
      ])
    #expect(grants([columns, ["to": "a", "privileges": "ALL"]]).count == 1)
    #expect(grants([columns, ["to": "b", "privileges": "ALL"]]).count == 3)
  }

  @Test func liveColumnGrantUnderTableGrantStays() {
    let live = Grant(target: table, grantee: "a", column: "x", privileges: ["SELECT"])
    let declared = snapshot([Grant(target: table, grantee: "a", privileges: ["SELECT"])])
    var context = PlanContext.between(snapshot([live]), declared)
    context.declared.mentioned = [ObjectID(.role, "a")]
    #expect(!GrantKind.isDropCandidate(live, in: context))
    let other = Grant(target: table, grantee: "a", column: "x", privileges: ["UPDATE"])
    #expect(GrantKind.isDropCandidate(other, in: context))
  }

  @Test func allDependsOnTheServer() {
    let part = RelationPart(GrantKind.self, [["to": "a", "privileges": "ALL"]])
    #expect(part.normalized(GrantKind.self)[0].privileges.count == 7)
    #expect(
      part.normalized(GrantKind.self, version: 170_000)[0].privileges.contains("MAINTAIN"))
  }

  @Test func grantsAndRevokesTheDifference() {
    let old = Grant(
      target: table, grantee: "a", privileges: ["SELECT", "INSERT", "UPDATE"],
      grantable: ["UPDATE"])
    let new = Grant(
      target: table, grantee: "a", privileges: ["SELECT", "DELETE", "UPDATE"],
      grantable: ["SELECT"])
    #expect(
      GrantKind.alter(old, into: new, in: .between(Snapshot(), Snapshot())).lines == [
        "revoke_table: REVOKE INSERT ON TABLE app.orders FROM a",
        "revoke_table: REVOKE GRANT OPTION FOR UPDATE ON TABLE app.orders FROM a",
        "grant_table: GRANT DELETE ON TABLE app.orders TO a",
        "grant_table: GRANT SELECT ON TABLE app.orders TO a WITH GRANT OPTION",
      ])
  }

  @Test func revokingOnATableKeepsColumns() {
    let old = Grant(target: table, grantee: "a", privileges: ["SELECT"])
    let column = Column(table: table.qualifiedName, name: "x", type: TypeName("int"))
    var declared = snapshot([
      Grant(target: table, grantee: "a", column: "x", privileges: ["SELECT"])
    ])
    declared.insert(column)
    #expect(
      GrantKind.drop(old, in: .between(snapshot([old]), declared)).lines == [
        "revoke_table: REVOKE SELECT ON TABLE app.orders FROM a",
        "revoke_table: GRANT SELECT (x) ON TABLE app.orders TO a",
      ])
  }

  @Test func insertImpliesTheSequence() throws {
    var part = RelationPart(GrantKind.self, [["to": "a", "privileges": "INSERT"]])
    var column = Column(table: table.qualifiedName, name: "id", type: TypeName("bigint"))
    column.isSerial = true
    part.declarations.snapshot.insert(column)
    GrantKind.complete(&part.declarations)
    let implied = try #require(part.snapshot.all(Grant.self).first { $0.target.kind == .sequence })
    #expect(
      GrantKind.create(implied, in: .between(Snapshot(), part.snapshot)).lines == [
        "grant_sequence: GRANT USAGE ON SEQUENCE app.orders_id_seq TO a"
      ])
  }

  @Test func cutsSequenceNamesLikeTheServer() {
    let table = String("long_table_name_long_table_name_long_table_name_long_table_nam")
    #expect(
      serialSequenceName(table: table, column: "a_rather_long_column_name_to_cut")
        == "long_table_name_long_table_na_a_rather_long_column_name_to__seq")
  }

  @Test func leavesStrangersAlone() {
    let declared = snapshot([])
    var context = PlanContext.between(Snapshot(), declared)
    context.declared.mentioned = [ObjectID(.role, "known")]
    func isCandidate(_ role: String, grantor: String = "") -> Bool {
      var grant = Grant(target: table, grantee: role, privileges: ["SELECT"])
      grant.grantor = grantor
      return GrantKind.isDropCandidate(grant, in: context)
    }
    #expect(isCandidate("known") && !isCandidate("stranger"))
    #expect(
      !isCandidate("PUBLIC") && !isCandidate("<owner>")
        && !isCandidate("known", grantor: "other"))
  }

  @Test func schemaGrants() {
    let part = RelationPart(
      GrantKind.self, [["to": "a, public", "schemas": ["app", "billing"]]],
      of: ObjectID(.extension, ""))
    let context = PlanContext.between(Snapshot(), part.snapshot)
    #expect(
      part.snapshot.all(Grant.self).flatMap { GrantKind.create($0, in: context).lines } == [
        "grant_schema: GRANT USAGE ON SCHEMA app TO a",
        "grant_schema: GRANT USAGE ON SCHEMA app TO PUBLIC",
        "grant_schema: GRANT USAGE ON SCHEMA billing TO a",
        "grant_schema: GRANT USAGE ON SCHEMA billing TO PUBLIC",
      ])
  }

  @Test func reportsMistakes() {
    #expect(
      RelationPart(GrantKind.self, [["to": "a", "privileges": "SELEC"]]).problems == [
        "there is no privilege 'SELEC' on a table"
      ])
    #expect(
      RelationPart(
        GrantKind.self, [["to": "a", "privileges": "DELETE", "columns": "x"]]
      ).problems == ["there is no privilege 'DELETE' on columns"])
    #expect(
      RelationPart(GrantKind.self, [["privileges": "ALL"]]).problems == [
        "a grant needs the key 'to'"
      ])
  }
}
