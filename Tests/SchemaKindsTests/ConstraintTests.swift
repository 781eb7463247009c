import SQLText
import SchemaCore
import SourceText
import Testing

@testable import SchemaKinds

@Suite struct ConstraintTests {
  private static let kinds = KindSet([
    TableKind.self, ColumnKind.self, PrimaryKeyKind.self, UniqueConstraintKind.self,
    CheckKind.self, ExclusionConstraintKind.self, IndexKind.self, ForeignKeyKind.self,
    PrecheckKind.self, CommentKind.self,
  ])

  private func declarations(_ parts: [(String, TableDocument)]) -> Declarations {
    let columns: TableDocument = [
      ["name": "a", "type": "int"], ["name": "b", "type": "int"], ["name": "c", "type": "text"],
    ]
    let document = TableDocument.map([("table", "t"), ("columns", columns)] + parts)
    return decodeProject([document.node], kinds: ConstraintTests.kinds, defaultSchema: "public")
  }

  private func problems(_ key: String, _ value: TableDocument) -> [String] {
    declarations([(key, value)]).report.diagnostics.map(\.code)
  }

  /// A live table with the declared columns and nothing else.
  private func context(_ declared: Snapshot) -> PlanContext {
    var live = Snapshot()
    for (id, object) in declared.objects where id.kind == .table || id.kind == .column {
      live.insert(object)
    }
    return .between(live, declared)
  }

  private let table = QualifiedName(schema: "public", name: "t")

