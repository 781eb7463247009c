import SourceText
import Testing

@testable import YAMLSource

@Suite struct MixinTests {
  @Test func mixinsComeFirstAndTheTableWins() async {
    let project = TemporaryProject([
      "schema/mixins/base.yaml": """
      mixin: base
      description: what every table has
      columns:
        - {name: id, type: int}
        - {name: note, type: text}
      checks:
        - {name: "{table}_base", expression: "id > 0"}
      rls: true
      """,
      "schema/mixins/wide.yaml": """
      mixin: wide
      columns:
        - {name: id, type: bigint}
        - {name: wide, type: text}
      checks: [{name: "wide_{table}", expression: "'{table}' <> '{tables}'"}]
      force_rls: true
      rls: false
      """,
      "schema/tables/a.yaml": """
      table: billing.orders
      mixins: [base, wide, base]
      comment: "keeps {table} and {{json}}"
      columns:
        - {name: note, type: varchar}
        - {name: data, type: jsonb, default: "'{\\"a\\": {table}}'"}
      checks: [{name: own, expression: "true"}]
      force_rls: false
      """,
      "schema/tables/b.yaml": "table: b\nmixins: base\ncolumns:\n",
      "schema/tables/c.yaml": "table: c\nmixins: [base]\n",
      "schema/tables/d.yaml": "table: d\nmixins:\ncolumns: [{name: x}]\n",
    ])
    let (loaded, text) = await project.load()
    #expect(text == "")
    #expect(
      loaded.shown == [
        #"{table: billing.orders, comment: "keeps {table} and {{json}}", columns: "#
          + #"[{name: id, type: bigint}, {name: wide, type: text}, {name: note, type: varchar}, "#
          + #"{name: data, type: jsonb, default: "'{"a": {table}}'"}], checks: "#
          + #"[{name: "orders_base", expression: "id > 0"}, {name: "wide_orders", expression: "#
          + #""'orders' <> '{tables}'"}, {name: own, expression: "true"}], force_rls: false, "#
          + #"rls: false}"#,
        #"{table: b, columns: [{name: id, type: int}, {name: note, type: text}], checks: "#
          + #"[{name: "b_base", expression: "id > 0"}], rls: true}"#,
        #"{table: c, columns: [{name: id, type: int}, {name: note, type: text}], checks: "#
          + #"[{name: "c_base", expression: "id > 0"}], rls: true}"#,
        "{table: d, columns: [{name: x}]}",
      ])
    let id = loaded.documents[0]["columns"]?.items?[0]
    #expect(id?.range.description == "\(project.root)/schema/mixins/wide.yaml:3:5")
  }

  @Test func aWrongFormOfTheTableStaysForItsDecoder() async {
    let project = TemporaryProject([
      "schema/m.yaml": "mixin: m\ncolumns: [{name: a}]\n",
      "schema/t.yaml": "table: t\nmixins: [m]\ncolumns: none\n",
    ])
    let (loaded, text) = await project.load()
    #expect(text == "")
    #expect(loaded.shown == ["{table: t, columns: none}"])
  }

  @Test func paramsOfTheProjectHaveTheirDefaults() async {
    let project = TemporaryProject([
      "schema/m.yaml": """
      mixin: tenant
      params:
        column: {default: tenant_id, comment: the column}
        empty: {default: ''}
      columns: [{name: "{{column}}{{ empty }}", type: uuid}]
      policies: [{name: "{table}_{{column}}", using: "{{column}} = '{{{1,2},{3}}}'"}]
      """,
      "schema/f.yaml": "name: f\nbody: |\n  select {{column}}, '{{1}}'\n",
      "schema/t.yaml": "table: t\nmixins: [tenant]\n",
    ])
    let (loaded, text) = await project.load()
    #expect(text == "")
    #expect(
      loaded.shown == [
        "{name: f, body: \"select tenant_id, '{{1}}'\n\"}",
        #"{table: t, columns: [{name: "tenant_id", type: uuid}], policies: [{name: "#
          + #""t_tenant_id", using: "tenant_id = '{{{1,2},{3}}}'"}]}"#,
      ])
  }

  @Test func withoutDeclaredParamsDocumentsAreLeftAsTheyAre() async {
    let project = TemporaryProject(["schema/f.yaml": "name: f\nbody: select '{{x}}'\n"])
    let (loaded, text) = await project.load()
    #expect(text == "")
    #expect(loaded.shown == ["{name: f, body: select '{{x}}'}"])
  }

  @Test(arguments: goldens)
  func golden(_ files: [String: String], _ expected: String) async {
    let text = await TemporaryProject(files).load().text
    #expect(text == expected)
  }

  private static let goldens: [([String: String], String)] = [
    (
      [
        "schema/m.yaml": "mixin: timestamps\ncolumns: []\n",
        "schema/t.yaml": "table: t\nmixins: [timestamp, x: 1, other]\ncolumns: []\n",
      ],
      """
      schema/t.yaml:2:10: error: mixin 'timestamp' is not declared [unknown-mixin]
      2 | mixins: [timestamp, x: 1, other]
        |          ^~~~~~~~~
      schema/t.yaml:2:10: note: did you mean 'timestamps'?
      schema/t.yaml:2:21: error: 'mixins' of a table must be a list of names [wrong-type]
      2 | mixins: [timestamp, x: 1, other]
        |                     ^~~~
      schema/t.yaml:2:27: error: mixin 'other' is not declared [unknown-mixin]
      2 | mixins: [timestamp, x: 1, other]
        |                           ^~~~~
      """
    ),
    (
      [
        "schema/m.yaml":
          "mixin: m\ncolums: []\nforeign_keys: []\nindexes: {a: 1}\nparams: [a]\n",
        "schema/n.yaml": "mixin:\n---\nmixin: [a]\n---\nmixin: m\n",
      ],
      """
      schema/m.yaml:2:1: error: a mixin has no key 'colums' [unknown-key]
      2 | colums: []
        | ^~~~~~
      schema/m.yaml:2:1: note: did you mean 'columns'?
      schema/m.yaml:3:1: error: a mixin has no key 'foreign_keys' [unknown-key]
      3 | foreign_keys: []
        | ^~~~~~~~~~~~
      schema/m.yaml:4:10: error: 'indexes' of a mixin must be a list, not a map [wrong-type]
      4 | indexes: {a: 1}
        |          ^~~~~~
      schema/m.yaml:5:9: error: 'params' of a mixin must be a map of names, not a list [wrong-type]
      5 | params: [a]
        |         ^~~
      schema/n.yaml:1:1: error: a mixin needs the key 'mixin' [missing-key]
      1 | mixin:
        | ^~~~~~
      schema/n.yaml:3:8: error: 'mixin' of a mixin must be a text, not a list [wrong-type]
      3 | mixin: [a]
        |        ^~~
      schema/n.yaml:5:8: error: mixin 'm' is declared twice [duplicate-mixin]
      5 | mixin: m
        |        ^
      schema/m.yaml:1:8: note: mixin 'm' is first declared here
      """
    ),
    (
      [
        "schema/m.yaml": """
        mixin: m
        params:
          a:
          b: {defalt: 1}
          column: {default: x}
        checks:
          - name: "größe {{colum}} {{a}} {{colum}}"
        """,
        "schema/f.yaml": "name: f\nbody: |\n  begin\n    é {{ other }};\n    {{a}}\n  end\n",
      ],
      """
      schema/f.yaml:4:7: error: param 'other' is not declared by any mixin [unresolved-param]
      4 |     é {{ other }};
        |       ^~~~~~~~~~~
      note: declare it under 'params' of a mixin
      schema/f.yaml:5:5: error: param 'a' has no value [unresolved-param]
      5 |     {{a}}
        |     ^~~~~
      schema/m.yaml:3:3: note: declared here, give it a default
      schema/m.yaml:4:7: error: a param has no key 'defalt' [unknown-key]
      4 |   b: {defalt: 1}
        |       ^~~~~~
      schema/m.yaml:4:7: note: did you mean 'default'?
      schema/m.yaml:7:18: error: param 'colum' is not declared by any mixin [unresolved-param]
      7 |   - name: "größe {{colum}} {{a}} {{colum}}"
        |                  ^~~~~~~~~
      schema/m.yaml:5:3: note: did you mean 'column'?
      schema/m.yaml:7:28: error: param 'a' has no value [unresolved-param]
      7 |   - name: "größe {{colum}} {{a}} {{colum}}"
        |                            ^~~~~
      schema/m.yaml:3:3: note: declared here, give it a default
      """
    ),
    (
      ["schema/m.yaml": "mixin: m\nchecks: [{name: \"{{x}}\"}]\n"],
      """
      schema/m.yaml:2:18: error: param 'x' is not declared by any mixin [unresolved-param]
      2 | checks: [{name: "{{x}}"}]
        |                  ^~~~~
      note: declare it under 'params' of a mixin
      """
    ),
    (
      [
        "schema/m.yaml": "mixin: m\nparams: {a: {default: 1}}\n",
        "schema/n.yaml": "mixin: n\nparams: {a: {default: 2}}\n",
      ],
      """
      schema/n.yaml:2:10: error: param 'a' has the default '2' here and '1' elsewhere [conflicting-param]
      2 | params: {a: {default: 2}}
        |          ^
      schema/m.yaml:2:10: note: param 'a' is first declared here
      """
    ),
  ]
}
