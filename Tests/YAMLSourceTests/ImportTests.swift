import SourceText
import Testing

@testable import YAMLSource

@Suite struct ImportTests {
  @Test func packagesComeFirstWithTheirParams() async {
    let project = TemporaryProject([
      "node_modules/@org/auth/schema/a.yaml": """
      mixin: tenant
      params:
        column: {default: tenant_id}
        role:
      columns: [{name: "{{column}}"}]
      ---
      name: f
      body: select {{column}}, {{role}}
      ---
      table: users
      columns: [{name: id}]
      ---
      extend: orders
      checks: [{name: first}]
      """,
      "node_modules/@org/auth/schema/pre/1.sql": "x",
      "node_modules/@org/auth/pre/2.sql": "no",
      "node_modules/@org/auth/schema/seeds/users.csv": "id\n1\n",
      "app/shared/schema/s.yaml": "n: '{{shared}}'\n",
      "app/plain/p.yaml": "n: plain\n",
      "app/schema/a.yaml": """
      table: orders
      mixins: [tenant]
      comment: "{{column}}"
      columns: []
      ---
      extend: users
      columns: [{name: local}]
      ---
      extend: orders
      checks: [{name: second}]
      """,
      "app/pre/1.sql": "y",
    ])
    let (loaded, text) = await project.load(
      directory: "app/schema",
      imports: [
        ProjectImport(package: "@org/auth", parameters: ["role": "app", "column": "org_id"]),
        ProjectImport(path: "./shared"), ProjectImport(path: "plain/"),
      ])
    #expect(text == "")
    #expect(
      loaded.shown == [
        "{name: f, body: \"select org_id, app\"}",
        #"{table: users, columns: [{name: id}, {name: local}], seeds: [{"id": "1"}]}"#,
        #"{n: "{{shared}}"}"#, "{n: plain}",
        #"{table: orders, comment: "{{column}}", columns: [{name: "org_id"}], checks: "#
          + "[{name: first}, {name: second}]}",
      ])
    #expect(loaded.scripts.map(\.path) == ["@org/auth/pre/1.sql", "pre/1.sql"])
  }

  @Test func theProjectsOwnMixinIsMeantFirst() async {
    let project = TemporaryProject([
      "node_modules/a/schema/a.yaml": "mixin: m\nrls: true\n---\ntable: a\nmixins: [m]\n",
      "node_modules/b/schema/b.yaml": "mixin: n\n",
      "node_modules/c/schema/c.yaml": "mixin: n\n",
      "schema/a.yaml":
        "mixin: m\nrls: false\n---\ntable: l\nmixins: [m]\n---\ntable: k\nmixins: [n]\n",
    ])
    let (loaded, text) = await project.load(
      imports: ["a", "b", "c"].map { ProjectImport(package: $0) })
    #expect(loaded.shown == ["{table: a, rls: true}", "{table: l, rls: false}", "{table: k}"])
    #expect(
      text == """
        schema/a.yaml:8:10: error: mixin 'n' is declared by several imports [duplicate-mixin]
        8 | mixins: [n]
          |          ^
        node_modules/b/schema/b.yaml:1:8: note: declared here
        node_modules/c/schema/c.yaml:1:8: note: declared here
        """)
  }

  @Test func whatIsWrongWithImports() async {
    let project = TemporaryProject([
      "config.yaml": "imports: [a, b]\n",
      "app/node_modules/a/schema/a.yaml": "mixin: m\nparams: {column: }\nrls: '{{column}}'\n",
      "app/schema/a.yaml": "table: t\ncolumns: []\n",
    ])
    let file = SourceFile(path: "config.yaml", text: "imports: [a, b]\n")
    func range(_ column: Int) -> SourceRange {
      file.range(at: SourcePosition(line: 1, column: column), width: 1)
    }
    let text = await project.load(
      directory: "app/schema",
      imports: [
        ProjectImport(package: "a", parameters: ["colum": "x", "zzz": "y"], range: range(11)),
        ProjectImport(package: "a", range: range(14)),
        ProjectImport(package: "../a", range: range(14)),
      ]
    ).text
    #expect(
      text == """
        app/node_modules/a/schema/a.yaml:3:7: error: param 'column' has no value [unresolved-param]
        3 | rls: '{{column}}'
          |       ^~~~~~~~~~
        app/node_modules/a/schema/a.yaml:2:10: note: declared here, set it under 'params' of the import
        config.yaml:1:11: error: no mixin of 'a' declares the param 'colum' [unresolved-param]
        1 | imports: [a, b]
          |           ^
        note: did you mean 'column'?
        config.yaml:1:11: error: no mixin of 'a' declares the param 'zzz' [unresolved-param]
        1 | imports: [a, b]
          |           ^
        config.yaml:1:14: error: 'a' is imported twice [duplicate-import]
        1 | imports: [a, b]
          |              ^
        config.yaml:1:11: note: first imported here
        config.yaml:1:14: error: '../a' is not a package name [wrong-value]
        1 | imports: [a, b]
          |              ^
        """)
  }

  @Test func aMissingPackageNamesTheFoldersTried() async {
    let project = TemporaryProject(["app/schema/a.yaml": "n: 1"])
    let (loaded, text) = await project.load(
      directory: "app/schema", imports: [ProjectImport(package: "@org/none"), .init(path: "no")])
    #expect(!loaded.isComplete)
    #expect(
      text
        == """
        error: the import '@org/none' has no schema directory [missing-package]
        note: tried 'app/node_modules/@org/none/schema'
        note: tried '\(project.root)/node_modules/@org/none/schema'
        note: tried '/tmp/node_modules/@org/none/schema'
        note: tried '/node_modules/@org/none/schema'
        note: install the package, or name a directory with 'path:'
        error: the import 'no' has no schema directory [missing-package]
        note: tried 'app/no/schema'
        note: tried 'app/no'
        """.replacing("\(project.root)/", with: ""))
  }
}
