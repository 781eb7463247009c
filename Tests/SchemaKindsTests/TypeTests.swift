import SQLText
import SchemaCore
import SourceText
import Testing

@testable import SchemaKinds

@Suite struct TypeTests {
  private func declarations(_ documents: TableDocument...) -> Declarations {
    decodeProject(
      documents.map(\.node), kinds: KindRegistry.kinds, defaultSchema: "public")
  }

  private func problems(_ documents: TableDocument...) -> [String] {
    decodeProject(
      documents.map(\.node), kinds: KindRegistry.kinds, defaultSchema: "public"
    ).report.diagnostics.map { "\($0.code): \($0.message)" }
  }

  @Test func documentsAreToldByTheirKeys() {
    let found = declarations(
      ["domain": "d", "type": "text", "collation": "C"],
      ["type": "c", "attributes": [["name": "a", "type": "int", "collation": "x.y"]]],
      ["range": "r", "subtype": "text", "collation": "C"],
      ["collation": "o", "locale": "C"],
      ["cast": ["from": "d", "to": "c"], "inout": true],
      ["operator": "~~~", "right": "int", "function": "f"],
      ["text_search_dictionary": "t", "template": "simple"],
      ["text_search_configuration": "t"])
    #expect(found.report.diagnostics.map(\.message) == [])
    let kinds = found.snapshot.ids.map(\.kind.rawValue)
    for kind in [
      "domain", "composite_type", "attribute", "range_type", "collation", "cast", "operator",
      "text_search_dictionary", "text_search_configuration",
    ] { #expect(kinds.contains(kind), "\(kind)") }
  }

  @Test func contradictionsAreReported() {
    #expect(
      problems(["domain": "d", "type": "int", "nullable": true, "not_null": true]) == [
        "wrong-value: 'not_null: true' contradicts 'nullable: true'"
      ])
    #expect(
      problems(["collation": "c"]) == [
        "missing-key: a collation needs the key 'locale', or 'lc_collate' and 'lc_ctype'"
      ])
    #expect(
      problems(["collation": "c", "locale": "C", "deterministic": false]) == [
        "wrong-value: only collations of provider icu can be nondeterministic"
      ])
    #expect(
      problems(["cast": ["from": "int", "to": "text"]]) == [
        "missing-key: a cast needs one of 'function', 'inout: true' and 'without_function: true'"
      ])
    #expect(
      problems(["operator": "plus", "right": "int", "function": "f"]) == [
        "invalid-name: 'plus' is not an operator's name"
      ])
    #expect(
      problems(["domain": "d", "type": "int", "checks": [["name": "c", "expression": " "]]]) == [
        "wrong-value: 'expression' of a domain check can't be empty"
      ])
  }

  /// The names that PostgreSQL 15 gave.
  @Test func multirangesAreNamedLikeTheServerDoes() {
    func name(_ text: String) -> String {
      RangeType.multirangeName(of: QualifiedName(schema: "s", name: text)).name
    }
    #expect(name("float_range") == "float_multirange")
    #expect(name("ranges_of_ranges") == "multiranges_of_ranges")
    #expect(name("span") == "span_multirange")
    #expect(name(String(repeating: "x", count: 63)).utf8.count == 63)
    #expect(name(String(repeating: "x", count: 63)).hasSuffix("x_multirange"))
  }

  @Test func optionsOfDictionariesAreReadAsTheCatalogKeepsThem() {
    let text = "language = 'it''s', casesensitive = 1, path = E'a\\\\b'"
    #expect(
      TextSearchDictionaryKind.options(text)
        == ["language": "it's", "casesensitive": "1", "path": "a\\b"])
  }

  @Test func functionsOfCastsAreReadWithTheirArguments() {
    let text = TypeName("text")
    #expect(RoutineName("f", assuming: [text])?.sql == "f(text)")
    #expect(RoutineName("s.f(int, s.t[])", assuming: [text])?.sql == "s.f(integer, s.t[])")
    #expect(RoutineName("f(", assuming: [text]) == nil)
    #expect(RoutineName(regprocedure: "s.\"F\"(s.t)").sql == "s.\"F\"(s.t)")
    #expect(RoutineName(regprocedure: "age(timestamp with time zone)").name.schema == "pg_catalog")
  }

  @Test func theyAreWrittenAsTheyAreRead() {
    var domain = Domain(
      name: QualifiedName(schema: "public", name: "d"), type: TypeName("public.other"))
    domain.isNullable = false
    domain.defaultExpression = "1"
    domain.collation = QualifiedName(schema: "pg_catalog", name: "C")
    var check = DomainCheck(domain: domain.name, name: "c", expression: "VALUE > 0")
    check.isValid = false
    let context = PlanContext.between(Snapshot(), Snapshot())
    var draft = ProjectDraft(defaultSchema: "public")
    DomainKind.encode(domain, in: context, into: &draft)
    DomainCheckKind.encode(check, in: context, into: &draft)
    #expect(draft.files.map(\.path) == ["domains/d.yaml"])
    #expect(
      draft.files.first?.documents == [
        .mapping([
          .init("domain", .text("d")), .init("type", .text("other")),
          .init("collation", .text("C")), .init("nullable", .bool(false)),
          .init("default", .text("1")),
          .init(
            "checks",
            .list([
              .mapping([
                .init("name", .text("c")), .init("expression", .text("VALUE > 0")),
                .init("not_valid", .bool(true)),
              ])
            ])),
        ])
      ])
  }

  /// PostgreSQL looks at values of a domain in columns of it and of domains over it alone.
  @Test func useOfDomainsIsFollowedThroughOtherTypes() {
    func name(_ text: String) -> QualifiedName { QualifiedName(schema: "s", name: text) }
    let table = name("t")
    func column(_ text: String, _ type: String) -> Column {
      Column(table: table, name: text, type: TypeName(type))
    }
    let live = Snapshot(
      Domain(name: name("d"), type: TypeName("integer")),
      Domain(name: name("over"), type: TypeName("s.d")),
      Domain(name: name("many"), type: TypeName("s.d[]")),
      Attribute(composite: name("c"), name: "a", type: TypeName("s.over")),
      RangeType(name: name("r"), subtype: TypeName("s.c")),
      column("plain", "s.d"), column("over", "s.over"), column("other", "integer"),
      column("array", "s.d[]"), column("many", "s.many"), column("inside", "s.c"),
      column("range", "s.r_multirange"))
    let use = DomainUse(of: name("d"), in: live)
    #expect(use.direct.map(\.member) == ["plain", "over"])
    #expect(use.nested.map(\.member) == ["array", "many", "inside", "range"])
    #expect(DomainUse(of: name("many"), in: live).direct.map(\.member) == ["many"])
    #expect(DomainUse(of: name("nobodys"), in: live).isEmpty)
  }

  /// PostgreSQL checks the value that existing rows get, so it writes them (manual, ALTER TABLE).
  @Test func columnsOfConstrainedDomainsRewriteTheirTables() throws {
    let table = Table(name: QualifiedName(schema: "s", name: "t"))
    func effect(of type: String) throws -> DataEffect {
      let column = Column(table: table.name, name: "c", type: TypeName(type))
      let plain = Domain(name: QualifiedName(schema: "s", name: "plain"), type: TypeName("text"))
      let over = Domain(
        name: QualifiedName(schema: "s", name: "over"), type: TypeName("s.checked"))
      let checked = Domain(
        name: QualifiedName(schema: "s", name: "checked"), type: TypeName("text"))
      let check = DomainCheck(domain: checked.name, name: "c", expression: "VALUE <> ''")
      let context = PlanContext.between(
        Snapshot(table, plain, checked, over, check),
        Snapshot(table, plain, checked, over, check, column))
      return try #require(ColumnKind.create(column, in: context).first).dataEffect
    }
    #expect(try effect(of: "s.plain") == .preserves)
    #expect(try effect(of: "s.checked[]") == .preserves)
    #expect(try effect(of: "s.checked") == .rewrites)
    #expect(try effect(of: "s.over") == .rewrites)
  }

  @Test func operatorsAreFoundByTheirSymbols() {
    let text = TypeName("text")
    func symbol(_ name: String, _ function: String) -> Operator {
      Operator(
        name: QualifiedName(schema: "public", name: name), left: text, right: text,
        function: QualifiedName(schema: "public", name: function))
    }
    let (near, equal) = (symbol("~~~>", "near"), symbol("=", "same"))
    let context = PlanContext.between(Snapshot(), Snapshot(near, equal))
    #expect(context.operators(usedIn: ["a ~~~> b AND b = c"]) == [near.id])
    #expect(context.operators(usedIn: ["'~~~>' = c"]).isEmpty)
    #expect(context.operators(usedIn: ["a ~~~> b"], byFunction: near.function).isEmpty)
  }
}
