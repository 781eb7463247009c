import SourceText
import Testing

@testable import YAMLSource

@Suite struct ConfigurationTests {
  private func load(
    _ text: String, environment name: String? = nil, overriddenKeys: Set<String> = [],
    variables: [String: String] = ["DB": "postgres://db", "EMPTY": ""]
  ) -> (configuration: Configuration, text: String) {
    let project = TemporaryProject(["c.yaml": text])
    var report = DiagnosticReport()
    let configuration = loadConfiguration(
      path: "\(project.root)/c.yaml", environmentName: name, environment: variables,
      overriddenKeys: overriddenKeys, into: &report)
    return (configuration, project.shown(report))
  }

  private static let sample = """
    default:
      connectionString: ${DB}/dev
      pgSchema: app
      lockTimeout: 2000
      dryRun: false
      bootstrapSession: {app.tenant: system, app.price: "$${x} $5 ${EMPTY}"}
    environments:
      prod:
        connectionString: ${PROD}
        statementTimeout: 60000
        lockTimeout: 1000
        allowDestructive: true
      test:
    imports:
      - "@org/auth"
      - {package: b, params: {column: "${DB}", count: 3}}
      - path: ../shared
      - ./local
    """

  @Test func theDefaultSection() {
    let (configuration, text) = load(Self.sample)
    #expect(text == "")
    #expect(configuration.connectionString == "postgres://db/dev")
    #expect(configuration.pgSchema == "app")
    #expect(configuration.lockTimeout == 2000)
    #expect(configuration.statementTimeout == nil)
    #expect(configuration.dryRun == false)
    #expect(configuration.json == nil)
    #expect(configuration.bootstrapSession.map(\.name) == ["app.tenant", "app.price"])
    #expect(configuration.bootstrapSession.map(\.value) == ["system", "${x} $5 "])
    #expect(configuration.imports.map(\.package) == ["@org/auth", "b", nil, nil])
    #expect(configuration.imports.map(\.path) == [nil, nil, "../shared", "./local"])
    #expect(configuration.imports[1].parameters == ["column": "postgres://db", "count": "3"])
    #expect(configuration.imports[1].range?.start == SourcePosition(line: 16, column: 15))
  }

  @Test func anEnvironmentOverridesKeyByKey() {
    let (configuration, text) = load(
      Self.sample, environment: "prod", variables: ["PROD": "p", "EMPTY": "", "DB": ""])
    #expect(text == "")
    #expect(configuration.connectionString == "p")
    #expect(configuration.pgSchema == "app")
    #expect(configuration.lockTimeout == 1000)
    #expect(configuration.statementTimeout == 60000)
    #expect(configuration.allowDestructive == true)
    let test = load(Self.sample, environment: "test")
    #expect(test.text == "")
    #expect(test.configuration.lockTimeout == 2000)
  }

  @Test func keysAtTheTopLevel() {
    let (configuration, text) = load("pgSchema: a\njson: true\ndefault: {pgSchema: b}\n")
    #expect(text == "")
    #expect(configuration.pgSchema == "b")
    #expect(configuration.json == true)
  }

  @Test func aKeyThatAFlagGivesNeedsNoVariables() {
    let text = load(
      Self.sample, environment: "prod", overriddenKeys: ["connectionString"]
    ).text
    #expect(text == "")
  }

