import SourceText
import Testing

@testable import YAMLSource

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

@Suite struct ProjectDiscoveryTests {
  @Test func filesAreReadInByteOrderOfTheirPaths() async {
    let project = TemporaryProject([
      "schema/b.yaml": "n: b", "schema/a.yml": "n: a", "schema/a-x/z.yaml": "n: a-x/z",
      "schema/a/z.yaml": "n: a/z", "schema/B.yaml": "n: B", "schema/é.yaml": "n: é",
      "schema/deep/er/x.yaml": "n: deep", "schema/.hidden.yaml": "n: hidden",
      "schema/.git/x.yaml": "n: git", "schema/readme.md": "# no", "schema/x.sql": "no",
      "schema/node_modules/p/x.yaml": "n: module", "schema/pre/x.yaml": "n: pre",
    ])
    let (loaded, text) = await project.load()
    #expect(text == "")
    #expect(loaded.isComplete)
    #expect(
      loaded.shown == [
        "{n: B}", "{n: a-x/z}", "{n: a}", "{n: a/z}", "{n: b}", "{n: deep}", "{n: é}",
      ])
    let path = loaded.documents[1].range.file.path
    #expect(path == "\(project.root)/schema/a-x/z.yaml")
  }

  @Test func linksAreFollowedOnceAndNeverInCircles() async {
    let project = TemporaryProject([
      "schema/a.yaml": "n: a", "schema/loop": "-> .", "schema/sub/up": "-> ../..",
      "schema/sub/b.yaml": "n: b", "schema/shared": "-> ../other", "other/c.yaml": "n: c",
      "other/back": "-> ../schema", "schema/d.yaml": "-> ../other/c.yaml",
    ])
    let (loaded, text) = await project.load()
    #expect(text == "")
    #expect(loaded.shown == ["{n: a}", "{n: c}", "{n: c}", "{n: b}"])
  }

  @Test func scriptsHaveStableKeys() async {
    let project = TemporaryProject([
      "schema/a.yaml": "n: a", "pre/002_b.sql": "b", "pre/010_c.sql": "c", "pre/notes.md": "no",
      "pre/.x.sql": "no", "pre/sub/x.sql": "no", "schema/pre/001_a.sql": "a",
      "schema/post/001_z.sql": "z", "post/000_y.sql": "y",
    ])
    let (loaded, text) = await project.load()
    #expect(text == "")
    #expect(
      loaded.scripts.map(\.path) == [
        "pre/001_a.sql", "pre/002_b.sql", "pre/010_c.sql", "post/000_y.sql", "post/001_z.sql",
      ])
    #expect(loaded.scripts.map(\.phase) == [.pre, .pre, .pre, .post, .post])
    #expect(loaded.scripts[0].file.bytes == Array("a".utf8))
  }

  @Test func scriptsMustNotShareAKey() async {
    let project = TemporaryProject([
      "schema/a.yaml": "n: a", "pre/1.sql": "a", "schema/pre/1.sql": "b",
    ])
    let text = await project.load().text
    #expect(
      text == """
        error: scripts 'pre/1.sql' and 'schema/pre/1.sql' would share the history key \
        'pre/1.sql' [duplicate-script]
        note: rename one, or keep all scripts in one of the two folders
        """)
  }

  @Test func aLinkedScriptFolderIsReadOnce() async {
    let project = TemporaryProject([
      "schema/a.yaml": "n: a", "pre/1.sql": "a", "schema/pre": "-> ../pre",
    ])
    let (loaded, text) = await project.load()
    #expect(text == "")
    #expect(loaded.scripts.count == 1)
  }

  @Test func missingDirectory() async {
    let project = TemporaryProject(["file": ""])
    let (loaded, text) = await project.load()
    #expect(!loaded.isComplete)
    #expect(
      text == """
        error: the schema directory 'schema' does not exist [missing-directory]
        note: 'schema-flow init' creates one, '--dir' names another
        """)
    let other = await project.load(directory: "file").text
    #expect(other.hasPrefix("error: the schema directory 'file' is not a directory"))
  }

  @Test func filesThatCannotBeRead() async {
    let project = TemporaryProject([
      "schema/a.yaml": "-> nowhere.yaml", "schema/b.yaml": "b: [", "schema/c.yaml": "c: 1",
    ])
    mkfifo("\(project.root)/schema/pipe.yaml", 0o644)
    let (loaded, text) = await project.load()
    #expect(!loaded.isComplete)
    #expect(loaded.shown == ["{c: 1}"])
    #expect(
      text == """
        error: can't read file 'schema/a.yaml': No such file or directory [unreadable-file]
        error: can't read file 'schema/pipe.yaml': Operation not supported [unreadable-file]
        schema/b.yaml:1:5: error: the file ends in a list or a map that has no ']' or '}' [yaml-syntax]
        1 | b: [
          |     ^
        """)
  }

  @Test func whatABrokenFileMayDeclareIsNotReportedAsMissing() async {
    let project = TemporaryProject([
      "schema/a.yaml": "table: a\nmixins: [audit]\ncolumns: []", "schema/b.yaml": "mixin: [",
      "schema/c.yaml": "extend: d\nchecks: []",
    ])
    let text = await project.load().text
    #expect(
      text == """
        schema/b.yaml:1:9: error: the file ends in a list or a map that has no ']' or '}' [yaml-syntax]
        1 | mixin: [
          |         ^
        """)
  }

  @Test func manyFilesKeepTheirOrder() async {
    var files: [String: String] = [:]
    for number in 100..<500 { files["schema/t\(number).yaml"] = "n: \(number)\n\(number): [*x]" }
    let project = TemporaryProject(files)
    let first = await project.load()
    #expect(first.project.shown.map { $0.prefix(7) } == (100..<500).map { "{n: \($0)" })
    for _ in 0..<5 {
      let again = await project.load()
      #expect(again.project.shown == first.project.shown)
      #expect(again.text == first.text)
    }
  }

  @Test(arguments: [
    ("schema", "."), ("./schema", "."), ("db/schema", "db"), ("/schema", "/"), ("/x/y", "/x"),
    (".", ".."), ("..", "../.."), ("../..", "../../.."), ("../x", ".."), ("x/.", "x/./.."),
  ])
  func parents(_ directory: String, _ parent: String) {
    #expect(PathText.parent(of: directory) == parent)
  }
}
