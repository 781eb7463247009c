import SourceText

@testable import YAMLSource

extension DocumentNode {
  /// The node on one line, texts that are not plain in quotes.
  var shown: String {
    let prefix = tag.map { $0 + " " } ?? ""
    switch content {
    case .scalar(let text, .plain): return prefix + (text.isEmpty ? "~" : text)
    case .scalar(let text, _): return prefix + "\"\(text)\""
    case .sequence(let items): return prefix + "[\(items.map(\.shown).joined(separator: ", "))]"
    case .mapping(let entries):
      let texts = entries.map { "\($0.key.shown): \($0.value.shown)" }
      return prefix + "{\(texts.joined(separator: ", "))}"
    }
  }

  /// The node and all nodes below it.
  var all: [DocumentNode] {
    switch content {
    case .scalar: [self]
    case .sequence(let items): [self] + items.flatMap(\.all)
    case .mapping(let entries): [self] + entries.flatMap { $0.key.all + $0.value.all }
    }
  }
}

extension DiagnosticReport {
  /// All diagnostics as the command prints them.
  var text: String { sorted().map(\.text).joined(separator: "\n") }
}

/// Parses a text as the file `a.yaml`.
func parse(_ text: String) -> (documents: [DocumentNode], report: DiagnosticReport) {
  var report = DiagnosticReport()
  let documents = parseYAML(SourceFile(path: "a.yaml", text: text), into: &report)
  return (documents, report)
}

/// A small generator of random numbers that gives the same ones with every run.
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
