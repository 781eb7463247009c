import SourceText
import Testing

@testable import YAMLSource

@Suite struct TableExtensionTests {
  @Test func extensionsAreAppendedInOrder() async {
    let project = TemporaryProject([
      "schema/mixins.yaml": """
      mixin: stamp
      columns: [{name: at}, {name: mine, type: text}]
      triggers: [{name: "{table}_stamp"}]
      ---
      mixin: late
      columns: [{name: at, type: late}, {name: id, type: late}]
      """,
      "schema/a.yaml": """
      extend: orders
      schema: billing
      columns: [{name: extra}, {name: mine}]
      mixins: [stamp, late, base]
      grants: [{to: a}]
      rls: true
      """,
      "schema/b.yaml": "extend: billing.orders\ncolumns: [{name: more}]\nseeds: [{id: 1}]\n",
      "schema/base.yaml": "mixin: base\ncolumns: [{name: at, type: base}]\n",
      "schema/z.yaml": """
      table: orders
      schema: billing
      mixins: [base]
      columns: [{name: id}]
      grants: [{to: own}]
      rls: false
      ---
      table: orders
      columns: [{name: other}]
      ---
      extend: public.orders
      checks: [{name: c}]
      """,
    ])
    let (loaded, text) = await project.load()
    #expect(text == "")
    #expect(
      loaded.shown == [
        #"{table: orders, schema: billing, columns: [{name: at, type: late}, {name: id}, "#
          + #"{name: extra}, {name: mine}, {name: more}], grants: [{to: own}, {to: a}], "#
          + #"rls: true, triggers: [{name: "orders_stamp"}], seeds: [{id: 1}]}"#,
        "{table: orders, columns: [{name: other}], checks: [{name: c}]}",
      ])
  }

  @Test func seedsAreMerged() async {
    let project = TemporaryProject([
      "schema/t.yaml": "table: t\ncolumns: [{name: id}]\nseeds: [{id: 0}]\n",
      "schema/b.yaml": "table: orders\nschema: billing\ncolumns: []\n",
      "schema/seeds/1.yaml": "table: t\nseeds: [{id: 1}]\n",
      "schema/seeds/t.csv": "id,note\n2,\n3,\"\"\n",
      "seeds/deep/2.yml": "table: orders\nschema: billing\nseeds: [{id: !sql now()}]\n",
      "seeds/billing.orders.csv": "\u{FEFF}id,\"na\"\"me\"\r\n4,\"a,\nb\"\r\n\r\nnull,é\n",
      "seeds/enum.yaml": "name: e\nvalues: [a]\n",
    ])
    let (loaded, text) = await project.load()
    #expect(text == "")
    #expect(
      loaded.shown == [
        #"{table: orders, schema: billing, columns: [], seeds: [{"id": "4", "na"me": "a,"#
          + "\n" + #"b"}, {"id": "null", "na"me": "é"}, {id: !sql now()}]}"#,
        #"{table: t, columns: [{name: id}], seeds: [{id: 0}, {id: 1}, {"id": "2", "note": ~}, "#
          + #"{"id": "3", "note": ""}]}"#,
        "{name: e, values: [a]}",
      ])
    let cell = loaded.documents[0]["seeds"]?.items?[1].entries?[1].value
    #expect(cell?.range.description == "\(project.root)/seeds/billing.orders.csv:5:6")
    #expect(cell?.range.end == SourcePosition(line: 5, column: 7))
  }

  @Test(arguments: goldens)
  func golden(_ files: [String: String], _ expected: String) async {
    let text = await TemporaryProject(files).load().text
    #expect(text == expected)
  }

  private static let goldens: [([String: String], String)] = [
    (
      [
        "schema/a.yaml": "table: orders\nmixins: [m]\ncolumns:\n  - name: id\n",
        "schema/b.yaml": "extend: orders\ncolumns:\n  - name: id\n  - {name: x}\n  - name: at\n",
        "schema/c.yaml": "extend: orders\ncolumns: [{name: x}]\n",
        "schema/m.yaml": "mixin: m\ncolumns: [{name: at}]\n",
      ],
      """
      schema/b.yaml:3:11: error: column 'id' of table 'orders' is declared twice [duplicate-column]
      3 |   - name: id
        |           ^~
      schema/a.yaml:4:11: note: column 'id' is first declared here
      schema/b.yaml:5:11: error: column 'at' of table 'orders' is declared twice [duplicate-column]
      5 |   - name: at
        |           ^~
      schema/m.yaml:2:18: note: column 'at' is first declared here
      schema/c.yaml:2:18: error: column 'x' of table 'orders' is declared twice [duplicate-column]
      2 | columns: [{name: x}]
        |                  ^
      schema/b.yaml:4:12: note: column 'x' is first declared here
      """
    ),
    (
      [
        "schema/a.yaml": "table: orders\ncolumns: []\n---\ntable: billing.users\ncolumns: []\n",
        "schema/b.yaml": "extend: oders\n---\nextend: users\n---\nextend: zzz\n",
        "seeds/billing.user.csv": "id\n",
      ],
      """
      schema/b.yaml:1:9: error: table 'oders' is not declared, so nothing can be added to it [unknown-table]
      1 | extend: oders
        |         ^~~~~
      schema/a.yaml:1:8: note: did you mean 'orders'?
      schema/b.yaml:3:9: error: table 'users' is not declared, so nothing can be added to it [unknown-table]
      3 | extend: users
        |         ^~~~~
      schema/a.yaml:4:8: note: did you mean 'billing.users'?
      schema/b.yaml:5:9: error: table 'zzz' is not declared, so nothing can be added to it [unknown-table]
      5 | extend: zzz
        |         ^~~
      seeds/billing.user.csv:1:1: error: table 'billing.user' is not declared, so nothing can be added to it [unknown-table]
      1 | id
        | ^
      schema/a.yaml:4:8: note: did you mean 'billing.users'?
      """
    ),
    (
      [
        "schema/a.yaml": "table: t\ncolumns: []\n",
        "schema/b.yaml": "extend: t\nprimary_key: [a]\ncolums: []\nindexes: 1\nmixins: {a: 1}\n",
        "schema/c.yaml": "extend: [t]\n",
        "seeds/t.yaml": "table: t\nsedes: []\n",
      ],
      """
      schema/b.yaml:2:1: error: a table extension has no key 'primary_key' [unknown-key]
      2 | primary_key: [a]
        | ^~~~~~~~~~~
      schema/b.yaml:3:1: error: a table extension has no key 'colums' [unknown-key]
      3 | colums: []
        | ^~~~~~
      schema/b.yaml:3:1: note: did you mean 'columns'?
      schema/b.yaml:4:10: error: 'indexes' of a table extension must be a list, not a single value [wrong-type]
      4 | indexes: 1
        |          ^
      schema/b.yaml:5:9: error: 'mixins' of a table extension must be a list of names [wrong-type]
      5 | mixins: {a: 1}
        |         ^~~~~~
      schema/c.yaml:1:9: error: 'extend' of a table extension must be a text, not a list [wrong-type]
      1 | extend: [t]
        |         ^~~
      seeds/t.yaml:2:1: error: a seed file has no key 'sedes' [unknown-key]
      2 | sedes: []
        | ^~~~~
      seeds/t.yaml:2:1: note: did you mean 'seeds'?
      """
    ),
    (
      [
        "schema/a.yaml": "table: t\ncolumns: []\n",
        "seeds/t.csv": "a,b,a,\n", "schema/seeds/t.csv": "a,b\n1,2\n1\n1,2,3\n",
        "seeds/a.b.c.csv": "a\n", "seeds/x.csv": "\n", "seeds/u.csv": "a\n\"b\n",
        "seeds/v.csv": "a,b\nü,\"b\" c\n",
      ],
      """
      schema/seeds/t.csv:3:1: error: this row has 1 value, the header has 2 [csv-syntax]
      3 | 1
        | ^
      schema/seeds/t.csv:4:1: error: this row has 3 values, the header has 2 [csv-syntax]
      4 | 1,2,3
        | ^
      seeds/a.b.c.csv:1:1: error: a seed file is named 'table.csv' or 'schema.table.csv' [wrong-value]
      1 | a
        | ^
      seeds/t.csv:1:5: error: column 'a' is written twice [duplicate-key]
      1 | a,b,a,
        |     ^
      seeds/t.csv:1:1: note: column 'a' is first written here
      seeds/t.csv:1:7: error: a column of the header has no name [csv-syntax]
      1 | a,b,a,
        |       ^
      seeds/u.csv:2:1: error: the text that starts here has no closing quote [csv-syntax]
      2 | "b
        | ^
      seeds/v.csv:2:6: error: after the closing quote a comma or the end of the line must follow [csv-syntax]
      2 | ü,"b" c
        |      ^
      seeds/x.csv:1:1: error: a seed file needs a header line of column names [csv-syntax]
      1 | 
        | ^
      """
    ),
  ]
}
