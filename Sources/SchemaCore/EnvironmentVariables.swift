/// `${NAME}` in texts whose value only the environment has, so that no project and no plan does.
public enum EnvironmentVariables {
  /// Returns the names in a text, each once, in order.
  public static func names(in text: String) -> [String] {
    var names: [String] = []
    for case .variable(let name) in pieces(of: text) where !names.contains(name) {
      names.append(name)
    }
    return names
  }

  /// Returns the text with the environment's values, nil where one isn't set.
  ///
  /// - Parameter escape: what is done to a value before it is put in.
  public static func resolved(
    _ text: String, _ environment: [String: String],
    escape: (String) -> String = { $0 }
  ) -> String? {
    var result = ""
    for piece in pieces(of: text) {
      switch piece {
      case .text(let text): result += text
      case .variable(let name):
        guard let value = environment[name] else { return nil }
        result += escape(value)
      }
    }
    return result
  }

  private enum Piece {
    case text(String)
    case variable(String)
  }

  private static func pieces(of text: String) -> [Piece] {
    var pieces: [Piece] = []
    var rest = text[...]
    while let start = rest.firstIndex(of: "$") {
      let tail = rest[start...]
      guard tail.hasPrefix("${"), let end = tail.firstIndex(of: "}") else {
        pieces.append(.text(String(rest[...start])))
        rest = rest[rest.index(after: start)...]
        continue
      }
      let name = tail[tail.index(start, offsetBy: 2)..<end]
      let isName =
        !name.isEmpty
        && name.utf8.allSatisfy {
          $0 == UInt8(ascii: "_") || (0x30...0x39).contains($0)
            || (0x61...0x7A).contains($0 | 0x20)
        }
      pieces.append(.text(String(rest[..<start])))
      pieces.append(isName ? .variable(String(name)) : .text(String(tail[...end])))
      rest = rest[rest.index(after: end)...]
    }
    return pieces + [.text(String(rest))]
  }
}

extension SQLFragment {
  /// Returns the statement as the server gets it, nil where a variable isn't set.
  ///
  /// Variables stand in quoted literals only, so a value's quotes are doubled.
  public func resolved(_ environment: [String: String]) -> String? {
    EnvironmentVariables.resolved(sql, environment) { value in
      value.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''")
    }
  }
}
