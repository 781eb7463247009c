import SQLText
import SchemaCore
import Testing

@testable import SchemaKinds

@Suite struct CommentTests {
  private static let targets: [(ObjectID, String)] = [
    (ObjectID(.table, schema: "app", "t"), "TABLE app.t"),
    (ObjectID(.column, schema: "app", "t", member: "A b"), "COLUMN app.t.\"A b\""),
    (ObjectID(.index, schema: "app", "t", member: "i"), "INDEX app.i"),
    (ObjectID(.check, schema: "app", "t", member: "c"), "CONSTRAINT c ON app.t"),
    (ObjectID(.trigger, schema: "app", "t", member: "x"), "TRIGGER x ON app.t"),
    (ObjectID(.policy, schema: "app", "t", member: "p"), "POLICY p ON app.t"),
    (ObjectID(.function, schema: "app", "f", member: "(integer)"), "FUNCTION app.f(integer)"),
    (ObjectID(.enumType, schema: "app", "e"), "TYPE app.e"),
    (ObjectID(.materializedView, schema: "app", "m"), "MATERIALIZED VIEW app.m"),
    (ObjectID(.role, "R"), "ROLE \"R\""),
    (ObjectID(.schema, "app"), "SCHEMA app"),
  ]

  @Test(arguments: targets) func writesTheTarget(_ target: ObjectID, _ sql: String) {
    let context = PlanContext.between(Snapshot(), Snapshot())
    let comment = Comment(target: target, text: "it's")
    let made = CommentKind.create(comment, in: context).lines
    #expect(made == ["set_comment: COMMENT ON \(sql) IS 'it''s'"])
    let removed = CommentKind.drop(comment, in: context).lines
    #expect(removed == ["set_comment: COMMENT ON \(sql) IS NULL"])
  }

  @Test func leavesTheCommentsOfSharedObjects() {
    let table = Table(name: .init(schema: "app", name: "t"))
    var declared = Snapshot()
    declared.insert(table)
    let context = PlanContext.between(Snapshot(), declared)
    #expect(CommentKind.isDropCandidate(Comment(target: table.id, text: "a"), in: context))
    let schema = ObjectID(.schema, "public")
    #expect(!CommentKind.isDropCandidate(Comment(target: schema, text: "a"), in: context))
  }
}
