import Reporting
import Testing

@Suite struct LineDiffTests {
  @Test func oneLineOfMany() {
    let old = (1...12).map { "line \($0)\n" }.joined()
    let new = old.replacing("line 6\n", with: "line six\n")
    #expect(
      LineDiff(from: old, to: new).hunks() == [
        "@@ -3,7 +3,7 @@", " line 3", " line 4", " line 5", "-line 6", "+line six", " line 7",
        " line 8", " line 9",
      ])
  }

  @Test func stretchesFarApart() {
    let old = (1...20).map { "\($0)\n" }.joined()
    let new = "0\n" + old.replacing("20\n", with: "")
    #expect(
      LineDiff(from: old, to: new).hunks() == [
        "@@ -1,3 +1,4 @@", "+0", " 1", " 2", " 3", "@@ -17,4 +18,3 @@", " 17", " 18", " 19", "-20",
      ])
  }

  @Test func stretchesThatMeet() {
    let hunks = LineDiff(from: "a\nb\nc\nd\ne\n", to: "x\nb\nc\nd\ny\n").hunks()
    #expect(hunks.count(where: { $0.hasPrefix("@@") }) == 1)
  }

  @Test func everything() {
    #expect(LineDiff(from: "", to: "a\nb\n").hunks() == ["@@ -0,0 +1,2 @@", "+a", "+b"])
    #expect(LineDiff(from: "a\n", to: "").hunks() == ["@@ -1 +0,0 @@", "-a"])
    #expect(LineDiff(from: "a\nb\n", to: "a\nb\n").hunks() == [])
  }
}
