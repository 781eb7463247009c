import SQLText
import SchemaCore
import SourceText
import Testing

/// Objects by identity, in order, with their parts.
@Suite struct SnapshotTests {
  private struct Box: SchemaObject {
    var name: String
    var color = "red"
    var id: ObjectID { ObjectID("box", schema: "s", name) }
  }

  private struct Lid: SchemaObject {
    var box: String
    var name: String
    var id: ObjectID { ObjectID("lid", schema: "s", box, member: name) }
    var owner: ObjectID? { ObjectID("box", schema: "s", box) }
  }

  private func snapshot() -> Snapshot {
    var snapshot = Snapshot()
    snapshot.insert(Box(name: "b"))
    snapshot.insert(Lid(box: "b", name: "second"))
    snapshot.insert(Box(name: "a"))
    snapshot.insert(Lid(box: "b", name: "first"))
    return snapshot
  }

  @Test func keepsTheOrderOfInsertion() {
    #expect(snapshot().ids.map(\.objectName) == ["b", "b.second", "a", "b.first"])
    #expect(snapshot().all(Box.self).map(\.name) == ["b", "a"])
    #expect(snapshot().count == 4)
  }

  @Test func findsObjectsByIdentityAndType() {
    let id = ObjectID("box", schema: "s", "a")
    #expect(snapshot().contains(id))
    #expect(snapshot().object(id, as: Box.self) == Box(name: "a"))
    #expect(snapshot().object(id, as: Lid.self) == nil)
    #expect(snapshot()[ObjectID("box", schema: "t", "a")] == nil)
  }

  @Test func partsBelongToTheirOwner() {
    let owner = ObjectID("box", schema: "s", "b")
    #expect(snapshot().parts(of: owner, as: Lid.self).map(\.name) == ["second", "first"])
    #expect(snapshot().parts(of: ObjectID("box", schema: "s", "a")) == [])
  }

  @Test func insertingAgainReplacesInPlace() {
    var snapshot = snapshot()
    let former = snapshot.insert(Box(name: "b", color: "blue"))
    #expect(former as? Box == Box(name: "b"))
    #expect(snapshot.ids.map(\.objectName) == ["b", "b.second", "a", "b.first"])
    #expect(snapshot.all(Box.self).map(\.color) == ["blue", "red"])
  }

  @Test func aSecondDeclarationIsReported() {
    var declarations = Declarations()
    let file = SourceFileFixture.range
    declarations.declare(Box(name: "b"), at: file)
    declarations.declare(Box(name: "b", color: "blue"), at: file)
    #expect(declarations.report.diagnostics.map(\.message) == ["box 's.b' is declared twice"])
    #expect(declarations.snapshot.all(Box.self).map(\.color) == ["red"])
  }
}

/// Identities as reports and messages show them.
@Suite struct ObjectIDTests {
  @Test(arguments: [
    (ObjectID("table", schema: "public", "orders"), "orders", "table 'public.orders'"),
    (
      ObjectID("foreign_key", schema: "s", "t", member: "fk"), "t.fk", "foreign key 's.t.fk'"
    ),
    (ObjectID("role", "app"), "app", "role 'app'"),
    (
      ObjectID("function", schema: "s", "f", member: "(text)"), "f(text)", "function 's.f(text)'"
    ),
  ]) func names(id: ObjectID, objectName: String, description: String) {
    #expect(id.objectName == objectName)
    #expect(id.description == description)
  }

  @Test func sortsBySchemaNameMemberKind() {
    let ids = [
      ObjectID("b", schema: "a", "x", member: "m"), ObjectID("a", schema: "b", "a"),
      ObjectID("a", schema: "a", "x", member: "m"), ObjectID("c", schema: "a", "x"),
    ]
    #expect(ids.sorted() == [ids[3], ids[2], ids[0], ids[1]])
  }
}
