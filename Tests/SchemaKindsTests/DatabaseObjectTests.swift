import SQLText
import SchemaCore
import SourceText
import Testing

@testable import SchemaKinds

@Suite struct DatabaseObjectTests {
  @Test func schemasAreImplied() {
    let declarations = RoutineDocument.declarations(
      ["name": "billing.f", "returns": "int", "body": "x"],
      ["extensions": ["pg_trgm", ["name": "citext", "schema": "ext", "comment": "c"]]])
    #expect(declarations.report.diagnostics.isEmpty)
    #expect(declarations.snapshot.all(Schema.self).map(\.name) == ["billing", "ext"])
    #expect(declarations.declaresExtensions)
  }

  @Test func extensionsFollowTheListAndTheirSchema() throws {
    let declarations = RoutineDocument.declarations(
      ["extensions": ["z", ["name": "a-b", "schema": "ext"]]])
    let context = PlanContext.between(Snapshot(), declarations.snapshot)
    let extensions = declarations.snapshot.all(Extension.self)
    let operation = ExtensionKind.create(extensions[1], in: context)[0]
    #expect(operation.texts == ["CREATE EXTENSION \"a-b\" SCHEMA ext"])
    #expect(operation.requires == [Extension.id("z")])
    let moved = ExtensionKind.alter(
      Extension(name: "z", schema: "public"), into: Extension(name: "z", schema: "ext"),
      in: context)
    #expect(moved.map(\.texts) == [["ALTER EXTENSION z SET SCHEMA ext"]])
  }

  @Test func dropsOnlyExtensionsOfProjectsThatListThem() {
    var context = PlanContext.between(Snapshot(), Snapshot())
    #expect(!ExtensionKind.isDropCandidate(Extension(name: "x"), in: context))
    context.declaresExtensions = true
    #expect(ExtensionKind.isDropCandidate(Extension(name: "x"), in: context))
    #expect(!ExtensionKind.isDropCandidate(Extension(name: "plpgsql"), in: context))
  }

  @Test func enumValuesAreAddedWhereTheListPutsThem() {
    let name = QualifiedName(schema: "public", name: "e")
    let old = EnumType(name: name, values: ["b", "d"])
    let new = EnumType(name: name, values: ["a", "b", "c", "d", "it's"])
    let context = PlanContext.between(Snapshot(old), Snapshot(new))
    #expect(
      EnumTypeKind.alter(old, into: new, in: context).flatMap(\.texts) == [
        "ALTER TYPE public.e ADD VALUE 'a' BEFORE 'b'",
        "ALTER TYPE public.e ADD VALUE 'c' AFTER 'b'",
        "ALTER TYPE public.e ADD VALUE 'it''s'",
      ])
    #expect(EnumTypeKind.refusal(old, into: new, in: context) == nil)
    let turned = EnumType(name: name, values: ["d", "b"])
    #expect(EnumTypeKind.refusal(old, into: turned, in: context) != nil)
  }

  @Test func enumValuesAreTakenAwayWithTheirColumns() throws {
    let name = QualifiedName(schema: "public", name: "e")
    let table = QualifiedName(schema: "public", name: "t")
    let old = EnumType(name: name, values: ["a", "b"])
    let new = EnumType(name: name, values: ["a"])
    var column = Column(table: table, name: "c", type: TypeName("public.e"))
    column.defaultExpression = "'b'::public.e"
    var declared = column
    declared.defaultExpression = "'a'"
    let context = PlanContext.between(
      Snapshot(old, Table(name: table), column), Snapshot(new, Table(name: table), declared))
    #expect(EnumTypeKind.needsReplacement(old, by: new, in: context))
    #expect(EnumTypeKind.create(new, in: context).isEmpty)
    let operation = try #require(EnumTypeKind.drop(old, in: context).first)
    #expect(operation.kind.name == "remove_enum_value" && operation.isDestructive)
    #expect(
      operation.texts == [
        "ALTER TYPE public.e RENAME TO _sf_old_e",
        "CREATE TYPE public.e AS ENUM ('a')",
        "ALTER TABLE public.t ALTER COLUMN c DROP DEFAULT",
        "ALTER TABLE public.t ALTER COLUMN c TYPE public.e USING c::text::public.e",
        "ALTER TABLE public.t ALTER COLUMN c SET DEFAULT 'a'",
        "DROP TYPE public._sf_old_e",
      ])
  }
}
