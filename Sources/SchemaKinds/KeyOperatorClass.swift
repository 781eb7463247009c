import SQLText
import SchemaCore

/// An operator class with its parameters, as an index key or an exclusion element names it.
public struct KeyOperatorClass: Hashable, Sendable {
  /// The name as SQL writes it; empty for the default of the type.
  public var name = ""
  public var parameters = StorageParameters()
  private var shown = Incidental("")

  /// Creates the default class of a type.
  public init() {}

  /// Reads `name` or `name(parameter=value, ...)`.
  init(_ text: String) {
    let parts = text.split(separator: "(", maxSplits: 1)
    name = trimmed(parts.first ?? "")
    guard parts.count == 2, parts[1].hasSuffix(")") else { return }
    let options = commaSeparated(String(parts[1].dropLast())).map { option -> String in
      let pair = option.split(separator: "=", maxSplits: 1).map { trimmed($0) }
      guard pair.count == 2 else { return option }
      let value = SQLLexer.tokens(of: pair[1])
      let isQuoted = value.count == 1 && value[0].kind == .string
      return "\(pair[0])=\(isQuoted ? value[0].text : pair[1])"
    }
    parameters = StorageParameters(options)
  }

  /// Creates the class of a live key; the default one is nameless unless it has parameters.
  init(live name: String, isDefault: Bool, parameters: StorageParameters) {
    self.name = isDefault && parameters.isEmpty ? "" : name
    self.parameters = parameters
    defaultName = isDefault ? name : ""
  }

  /// The live class where it is the type's default, in words that YAML may use too.
  private var defaultName: String {
    get { shown.value }
    set { shown.value = newValue }
  }

  /// Whether nothing need be said about it.
  public var isDefault: Bool { name.isEmpty }

  /// The clause in a key's definition, with a space before it; empty for the default.
  var sql: String { isDefault ? "" : " \(name)\(parameters.isEmpty ? "" : " \(parameters.list)")" }

  /// The form that `init(_:)` reads.
  var written: String {
    guard !parameters.isEmpty else { return name }
    let list = parameters.values.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    return "\(name)(\(list.joined(separator: ", ")))"
  }

  /// Returns the class with the live spelling where that means the same.
  func normalized(against live: KeyOperatorClass) -> KeyOperatorClass {
    guard !isDefault else { return self }
    var copy = self
    if bareName == KeyOperatorClass.bareName(live.defaultName) {
      copy.name = parameters.isEmpty ? "" : live.defaultName
    } else if bareName == live.bareName {
      copy.name = live.name
    }
    return copy
  }

  private var bareName: String { KeyOperatorClass.bareName(name) }

  private static func bareName(_ name: String) -> String {
    QualifiedName(name)?.name ?? name
  }
}
