/// A step of the strict order in which operations run (FORMAT.md, section 5).
public struct Phase: RawRepresentable, Hashable, Sendable, Codable, Comparable {
  public var rawValue: Int

  public init(rawValue: Int) { self.rawValue = rawValue }

  public static let preparation = Phase(rawValue: 0)
  /// Pre-scripts, which are no operations, and right after them the renames.
  public static let renames = Phase(rawValue: 1)
  public static let extensions = Phase(rawValue: 2)
  public static let types = Phase(rawValue: 3)
  public static let roles = Phase(rawValue: 4)
  public static let functions = Phase(rawValue: 5)
  public static let tables = Phase(rawValue: 6)
  public static let indexes = Phase(rawValue: 7)
  public static let foreignKeys = Phase(rawValue: 8)
  public static let views = Phase(rawValue: 9)
  public static let materializedViews = Phase(rawValue: 10)
  public static let triggers = Phase(rawValue: 11)
  public static let rowSecurity = Phase(rawValue: 12)
  public static let grants = Phase(rawValue: 13)
  public static let comments = Phase(rawValue: 14)
  public static let seeds = Phase(rawValue: 15)
  public static let postScripts = Phase(rawValue: 16)

  public static func < (left: Phase, right: Phase) -> Bool { left.rawValue < right.rawValue }

  /// The phase's name as reports show it.
  public var name: String {
    let names = [
      "preparation", "renames", "extensions", "types", "roles", "functions", "tables",
      "indexes", "foreign keys", "views", "materialized views", "triggers",
      "row level security", "grants", "comments", "seeds", "post-scripts",
    ]
    return names.indices.contains(rawValue) ? names[rawValue] : "phase \(rawValue)"
  }
}
