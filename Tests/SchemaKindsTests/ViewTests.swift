import SQLText
import SchemaCore
import SourceText
import Testing

@testable import SchemaKinds

@Suite struct ViewTests {
  private let name = QualifiedName(schema: "public", name: "v")

  private func view(_ query: String, columns: String = "") -> View {
    var view = View(name: name, query: query)
    view.columns = columns
    return view
  }

  @Test func readsOptionsAndHandsMaterializedOnesOver() throws {
    let declarations = RoutineDocument.declarations(
      [
        "name": "v", "query": "SELECT 1 ; ", "comment": "c",
        "options": ["security_barrier": true, "check_option": "LOCAL"],
      ], ["name": "m", "query": "SELECT 2 AS a -- end", "materialized": true])
    #expect(declarations.report.diagnostics.isEmpty)
    let context = PlanContext.between(Snapshot(), declarations.snapshot)
    let view = try #require(declarations.snapshot.all(View.self).first)
    #expect(
      ViewKind.create(view, in: context)[0].texts == [
        "CREATE VIEW public.v WITH (security_barrier = true, check_option = local) AS\nSELECT 1"
      ])
    let materialized = try #require(declarations.snapshot.all(MaterializedView.self).first)
    let operations = MaterializedViewKind.create(materialized, in: context)
    #expect(
      operations.map(\.texts) == [
        ["CREATE MATERIALIZED VIEW public.m AS\nSELECT 2 AS a -- end\nWITH NO DATA"],
        ["REFRESH MATERIALIZED VIEW public.m"],
      ])
    #expect(declarations.snapshot.contains(Comment.id(on: view.id)))
  }

  @Test func reportsOptionsOfMaterializedViews() {
    #expect(
      RoutineDocument.problems(
        ["name": "m", "query": "SELECT 1", "materialized": true, "optios": [:]],
        ["name": "v", "query": "SELECT 1", "options": ["security_barier": true]])
        == [
          "unknown-key: a materialized view has no key 'optios'",
          "unknown-key: a list of view options has no key 'security_barier'",
        ])
  }

  @Test func isReplacedOnlyWithOtherColumns() {
    let old = view("SELECT 1", columns: "a integer")
    let context = PlanContext.between(Snapshot(old), Snapshot(old))
    func isReplaced(_ new: View) -> Bool {
      ViewKind.needsReplacement(old, by: new, in: context)
    }
    #expect(!isReplaced(view("SELECT 2", columns: "a integer")))
    #expect(!isReplaced(view("SELECT 2", columns: "a integer, b numeric(3,2)")))
    #expect(isReplaced(view("SELECT 2", columns: "a integers")))
    #expect(isReplaced(view("SELECT 2")))
    #expect(!isReplaced(view("select  1;")))
  }

  @Test func writesAllOptionsAgain() {
    let old = view("SELECT 1", columns: "a integer")
    var new = view("SELECT 2", columns: "a integer")
    new.options.securityInvoker = true
    let context = PlanContext.between(Snapshot(old), Snapshot(new))
    let operation = ViewKind.alter(old, into: new, in: context)[0]
    #expect(
      operation.texts
        == ["CREATE OR REPLACE VIEW public.v WITH (security_invoker = true) AS\nSELECT 2"])
    #expect(operation.locks == [RelationLock(old.id, .accessExclusive)])
    #expect(old.versionNeeds == [])
    #expect(new.versionNeeds.map { $0.isMet(by: 140_000) } == [false])
    #expect(new.versionNeeds.map { $0.isMet(by: 150_000) } == [true])
  }

  @Test func setsAndResetsOptions() {
    var old = view("SELECT 1")
    old.options.securityBarrier = true
    var new = view("SELECT 1")
    new.options.checkOption = .cascaded
    let context = PlanContext.between(Snapshot(old), Snapshot(new))
    let operation = ViewKind.alter(old, into: new, in: context)[0]
    #expect(
      operation.texts == [
        "ALTER VIEW public.v SET (check_option = cascaded)",
        "ALTER VIEW public.v RESET (security_barrier)",
      ])
    #expect(operation.kind.name == "alter_view")
  }

  @Test func knowsWhereEverythingIsSelected() {
    for query in ["SELECT * FROM t", "select a, t.* from t", "SELECT DISTINCT * FROM t"] {
      #expect(selectsEverything(query), "\(query)")
    }
    for query in ["SELECT count(*) FROM t", "SELECT a * b FROM t", "SELECT '*', \"*\" FROM t"] {
      #expect(!selectsEverything(query), "\(query)")
    }
  }

  @Test func fillsAfterWhatItReads() {
    let source = MaterializedView(
      name: QualifiedName(schema: "public", name: "z"), query: "SELECT 1 AS a")
    let between = view("SELECT a FROM z")
    let reader = MaterializedView(
      name: QualifiedName(schema: "public", name: "a"), query: "SELECT a FROM v")
    let context = PlanContext.between(Snapshot(), Snapshot(source, between, reader))
    let refresh = MaterializedViewKind.create(reader, in: context)[1]
    #expect(refresh.requires == [reader.id, MaterializedView.rows(of: source.id)])
  }
}
