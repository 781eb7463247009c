public import SQLText
import SchemaCore
import SourceText

/// How a sequence counts, with everything that is left out filled in.
public struct SequenceOptions: Hashable, Sendable {
  public var start: Int
  public var increment: Int
  public var minimum: Int
  public var maximum: Int
  public var cache: Int
  public var cycles: Bool

  /// Creates the options that CREATE SEQUENCE gives a sequence of a type (manual).
  public init(
    of type: TypeName, start: Int? = nil, increment: Int = 1, minimum: Int? = nil,
    maximum: Int? = nil, cache: Int = 1, cycles: Bool = false
  ) {
    let limits = SequenceOptions.limits(of: type)
    self.increment = increment
    self.minimum = minimum ?? (increment > 0 ? 1 : limits.lowerBound)
    self.maximum = maximum ?? (increment > 0 ? limits.upperBound : -1)
    self.start = start ?? (increment > 0 ? self.minimum : self.maximum)
    self.cache = cache
    self.cycles = cycles
  }

  /// The numbers that a sequence of a type can give.
  static func limits(of type: TypeName) -> ClosedRange<Int> {
    switch type.name {
    case "smallint": Int(Int16.min)...Int(Int16.max)
    case "integer": Int(Int32.min)...Int(Int32.max)
    default: Int.min...Int.max
    }
  }

  /// The types that a sequence can have.
  static let types: Set<String> = ["smallint", "integer", "bigint"]

  /// Returns the clauses of CREATE SEQUENCE for what isn't the default of the type.
  func clauses(of type: TypeName) -> [String] {
    let usual = SequenceOptions(
      of: type, start: start, increment: increment, cache: cache, cycles: cycles)
    var clauses: [String] = []
    if increment != 1 { clauses.append("INCREMENT BY \(increment)") }
    if minimum != usual.minimum { clauses.append("MINVALUE \(minimum)") }
    if maximum != usual.maximum { clauses.append("MAXVALUE \(maximum)") }
    if start != (increment > 0 ? minimum : maximum) { clauses.append("START WITH \(start)") }
    if cache != 1 { clauses.append("CACHE \(cache)") }
    if cycles { clauses.append("CYCLE") }
    return clauses
  }

  /// Returns the clauses of ALTER SEQUENCE that lead here from other options.
  func changes(from old: SequenceOptions) -> [String] {
    var clauses: [String] = []
    if increment != old.increment { clauses.append("INCREMENT BY \(increment)") }
    if minimum != old.minimum { clauses.append("MINVALUE \(minimum)") }
    if maximum != old.maximum { clauses.append("MAXVALUE \(maximum)") }
    if start != old.start { clauses.append("START WITH \(start)") }
    if cache != old.cache { clauses.append("CACHE \(cache)") }
    if cycles != old.cycles { clauses.append(cycles ? "CYCLE" : "NO CYCLE") }
    return clauses
  }
}

extension SequenceOptions {
  /// The keys that options are written with.
  static let keys = ["start", "increment", "min", "max", "cache", "cycle"]

  /// Reads the keys of the options, and reports those that PostgreSQL would refuse.
  init(of type: TypeName, from reader: inout MappingReader, into report: inout DiagnosticReport) {
    let increment = reader.int("increment", &report) ?? 1
    let cache = reader.int("cache", &report) ?? 1
    self.init(
      of: type, start: reader.int("start", &report), increment: increment == 0 ? 1 : increment,
      minimum: reader.int("min", &report), maximum: reader.int("max", &report), cache: cache,
      cycles: reader.bool("cycle", &report) ?? false)
    func reject(_ message: String, at key: String) {
      report.error("wrong-value", message, at: reader.range(of: key))
    }
    if increment == 0 { reject("'increment' of a sequence can't be 0", at: "increment") }
    if cache < 1 { reject("'cache' of a sequence must be at least 1", at: "cache") }
    let limits = SequenceOptions.limits(of: type)
    for (key, value) in [("min", minimum), ("max", maximum)] where !limits.contains(value) {
      reject("'\(key)' of a sequence must be a number of type \(type.sql)", at: key)
    }
    if minimum >= maximum {
      reject("'min' of a sequence must be less than 'max'", at: reader.has("min") ? "min" : "max")
    } else if !(minimum...maximum).contains(start) {
      reject("'start' of a sequence must be between 'min' and 'max'", at: "start")
    }
  }

  /// Returns the entries for what isn't the default of the type.
  func entries(of type: TypeName) -> [YAMLValue.Entry] {
    let usual = SequenceOptions(of: type, increment: increment)
    var entries: [YAMLValue.Entry] = []
    if start != (increment > 0 ? minimum : maximum) { entries.add("start", .integer(start)) }
    if increment != 1 { entries.add("increment", .integer(increment)) }
    if minimum != usual.minimum { entries.add("min", .integer(minimum)) }
    if maximum != usual.maximum { entries.add("max", .integer(maximum)) }
    if cache != 1 { entries.add("cache", .integer(cache)) }
    entries.add("cycle", cycles)
    return entries
  }
}