  @Test func reportsEveryMistake() {
    #expect(problems("checks", [["name": "x"]]) == ["missing-key"])
    #expect(problems("checks", [["name": "x", "expression": "a", "exp": "b"]]) == ["unknown-key"])
    #expect(
      problems("foreign_keys", [["references": "r", "map": ["a": "x"]]])
        == ["single-column-foreign-key"])
    #expect(
      problems("foreign_keys", [["references": "r", "map": ["a": "x", "z": "y"]]])
        == ["unknown-column"])
    #expect(problems("foreign_keys", [["map": ["a": "x", "b": "y"]]]) == ["missing-key"])
    #expect(
      problems("exclusion_constraints", [["elements": [["column": "d", "operator": "="]]]])
        == ["unknown-column"])
    #expect(
      problems("exclusion_constraints", [["elements": [["column": "a"]]]]) == ["missing-key"])
    #expect(problems("exclusion_constraints", [["elements": []]]) == ["wrong-value"])
    #expect(problems("prechecks", [["name": "x"]]) == ["missing-key"])
  }

  @Test func checkOnALiveTableIsValidatedApart() throws {
    let declared = declarations([
      ("checks", [["name": "positive", "expression": "a > 0 -- of course"]])
    ]).snapshot
    let check = try #require(declared.all(Check.self).first)
    let operations = CheckKind.create(check, in: context(declared))
    #expect(operations.map(\.kind.name) == ["add_check_not_valid", "validate_constraint"])
    #expect(
      operations[0].statements[0].sql
        == "ALTER TABLE public.t ADD CONSTRAINT positive CHECK (a > 0 -- of course\n) NOT VALID")
    #expect(operations[0].locks.map(\.mode) == [.accessExclusive])
    #expect(operations[0].requires == [Column.id("a", of: table)])
    #expect(operations[1].locks.map(\.mode) == [.shareUpdateExclusive])
    #expect(operations[1].transactionality == .ownTransaction)
    var half = check
    half.isValid = false
    #expect(!CheckKind.needsReplacement(half, by: check, in: context(declared)))
    #expect(
      CheckKind.alter(half, into: check, in: context(declared)).map(\.kind.name)
        == ["validate_constraint"])
  }

  @Test func foreignKeyOfANewTableIsPlain() throws {
    let declared = declarations([
      (
        "foreign_keys",
        [
          [
            "references": "other.r", "map": ["a": "x", "b": "y"], "on_delete": "set null",
            "initially_deferred": true,
          ]
        ]
      )
    ]).snapshot
    let key = try #require(declared.all(ForeignKey.self).first)
    let plain = ForeignKeyKind.create(key, in: .between(Snapshot(), declared))
    #expect(plain.map(\.kind.name) == ["add_foreign_key"])
    #expect(
      plain[0].statements[0].sql
        == "ALTER TABLE public.t ADD CONSTRAINT fk_t_a_b_r FOREIGN KEY (a, b) "
        + "REFERENCES other.r (x, y) ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED")
    let online = ForeignKeyKind.create(key, in: context(declared))
    #expect(online.map(\.kind.name) == ["add_foreign_key_not_valid", "validate_constraint"])
    #expect(online[0].locks == [RelationLock(Table.id(table), .shareRowExclusive)])
  }

  @Test func unnamedTakesTheLiveNameOver() {
    let live = UniqueConstraint(table: table, name: "t_a_key", columns: ["a"])
    var key = ForeignKey(
      table: table, name: "t_fk", columns: ["b", "a"], referencedTable: table,
      referencedColumns: ["b", "a"])
    key.isValid = true
    var snapshot = Snapshot()
    snapshot.insert(live)
    snapshot.insert(key)
    let unnamed = UniqueConstraint(table: table, columns: ["a"])
    let turned = ForeignKey(
      table: table, columns: ["a", "b"], referencedTable: table, referencedColumns: ["a", "b"])
    var declared = Snapshot()
    declared.insert(unnamed)
    declared.insert(turned)
    let context = NormalizationContext(
      facts: LiveFacts(), declared: declared, live: snapshot, defaultSchema: "public",
      declaredTypes: [:])
    #expect(UniqueConstraintKind.normalized(unnamed, in: context) == live)
    #expect(ForeignKeyKind.normalized(turned, in: context) == key)
    let comment = Comment(target: unnamed.id, text: "x")
    #expect(CommentKind.normalized(comment, in: context).target == live.id)
  }

  @Test func replacedUniqueIsBuiltBeside() {
    let old = UniqueConstraint(table: table, name: "u", columns: ["a"])
    let new = UniqueConstraint(table: table, name: "u", columns: ["a", "b"])
    let base = declarations([]).snapshot
    var (live, declared) = (base, base)
    live.insert(old)
    declared.insert(new)
    let operations = UniqueConstraintKind.alter(
      old, into: new, in: .between(live, declared))
    #expect(
      operations.map { $0.statements[0].sql } == [
        "ALTER TABLE public.t DROP CONSTRAINT u",
        "CREATE UNIQUE INDEX CONCURRENTLY _sf_new_u ON public.t (a, b)",
        "ALTER TABLE public.t ADD CONSTRAINT u UNIQUE USING INDEX _sf_new_u",
      ])
    #expect(operations.allSatisfy { !$0.isDestructive })
    #expect(operations[0].requires == operations[1].provides)
    #expect(UniqueConstraintKind.drop(old, in: .between(live, base))[0].isDestructive)
  }

  @Test func otherKeyTakesThePlaceInOneStatement() {
    let old = PrimaryKey(table: table, name: "k", columns: ["a"])
    var new = PrimaryKey(table: table, name: "l", columns: ["a", "b"])
    let base = declarations([]).snapshot
    var (live, declared) = (base, base)
    live.insert(old)
    declared.insert(new)
    let operations = PrimaryKeyKind.create(new, in: .between(live, declared))
    #expect(operations.map(\.kind.name) == ["add_unique_index", "add_primary_key"])
    #expect(
      operations[1].statements.map(\.sql).contains(
        "ALTER TABLE public.t DROP CONSTRAINT k, "
          + "ADD CONSTRAINT l PRIMARY KEY USING INDEX _sf_new_l"))
    #expect(operations[1].statements.count == 6)
    #expect(PrimaryKeyKind.drop(old, in: .between(live, declared)).isEmpty)
    new.columns = ["a"]
    declared = base
    declared.insert(new)
    #expect(
      PrimaryKeyKind.create(new, in: .between(live, declared)).map { $0.statements[0].sql }
        == ["ALTER TABLE public.t RENAME CONSTRAINT k TO l"])
  }

  @Test func precheckOfANewTableIsLeftOut() throws {
    let declared = declarations([
      (
        "prechecks",
        [
          ["name": "own", "query": "SELECT count(*) = 0 FROM t;", "message": "rows"],
          ["name": "server", "query": "SELECT true"],
        ]
      )
    ]).snapshot
    let prechecks = declared.all(Precheck.self)
    let fresh = PlanContext.between(Snapshot(), declared)
    #expect(prechecks.map { PrecheckKind.create($0, in: fresh).count } == [0, 1])
    let operation = try #require(PrecheckKind.create(prechecks[0], in: context(declared)).first)
    #expect(operation.statements == ["SELECT count(*) = 0 FROM t"])
    #expect(operation.summary == "rows")
  }
}
