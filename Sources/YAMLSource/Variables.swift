internal import SourceText

/// Replaces `${NAME}` by the environment's values; `$${` stands for `${`.
struct Variables {
  let environment: [String: String]

  /// Returns a value with its variables replaced, nil after reporting one that is not set.
  func resolve(_ node: DocumentNode, _ report: inout DiagnosticReport) -> DocumentNode? {
    var problems = DiagnosticReport()
    let resolved = node.replacingTexts { text, scalar in
      text.utf8.contains(UInt8(ascii: "$")) ? resolve(text, of: scalar, &problems) : nil
    }
    report.merge(problems)
    return problems.hasErrors ? nil : resolved ?? node
  }

  private func resolve(
    _ text: String, of scalar: DocumentNode, _ report: inout DiagnosticReport
  ) -> String {
    var result = ""
    var rest = text[...]
    while let dollar = rest.firstIndex(of: "$") {
      result += rest[..<dollar]
      rest = rest[dollar...]
      if rest.hasPrefix("$${") {
        result += "${"
        rest = rest.dropFirst(3)
      } else if rest.hasPrefix("${") {
        guard let close = rest.firstIndex(of: "}") else {
          report.error(
            "wrong-value", "the '${' of this text has no '}', write '$${' for the characters",
            at: scalar.range(ofPiece: "${"))
          return text
        }
        let written = rest[...close]
        let name = String(written.dropFirst(2).dropLast())
        rest = rest[rest.index(after: close)...]
        if let value = value(of: name, at: scalar.range(ofPiece: String(written)), &report) {
          result += value
        }
      } else {
        result += "$"
        rest = rest.dropFirst()
      }
    }
    return result + rest
  }

  private func value(
    of name: String, at range: SourceRange, _ report: inout DiagnosticReport
  ) -> String? {
    let isName =
      !name.isEmpty
      && name.utf8.allSatisfy {
        $0 == UInt8(ascii: "_") || (0x30...0x39).contains($0)
          || (0x61...0x7A).contains($0 | 0x20)
      }
    guard isName else {
      report.error(
        "wrong-value", "'${...}' takes the name of an environment variable", at: range)
      return nil
    }
    guard let value = environment[name] else {
      report.error("unset-variable", "environment variable '\(name)' is not set", at: range)
      return nil
    }
    return value
  }
}
