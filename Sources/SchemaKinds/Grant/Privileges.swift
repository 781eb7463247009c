import SchemaCore

/// Which privileges there are on what (manual, section 5.7).
enum Privileges {
  static let all = "ALL"

  /// All names in the order in which statements list them.
  static let names = [
    "SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER", "MAINTAIN",
    "USAGE", "CREATE", "EXECUTE",
  ]

  /// Returns the privileges on an object or on a column of it.
  ///
  /// - Parameter serverVersion: MAINTAIN came with PostgreSQL 17.
  static func available(
    on kind: KindID, column: String?, serverVersion: Int
  ) -> Set<String> {
    if column != nil { return ["SELECT", "INSERT", "UPDATE", "REFERENCES"] }
    switch kind {
    case .function: return ["EXECUTE"]
    case .schema: return ["USAGE", "CREATE"]
    case .sequence: return ["USAGE", "SELECT", "UPDATE"]
    default:
      let relation: Set<String> = [
        "SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER",
      ]
      return serverVersion >= 170_000 ? relation.union(["MAINTAIN"]) : relation
    }
  }

  /// Returns privileges with `ALL` written out.
  static func expanded(
    _ privileges: Set<String>, on kind: KindID, column: String?, serverVersion: Int
  ) -> Set<String> {
    guard privileges.contains(all) else { return privileges }
    return available(on: kind, column: column, serverVersion: serverVersion)
  }

  /// Returns privileges in the order in which statements list them.
  static func ordered(_ privileges: Set<String>) -> [String] {
    names.filter(privileges.contains) + privileges.subtracting(names).sorted()
  }
}
