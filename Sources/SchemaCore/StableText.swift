/// Returns a value as a text that is the same in every process: sets and dictionaries in order.
///
/// What takes no part in a comparison (`Incidental`) is left out.
public func stableText(_ value: Any) -> String {
  if let id = value as? ObjectID { return "\(id.kind.rawValue) \(id)" }
  if let text = value as? String { return "\"\(text)\"" }
  let mirror = Mirror(reflecting: value)
  guard !mirror.children.isEmpty else { return "\(value)" }
  let parts = mirror.children.compactMap { child -> String? in
    // The types of a generic wrapper's values differ, its own name doesn't.
    guard !"\(type(of: child.value))".hasPrefix("Incidental<") else { return nil }
    let text = stableText(child.value)
    return child.label.map { "\($0): \(text)" } ?? text
  }
  switch mirror.displayStyle {
  case .set, .dictionary: return "{\(parts.sorted().joined(separator: ", "))}"
  default: return "(\(parts.joined(separator: ", ")))"
  }
}
