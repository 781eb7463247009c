import SchemaCore

/// Returns a count with its noun: `1 error`, `3 errors`, `2 indexes`.
func counted(_ count: Int, _ noun: String, plural: String? = nil) -> String {
  "\(count) \(count == 1 ? noun : plural ?? noun + "s")"
}

/// Returns a number of rows as a reader wants it: `1.2 M`.
func roundedCount(_ count: Int) -> String {
  scaled(count, by: 1000, units: ["", " K", " M", " G", " T"])
}

/// Returns a size in bytes as `pg_size_pretty` names it: `340 MB`, in steps of 1024.
func roundedBytes(_ bytes: Int) -> String {
  scaled(bytes, by: 1024, units: [" bytes", " kB", " MB", " GB", " TB", " PB"])
}

/// Returns a duration to about two digits: `340 ms`, `1.3 s`, `2 min 5 s`.
func rounded(_ duration: Duration) -> String {
  let milliseconds = duration.milliseconds
  switch milliseconds {
  case ..<1000: return "\(milliseconds) ms"
  case ..<60_000: return "\(tenths(milliseconds / 100)) s"
  case ..<3_600_000: return "\(milliseconds / 60_000) min \(milliseconds / 1000 % 60) s"
  default: return "\(milliseconds / 3_600_000) h \(milliseconds / 60_000 % 60) min"
  }
}

/// Returns a relation's size in words; rows are unknown before the first ANALYZE.
func description(of size: RelationSize?) -> String {
  guard let size else { return "size unknown" }
  guard let rows = size.rows else { return "size unknown (never analyzed)" }
  return "\(roundedCount(rows)) \(rows == 1 ? "row" : "rows"), \(roundedBytes(size.bytes))"
}

/// One decimal below 100, none above, and never `.0`.
private func scaled(_ number: Int, by step: Double, units: [String]) -> String {
  var value = Double(max(0, number))
  var unit = 0
  func shown() -> Int { Int((value * 10).rounded()) }
  while unit + 1 < units.count, shown() >= Int(step) * 10 {
    value /= step
    unit += 1
  }
  let digits = shown() >= 1000 ? String(Int(value.rounded())) : tenths(shown())
  return digits + units[unit]
}

private func tenths(_ number: Int) -> String {
  number % 10 == 0 ? String(number / 10) : "\(number / 10).\(number % 10)"
}
