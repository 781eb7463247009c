import SQLText

/// A change of a column's type, judged by what it does to the values that are there.
struct TypeChange: Hashable, Sendable {
  var old: TypeName
  var new: TypeName

  /// Whether values may be lost or refused; anything that isn't known to be safe is.
  var isNarrowing: Bool { isNarrowing(from: old, to: new) }

  /// Whether the server writes every row anew.
  ///
  /// Types that are stored alike, and longer limits, only change the catalog (ALTER TABLE,
  /// manual's notes).
  var rewritesTable: Bool { !isStoredAlike(old, new) }

  private func isNarrowing(from old: TypeName, to new: TypeName) -> Bool {
    if old == new { return false }
    if isText(new), new.modifiers.isEmpty, !new.isArray { return false }
    if old.isArray != new.isArray { return true }
    if old.isArray { return isNarrowing(from: old.element, to: new.element) }
    if isText(new), new.modifiers.isEmpty { return false }
    guard old.isBuiltIn else { return true }
    if old.name == new.name { return TypeChange(old: old, new: new).narrowsModifiers }
    // An interval of all fields holds one of some fields.
    if old.name.hasPrefix("interval "), new.name == "interval", new.modifiers.isEmpty {
      return false
    }
    if !new.isBuiltIn { return !(new.name == "citext" && isText(old)) }
    switch (old.name, new.name) {
    case ("character varying", "character varying"), ("character", "character varying"):
      return length(of: new) < length(of: old)
    case (_, "numeric"): return TypeChange(old: old, new: new).narrowsToNumeric
    default: return !TypeChange.safeTargets[old.name, default: []].contains(new.name)
    }
  }

  /// To what each type goes without loss, beside text and numeric.
  private static let safeTargets: [String: Set<String>] = [
    "smallint": ["integer", "bigint", "real", "double precision"],
    "integer": ["bigint", "double precision"],
    "real": ["double precision"],
    "date": ["timestamp without time zone", "timestamp with time zone"],
    "timestamp without time zone": ["timestamp with time zone"],
    "time without time zone": ["interval"],
    "cidr": ["inet"],
    "jsonb": ["json"],
    "bit": ["bit varying"],
    "macaddr": ["macaddr8"],
  ]

  private static let integerDigits = ["smallint": 5, "integer": 10, "bigint": 19]

  private var narrowsToNumeric: Bool {
    guard let digits = TypeChange.integerDigits[old.name] else { return true }
    guard let limit = numericLimit(of: new) else { return false }
    return limit.precision - limit.scale < digits
  }

  /// The same type with other limits.
  private var narrowsModifiers: Bool {
    switch old.name {
    case "numeric":
      guard let after = numericLimit(of: new) else { return false }
      guard let before = numericLimit(of: old) else { return true }
      return after.scale < before.scale
        || after.precision - after.scale < before.precision - before.scale
    case "bit": return length(of: new) != length(of: old)
    case "character", "character varying", "bit varying":
      return length(of: new) < length(of: old)
    default:
      // The precision of a time type is 6 digits where none is given.
      guard let after = number(new.modifiers) ?? (new.modifiers.isEmpty ? 6 : nil),
        let before = number(old.modifiers) ?? (old.modifiers.isEmpty ? 6 : nil)
      else { return true }
      return after < before
    }
  }

  private func isStoredAlike(_ old: TypeName, _ new: TypeName) -> Bool {
    if old == new { return true }
    if old.isArray != new.isArray { return false }
    if isText(old), isText(new) {
      return new.modifiers.isEmpty || length(of: new) >= length(of: old)
    }
    guard old.isBuiltIn, new.isBuiltIn else { return isText(old) && new.name == "citext" }
    if old.name == "cidr", new.name == "inet" { return true }
    guard old.name == new.name, !narrowsModifiers else { return false }
    if old.name == "numeric", let after = numericLimit(of: new) {
      return after.scale == numericLimit(of: old)?.scale
    }
    return old.name != "character" && old.name != "bit"
  }

  private func isText(_ type: TypeName) -> Bool {
    type.isBuiltIn && (type.name == "text" || type.name == "character varying")
  }

  private func length(of type: TypeName) -> Int { number(type.modifiers) ?? Int.max }

  private func number(_ modifiers: String) -> Int? { Int(modifiers.dropFirst().dropLast()) }

  private func numericLimit(of type: TypeName) -> (precision: Int, scale: Int)? {
    let numbers = type.modifiers.dropFirst().dropLast().split(separator: ",").map { Int($0) }
    guard numbers.count == 2, let precision = numbers[0], let scale = numbers[1] else { return nil }
    return (precision, scale)
  }
}
