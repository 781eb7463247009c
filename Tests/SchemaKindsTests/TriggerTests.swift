import SQLText
import SchemaCore
import Testing

@testable import SchemaKinds

@Suite struct TriggerTests {
  private func trigger(_ document: TableDocument) throws -> Trigger {
    try #require(RelationPart(TriggerKind.self, [document]).normalized(TriggerKind.self).first)
  }

  @Test func fillsDefaultsIn() throws {
    let row = try trigger([
      "name": "a", "timing": "before", "events": "INSERT OR UPDATE OF b, a", "function": "f()",
    ])
    #expect(row.isForEachRow && row.updateColumns == ["b", "a"])
    #expect(row.events == [.insert, .update] && row.function.schema.isEmpty)
    let statement = try trigger([
      "name": "b", "timing": "AFTER", "events": ["TRUNCATE"], "function": "s.f",
    ])
    #expect(!statement.isForEachRow && statement.function == QualifiedName(schema: "s", name: "f"))
  }

  @Test func writesEveryPart() throws {
    let object = try trigger([
      "name": "T 1", "timing": "AFTER", "events": ["INSERT", "UPDATE OF a"],
      "function": "audit.f('it''s', 2)", "when": "NEW.a > 0",
    ])
    let operations = TriggerKind.create(object, in: .between(Snapshot(), Snapshot()))
    #expect(
      operations.lines == [
        "create_trigger: CREATE TRIGGER \"T 1\" AFTER INSERT OR UPDATE OF a ON app.orders "
          + "FOR EACH ROW WHEN (NEW.a > 0) EXECUTE FUNCTION audit.f('it''s', '2')"
      ])
  }

  @Test func isReplacedInPlace() throws {
    let old = try trigger([
      "name": "t", "timing": "BEFORE", "events": ["INSERT"], "function": "app.f",
    ])
    var new = old
    new.timing = .after
    let context = PlanContext.between(Snapshot(), Snapshot())
    #expect(!TriggerKind.needsReplacement(old, by: new, in: context))
    #expect(
      TriggerKind.alter(old, into: new, in: context).lines == [
        "create_trigger: CREATE OR REPLACE TRIGGER t AFTER INSERT ON app.orders "
          + "FOR EACH ROW EXECUTE FUNCTION app.f()"
      ])
    var constraint = old
    constraint.isConstraint = true
    #expect(TriggerKind.needsReplacement(constraint, by: old, in: context))
    #expect(
      TriggerKind.drop(old, in: context).lines == ["drop_trigger: DROP TRIGGER t ON app.orders"])
  }

  @Test func readsDefinitions() {
    let definition = TriggerDefinition(
      """
      CREATE TRIGGER "a WHEN (" BEFORE UPDATE ON app."when" FOR EACH ROW \
      WHEN (((old.* IS DISTINCT FROM new.*) AND (new.a <> ') EXECUTE FUNCTION'::text))) \
      EXECUTE FUNCTION app.f('x', E'it''s \\\\ one')
      """)
    #expect(
      definition.condition
        == "((old.* IS DISTINCT FROM new.*) AND (new.a <> ') EXECUTE FUNCTION'::text))")
    #expect(definition.arguments == ["x", "it's \\ one"])
  }

  private static let mistakes: [(TableDocument, String)] = [
    (["timing": "BEFORE", "events": "INSERT", "function": "f"], "a trigger needs the key 'name'"),
    (
      ["name": "t", "timing": "INSTEAD OF", "events": "INSERT", "function": "f"],
      "INSTEAD OF triggers are for views"
    ),
    (
      [
        "name": "t", "timing": "AFTER", "events": ["TRUNCATE"], "function": "f",
        "for_each": "ROW",
      ], "TRUNCATE triggers are for tables and run for each statement"
    ),
    (
      ["name": "t", "timing": "AFTER", "events": ["INSRT"], "function": "f"],
      "'events' of a trigger must be INSERT, UPDATE, UPDATE OF columns, DELETE or TRUNCATE, "
        + "not 'INSRT'"
    ),
  ]

  @Test(arguments: mistakes) func reportsMistakes(_ document: TableDocument, _ message: String) {
    #expect(RelationPart(TriggerKind.self, [document]).problems == [message])
  }

  @Test func viewsHaveStatementTriggers() {
    let document: TableDocument = [
      ["name": "t", "timing": "BEFORE", "events": "INSERT", "function": "f"]
    ]
    #expect(
      RelationPart(TriggerKind.self, document, of: RelationPart.view).problems == [
        "BEFORE and AFTER triggers of a view run for each statement"
      ])
  }

  @Test func findsTheFunctionOnThePath() throws {
    struct Function: SchemaObject { var id: ObjectID }
    var live = Snapshot()
    live.insert(Function(id: ObjectID(.function, schema: "public", "f", member: "()")))
    let part = RelationPart(
      TriggerKind.self,
      [["name": "t", "timing": "BEFORE", "events": "INSERT", "function": "f"]])
    #expect(part.normalized(TriggerKind.self, live: live)[0].function.schema == "public")
    // A function of an extension is in no snapshot: the live trigger tells its schema.
    var twin = part.snapshot.all(Trigger.self)[0]
    twin.function.schema = "extensions"
    var other = Snapshot()
    other.insert(twin)
    #expect(part.normalized(TriggerKind.self, live: other) == [twin])
  }
}
