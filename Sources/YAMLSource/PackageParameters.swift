internal import SourceText

/// The params that the mixins of a package declare, with the values given by its import.
struct PackageParameters {
  private struct Declaration {
    var range: SourceRange
    var standard: String?
  }

  private var declarations: [String: Declaration] = [:]
  private let origin: ProjectImport?

  init(origin: ProjectImport?) {
    self.origin = origin
  }

  /// Whether any mixin of the package declares a param.
  var isEmpty: Bool { declarations.isEmpty }

  /// Reads the `params:` of a mixin.
  mutating func declare(_ node: DocumentNode, _ report: inout DiagnosticReport) {
    guard let entries = node.entries else {
      report.error(
        "wrong-type", "'params' of a mixin must be a map of names, not \(node.formDescription)",
        at: node.range)
      return
    }
    for entry in entries {
      guard let name = entry.key.scalar else { continue }
      var standard: String?
      if !entry.value.isNull {
        guard var reader = MappingReader(entry.value, noun: "param", report: &report) else {
          continue
        }
        standard = reader.string("default", &report)
        reader.accept(["comment", "description"])
        reader.finish(&report)
      }
      declare(name, Declaration(range: entry.key.range, standard: standard), &report)
    }
  }

  private mutating func declare(
    _ name: String, _ new: Declaration, _ report: inout DiagnosticReport
  ) {
    guard let old = declarations[name] else {
      declarations[name] = new
      return
    }
    // Mixins of one package share a param; a default said once holds for all of them.
    if let first = old.standard, let second = new.standard, first != second {
      report.error(
        "conflicting-param",
        "param '\(name)' has the default '\(second)' here and '\(first)' elsewhere", at: new.range,
        notes: [.init("param '\(name)' is first declared here", at: old.range)])
    } else if old.standard == nil {
      declarations[name] = new
    }
  }

  /// Reports the params that the import sets and no mixin of the package declares.
  func checkImport(_ report: inout DiagnosticReport) {
    guard let origin else { return }
    for name in origin.parameters.keys.sorted(by: inByteOrder) where declarations[name] == nil {
      let near = nearestSpelling(of: name, among: declarations.keys)
      report.error(
        "unresolved-param", "no mixin of '\(origin.name)' declares the param '\(name)'",
        at: origin.range, notes: near.map { [.init("did you mean '\($0)'?")] } ?? [])
    }
  }

  /// Returns a node with every `{{param}}` resolved, and reports those that have no value.
  func resolve(_ node: DocumentNode, _ report: inout DiagnosticReport) -> DocumentNode {
    var problems = DiagnosticReport()
    let resolved = node.replacingTexts { text, scalar in
      guard text.utf8.contains(UInt8(ascii: "{")) else { return nil }
      let bytes = Array(text.utf8)
      let uses = ParameterUse.all(in: bytes)
      guard !uses.isEmpty else { return nil }
      var result: [UInt8] = []
      var start = 0
      var reported: Set<String> = []
      for use in uses {
        result += bytes[start..<use.bytes.lowerBound]
        start = use.bytes.upperBound
        if let value = origin?.parameters[use.name] ?? declarations[use.name]?.standard,
          declarations[use.name] != nil
        {
          result += value.utf8
        } else {
          let written = String(decoding: bytes[use.bytes], as: UTF8.self)
          result += written.utf8
          guard reported.insert(use.name).inserted else { continue }
          reportUnresolved(use.name, at: scalar.range(ofPiece: written), &problems)
        }
      }
      return String(decoding: result + bytes[start...], as: UTF8.self)
    }
    report.merge(problems)
    return resolved ?? node
  }

  private func reportUnresolved(
    _ name: String, at range: SourceRange, _ report: inout DiagnosticReport
  ) {
    if let declaration = declarations[name] {
      let remedy = origin == nil ? "give it a default" : "set it under 'params' of the import"
      report.error(
        "unresolved-param", "param '\(name)' has no value", at: range,
        notes: [.init("declared here, \(remedy)", at: declaration.range)])
    } else {
      let near = nearestSpelling(of: name, among: declarations.keys)
      report.error(
        "unresolved-param", "param '\(name)' is not declared by any mixin", at: range,
        notes: near.map { [.init("did you mean '\($0)'?", at: declarations[$0]?.range)] }
          ?? [.init("declare it under 'params' of a mixin")])
    }
  }
}