  @Test func missingFiles() {
    var report = DiagnosticReport()
    let none = loadConfiguration(
      path: nil, environmentName: nil, environment: [:], directory: "/nowhere", into: &report)
    #expect(none.path == nil)
    #expect(report.text == "")
    _ = loadConfiguration(
      path: nil, environmentName: "prod", environment: [:], directory: "/nowhere", into: &report)
    _ = loadConfiguration(path: "no.yaml", environmentName: nil, environment: [:], into: &report)
    #expect(
      report.text == """
        error: environment 'prod' needs a configuration file [unknown-environment]
        note: there is no '/nowhere/schema-flow.config.yaml'
        error: configuration file 'no.yaml' does not exist [missing-file]
        """)
    #expect(load("").text == "")
    #expect(load("# nothing\n").configuration.path?.hasSuffix("/c.yaml") == true)
  }

  @Test(arguments: goldens)
  func golden(_ text: String, _ environment: String?, _ expected: String) {
    #expect(load(text, environment: environment).text == expected)
  }

  /// Wherever a file is broken, no diagnostic shows what is secret in it.
  @Test(arguments: [
    "connectionString: postgres://u:hunter2@h/d\n",
    "connectionString: \"host=h password=hunter2\"\n",
    "connectionString: |\n  host=h\n  user=u hunter2\n",
    "connectionString: >-\n  host=h\n  key: hunter2\n",
    "conectionString: postgres://u:hunter2@h/d\n",
    "default: {connectionString: 'postgres://u:hunter2@h/d', x: }\n",
    "default:\n  connectionString:\n    - postgres://u:hunter2@h/d\n",
    "default:\n  connectionString: {hunter2: 1}\n",
    "\"connectionString\": \"x hunter2\"\n",
    "environments:\n  a:\n    connectionString: 'x\n      y hunter2\n",
    "bootstrapSession:\n  app.password: hunter2\n",
  ])
  func secretsAreNeverShown(_ text: String) {
    var random = SeededGenerator(state: 7)
    let breaks = ["\t", "{", "]", "'", "\"", ": ", "- ", "@", "*x", "\u{1}", "&", "!", "%", "${"]
    for round in 0..<300 {
      var bytes = Array(text.utf8)
      if round > 0 {
        guard let start = bytes.indices.first(where: { bytes[$0...].starts(with: "hunter2".utf8) })
        else { continue }
        let index = [0, bytes.count, Int.random(in: 0...bytes.count, using: &random)]
          .randomElement(using: &random)!
        guard index <= start || index >= start + 7 else { continue }
        bytes.insert(contentsOf: breaks.randomElement(using: &random)!.utf8, at: index)
      }
      let shown = load(String(decoding: bytes, as: UTF8.self), environment: "x").text
      #expect(!shown.contains("hunter2"), "\(String(decoding: bytes, as: UTF8.self))\n\(shown)")
    }
  }

  private static let goldens: [(String, String?, String)] = [
    (
      "default:\n  pgSchmea: a\nenviroments: {}\nenvironments:\n  a:\n    zzz: 1\n", nil,
      """
      c.yaml:2:3: error: a configuration has no key 'pgSchmea' [unknown-key]
      2 |   pgSchmea: ...
        |   ^~~~~~~~
      c.yaml:2:3: note: did you mean 'pgSchema'?
      c.yaml:3:1: error: a configuration has no key 'enviroments' [unknown-key]
      3 | enviroments: ...
        | ^~~~~~~~~~~
      c.yaml:3:1: note: did you mean 'environments'?
      c.yaml:6:5: error: a configuration has no key 'zzz' [unknown-key]
      6 |     zzz: ...
        |     ^~~
      """
    ),
    (
      "environments:\n  production: {}\n  test:\n", "prodution",
      """
      c.yaml:2:3: error: environment 'prodution' is not declared [unknown-environment]
      2 |   production: ...
        |   ^~~~~~~~~~~~~~~
      note: did you mean 'production'?
      """
    ),
    (
      "environments:\n  production: {}\n  test:\n", "x",
      """
      c.yaml:2:3: error: environment 'x' is not declared [unknown-environment]
      2 |   production: ...
        |   ^~~~~~~~~~~~~~~
      note: declared are: 'production', 'test'
      """
    ),
    (
      "pgSchema: a\n", "x",
      """
      error: environment 'x' is not declared [unknown-environment]
      note: 'c.yaml' declares no environments
      """
    ),
    (
      "connectionString: ${DATABASE}\npgSchema: 'é ${NO}'\nenvironments: {a: {baseDir: '${X}'}}\n",
      nil,
      """
      c.yaml:1:19: error: environment variable 'DATABASE' is not set [unset-variable]
      1 | connectionString: ${DATABASE}
        |                   ^~~~~~~~~~~
      c.yaml:2:14: error: environment variable 'NO' is not set [unset-variable]
      2 | pgSchema: 'é ${NO}'
        |              ^~~~~
      """
    ),
    (
      "connectionString: postgres://u:secret@${HOST}/x\n", nil,
      """
      c.yaml:1:19: error: environment variable 'HOST' is not set [unset-variable]
      1 | connectionString: ...
        |                   ^~~
      """
    ),
    (
      "pgSchema: ${a b}\nbaseDir: ${x\n", nil,
      """
      c.yaml:1:11: error: '${...}' takes the name of an environment variable [wrong-value]
      1 | pgSchema: ${a b}
        |           ^~~~~~
      c.yaml:2:10: error: the '${' of this text has no '}', write '$${' for the characters [wrong-value]
      2 | baseDir: ${x
        |          ^~
      """
    ),
    (
      "dryRun: maybe\nlockTimeout: -1\nmaxRetries: x\nimports: [{}, {package: a, pth: b}, [x]]\n",
      nil,
      """
      c.yaml:1:9: error: 'dryRun' of a configuration must be true or false [wrong-type]
      1 | dryRun: maybe
        |         ^~~~~
      c.yaml:2:14: error: 'lockTimeout' of a configuration must not be negative [wrong-value]
      2 | lockTimeout: -1
        |              ^~
      c.yaml:3:13: error: 'maxRetries' of a configuration must be a whole number [wrong-type]
      3 | maxRetries: x
        |             ^
      c.yaml:4:11: error: an import needs either 'package' or 'path' [wrong-value]
      4 | imports: [{}, {package: a, pth: b}, [x]]
        |           ^~
      c.yaml:4:28: error: an import has no key 'pth' [unknown-key]
      4 | imports: [{}, {package: a, pth: b}, [x]]
        |                            ^~~
      c.yaml:4:28: note: did you mean 'path'?
      c.yaml:4:37: error: an import must be a map of keys, not a list [wrong-type]
      4 | imports: [{}, {package: a, pth: b}, [x]]
        |                                     ^~~
      """
    ),
    (
      "bootstrapSession: [a]\n---\na: 1\n", nil,
      """
      c.yaml:1:19: error: 'bootstrapSession' of a configuration must be a map of texts, not a list [wrong-type]
      1 | bootstrapSession: ...
        |                   ^~~
      c.yaml:3:1: error: a configuration file must be one document [wrong-type]
      3 | a: ...
        | ^~~~
      """
    ),
    (
      "bootstrapSession: {a: , b: [1]}\ndefault: 1\nenvironments: [a]\n", "a",
      """
      c.yaml:1:23: error: 'bootstrapSession' of a configuration must be a map of texts, not of nothing [wrong-type]
      1 | bootstrapSession: ...
        |                      ^
      c.yaml:1:28: error: 'bootstrapSession' of a configuration must be a map of texts, not of a list [wrong-type]
      1 | bootstrapSession: ...
        |                      ^
      c.yaml:2:10: error: a configuration must be a map of keys, not a single value [wrong-type]
      2 | default: ...
        |          ^
      c.yaml:3:15: error: 'environments' must be a map of names, not a list [wrong-type]
      3 | environments: ...
        |               ^~~
      c.yaml:3:15: error: environment 'a' is not declared [unknown-environment]
      3 | environments: ...
        |               ^~~
      note: 'c.yaml' declares no environments
      """
    ),
    (
      "- a\n", nil,
      """
      c.yaml:1:1: error: a configuration must be a map of keys, not a list [wrong-type]
      1 | ...
        | ^~~
      """
    ),
  ]
}
